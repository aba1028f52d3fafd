import DataFormats
import Foundation
import NetworkFiles
import Networks
import Questions
import Runner
import VNNLIB
import WorkerProtocol

/// The questions of a suite as files of the competition.
struct QuestionExport {
    /// One question, and the files that state it.
    struct Entry {
        var network: Int
        var question: AskedQuestion
        /// Below the folder.
        var networkFile: String
        var propertyFile: String
        var limit: Double
        /// ε as the suite writes it.
        var sizeText: String
    }

    static let tableName = "instances.csv"

    private let plan: Plan
    private let folder: String
    private let version: VNNLIBVersion
    let entries: [Entry]

    /// - Parameter limit: questions of each network and size; `nil`: all that the suite asks some method.
    init(_ plan: Plan, to folder: String, limit: Int?, version: VNNLIBVersion = .one) {
        self.plan = plan
        self.version = version
        self.folder = folder
        var names = ExportNames(plan)
        entries = Self.questions(of: plan, limit: limit).map { network, question in
            let own = plan.suite.networks[network]
            let size = plan.suite.epsilonText(question.query.perturbation.epsilon, of: own.id)
            return Entry(
                network: network, question: question, networkFile: names.networkFile(network),
                propertyFile: names.propertyFile(question, network, size),
                limit: own.limit?.seconds ?? plan.suite.budget.perQuerySeconds, sizeText: size)
        }
    }

    /// Every question that some method but plain classification is asked, once, in the order of the suite.
    private static func questions(of plan: Plan, limit: Int?) -> [(Int, AskedQuestion)] {
        struct Key: Hashable {
            var network: Int
            var size: Double
        }
        var order = [Key]()
        var samples = [Key: [(sample: Int, cell: Int, position: Int)]]()
        for (cell, planned) in plan.cells.enumerated() where planned.descriptor.claim != .classification {
            let key = Key(network: planned.network, size: planned.epsilon)
            if samples[key] == nil { order.append(key) }
            let known = Set(samples[key, default: []].map(\.sample))
            samples[key, default: []] += planned.samples.enumerated().filter { !known.contains($1) }
                .map { ($1, cell, $0) }
        }
        return order.flatMap { key in
            samples[key, default: []].sorted { $0.sample < $1.sample }.prefix(limit ?? .max).map {
                (key.network, plan.question(cell: $0.cell, position: $0.position))
            }
        }
    }

    private func path(_ file: String) -> String { (folder as NSString).appendingPathComponent(file) }

    /// - Throws: where a file that would be written is there already.
    func requireFree() throws {
        let files = Set(entries.flatMap { [$0.networkFile, $0.propertyFile] } + [Self.tableName])
        let taken = files.filter { FileManager.default.fileExists(atPath: path($0)) }.sorted()
        guard let first = taken.first else { return }
        let others = taken.count > 1 ? " and \(taken.count - 1) more files of the export" : ""
        throw CommandFault("\(path(first))\(others) are there already; --force replaces them", status: .cannotWrite)
    }

    /// Writes networks and properties, then the table of those that could be stated.
    ///
    /// - Parameter progress: told how many questions are done, of how many.
    /// - Throws: where nothing is asked, or a file cannot be written. Where nothing can be stated, nothing is made.
    func write(progress: (Int, Int) -> Void) throws -> ExportSummary {
        guard !entries.isEmpty else {
            throw CommandFault("\(plan.suite.name) asks nothing but plain classification", status: .dataFault)
        }
        var summary = ExportSummary(suite: plan.suite.name, folder: folder)
        var written = Set<String>()
        var rows = [String]()
        for (number, entry) in entries.enumerated() {
            if let fault = try state(entry, &written) {
                summary.skip(fault)
            } else {
                if written.insert(entry.networkFile).inserted { summary.notes += try writeNetwork(entry) }
                let limit = "\(OptionValue.number(entry.limit))"
                rows.append("\(entry.networkFile),\(entry.propertyFile),\(limit)\n")
            }
            progress(number + 1, entries.count)
        }
        summary.count(written, instances: rows.count)
        if !rows.isEmpty { try AtomicFile.write(rows.joined(), to: path(Self.tableName)) }
        return summary
    }

    /// Writes a question's property, unless it was; gives the reason where it cannot be stated.
    private func state(_ entry: Entry, _ written: inout Set<String>) throws -> UnstatableQuestion? {
        if let fault = fault(of: entry) { return UnstatableQuestion("\(fault)") }
        guard !written.contains(entry.propertyFile) else { return nil }
        let outputs = plan.networks[entry.network].network.classCount
        let property: VNNLIBProperty
        do throws(UnstatableQuestion) {
            guard let stated = try VNNLIBProperty(stating: entry.question, outputCount: outputs) else {
                return UnstatableQuestion("questions that ask for nothing: the sample is of the only target class")
            }
            property = stated.shaped(for: plan.networks[entry.network].network)
        } catch { return error }
        if written.isEmpty { for part in ["onnx", "vnnlib"] { try OutputFolder.make(path(part)) } }
        try property.write(to: path(entry.propertyFile), version: version, comments: comments(entry))
        written.insert(entry.propertyFile)
        return nil
    }

    /// Why an instance cannot be asked about; `nil` where it can, and of images.
    private func fault(of entry: Entry) -> InstanceFault? {
        let (planned, sample) = (plan.networks[entry.network], entry.question.query.sample)
        return planned.fault
            ?? InstanceFault.fault(
                of: sample, on: planned.network)
    }

    private func comments(_ entry: Entry) -> [String] {
        let query = entry.question.query
        guard query.sample.given == nil else { return ["\(plan.suite.name): \(query.sample.id.split)"] }
        return [
            "\(plan.suite.name): \(query.sample.id) on \(plan.networks[entry.network].id), class \(query.label), size "
                + "\(entry.sizeText)",
            "a counterexample is an input of the box whose outputs lie in some case below",
        ]
    }

    /// The model that the question came with where it is one, byte for byte; else one that is written.
    private func writeNetwork(_ entry: Entry) throws -> [String] {
        let planned = plan.networks[entry.network]
        let target = path(entry.networkFile)
        if entry.question.query.sample.given != nil,
            let bytes = try? FileBytes.readUnpacked(planned.reference.file).get(),
            (try? NetworkFile.load(bytes, path: target))?.network.digest == planned.network.digest
        {
            try AtomicFile.write(bytes, to: target)
            return []
        }
        return try NetworkFile.write(planned.network, to: target).map { "\(entry.networkFile): \($0)" }
    }
}

extension VNNLIBProperty {
    /// With the shapes that the network's ONNX model has: a batch of one image, a row of outputs.
    fileprivate func shaped(for network: Network) -> VNNLIBProperty {
        var property = self
        property.inputShape = [1] + network.inputShape.extents
        property.outputShape = outputCount == network.classCount ? [1, outputCount] : nil
        return property
    }
}
