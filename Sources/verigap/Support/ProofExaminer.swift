import DataFormats
import Datasets
import Networks
import ProofCheck
import Proofs
import Robustness
import WitnessCheck

/// Examines proof after proof; networks and datasets stay loaded in between.
struct ProofExaminer {
    let network: String?
    let architecture: ArchitectureOption
    let data: DataOptions
    private var networks: [String: Network] = [:]
    private var datasets: [String: Dataset?] = [:]

    init(network: String?, architecture: ArchitectureOption, data: DataOptions) {
        self.network = network
        self.architecture = architecture
        self.data = data
    }

    /// What there is to say of the proof at `path`.
    ///
    /// - Throws: where a file cannot be found or is damaged; a proof that does not hold is an answer.
    mutating func examine(_ path: String) throws -> CheckAnswer {
        let proof = try ProofFile.read(path)
        let network = try network(of: proof.statement)
        var answer = CheckAnswer(proof: path, proof.statement)
        do throws(ProofFault) {
            try StatementCheck.examine(proof.statement, network)
            switch proof.content {
            case .robust(let evidence):
                answer.checked = try ProofCheck.check(evidence, of: proof.statement, on: network)
                answer.verdict = .robust
            case .falsified(let pixels):
                let witness = Witness(pixels: pixels, adversarialClass: proof.statement.label)
                let report = WitnessCheck.examine(witness, for: proof.statement.query, on: network)
                if let refusal = report.refusal { throw .statement("the witness does not count: \(refusal)") }
                answer.margin = report.marginDouble
                answer.verdict = .falsified
            }
            answer.imageCompared = try comparison(proof.statement.sample)
        } catch {
            answer.holds = false
            answer.fault = error.description
        }
        return answer
    }

    private mutating func network(of statement: ProofStatement) throws -> Network {
        let file = network ?? statement.networkFile
        if let known = networks[file] { return known }
        let loaded: Network
        do { loaded = try architecture.load(file, data).network } catch let fault as CommandFault {
            guard network == nil else { throw fault }
            throw CommandFault("\(fault)\nSay where it is with --network.", status: fault.status)
        }
        networks[file] = loaded
        return loaded
    }

    /// Whether the image is the dataset's; `nil` where the dataset is not at hand.
    private mutating func comparison(_ sample: Sample) throws(ProofFault) -> Bool? {
        let name = "\(sample.id.dataset):\(sample.id.split)"
        let known = datasets[name]
        let dataset =
            known ?? (try? data.locator().load(DatasetReference(name: sample.id.dataset, split: sample.id.split)))
        datasets[name] = .some(dataset)
        guard let dataset else { return nil }
        guard (0..<dataset.count).contains(sample.id.index),
            dataset.sample(sample.id.index).digest == sample.digest
        else { throw .statement("the image or its label is not that of \(sample.id)") }
        return true
    }
}
