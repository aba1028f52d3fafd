import DataFormats
import Datasets
import Networks
import ProofCheck
import Proofs
import Questions
import Runner
import VNNLIB

/// Examines proof after proof; networks and datasets stay loaded in between.
struct ProofExaminer {
    let network: String?
    let architecture: ArchitectureOption
    /// Files of images and labels that all proofs' images are looked up in.
    let images: ImageFileOptions
    /// What all proofs must be about; `nil` for anything.
    let property: (path: String, given: GivenProperty)?
    let data: DataOptions
    private var networks: [String: Network] = [:]
    private var datasets: [String: Dataset?] = [:]

    /// Larger files of networks and images are refused unread.
    static let inputLimit = 1 << 32

    init(
        network: String?, architecture: ArchitectureOption, images: ImageFileOptions, property: String?,
        data: DataOptions
    ) throws {
        self.property = try property.map { ($0, try Self.given($0, data)) }
        self.network = network
        self.images = images
        self.architecture = architecture
        self.data = data
    }

    /// What there is to say of the proof at `path`.
    ///
    /// - Throws: where a file cannot be found or is damaged; a proof that does not hold is an answer.
    mutating func examine(_ path: String, _ options: ProofCheckOptions) throws -> CheckAnswer {
        let proof = try ProofFile.read(path)
        let network = try network(of: proof.statement)
        var answer = CheckAnswer(proof: path, proof.statement)
        answer.isExact = options.isExact
        do throws(ProofFault) {
            switch ProofCheck.examine(proof, on: network, options) {
            case .robust(let report): (answer.checked, answer.verdict) = (report, .robust)
            case .falsified(let report): (answer.witness, answer.verdict) = (report, .falsified)
            case .refused(let fault): throw fault
            }
            answer.propertyCompared = try comparison(proof.statement.sample.given)
            answer.imageCompared = try comparison(proof.statement.sample)
        } catch {
            answer.holds = false
            answer.fault = error.description
        }
        return answer
    }

    /// - Throws: `CommandFault` for a file that is not there or states no property.
    private static func given(_ name: String, _ data: DataOptions) throws -> GivenProperty {
        let locator = try data.locator()
        guard let path = locator.findPlainOrPacked(name) else {
            throw CommandFault("there is no property file \(name)", status: .inputNotFound)
        }
        do { return try GivenProperty(try VNNLIBProperty.read(path)) } catch let fault as UnaskableProperty {
            throw CommandFault("\(path): \(fault)", status: .dataFault)
        }
    }

    /// Whether a proof is about the property of the file that was named; `nil` where none was.
    ///
    /// - Throws: `ProofFault` where it is not.
    private func comparison(_ given: GivenProperty?) throws(ProofFault) -> Bool? {
        guard let property else { return nil }
        guard let given else { throw .statement("the proof is about a ball, not about \(property.path)") }
        guard given.digest == property.given.digest else {
            throw .statement("the proof is about another property than \(property.path)")
        }
        return true
    }

    private mutating func network(of statement: ProofStatement) throws -> Network {
        let file = network ?? statement.networkFile
        if let known = networks[file] { return known }
        try requireRegular(file)
        let loaded: Network
        do { loaded = try architecture.load(file, data).network } catch let fault as CommandFault {
            guard network == nil else { throw fault }
            throw CommandFault("\(fault)\nSay where it is with --network.", status: fault.status)
        }
        networks[file] = loaded
        return loaded
    }

    /// A proof may be a stranger's: what it names is looked at before it is opened.
    private func requireRegular(_ file: String) throws {
        guard let path = try data.locator().findFile(file) else { return }
        do { try FileBytes.requireRegular(path, limit: Self.inputLimit) } catch {
            throw CommandFault("network file: \(error)", status: .dataFault)
        }
    }

    /// Whether the image is the dataset's; `nil` where the dataset is not at hand.
    ///
    /// - Throws: `ProofFault` where it is another image, or images of one's own cannot be read.
    private mutating func comparison(_ sample: Sample) throws(ProofFault) -> Bool? {
        guard sample.given == nil, let dataset = try dataset(of: sample.id) else { return nil }
        guard (0..<dataset.count).contains(sample.id.index),
            dataset.sample(sample.id.index).digest == sample.digest
        else { throw .statement("the image or its label is not that of \(sample.id)") }
        return true
    }

    private mutating func dataset(of id: SampleID) throws(ProofFault) -> Dataset? {
        let name = "\(id.dataset):\(id.split)"
        if let known = datasets[name] { return known }
        let reference = images.reference(id.dataset, split: id.split)
        let loaded: Dataset?
        do { loaded = try data.locator().load(reference) } catch {
            guard images.images == nil else { throw .statement("the images cannot be read: \(error)") }
            loaded = nil
        }
        datasets[name] = .some(loaded)
        return loaded
    }
}
