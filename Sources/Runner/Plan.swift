import Datasets
import Networks
import Questions
import ResultStore
import SuiteFiles
import WorkerProtocol

/// A network of the suite, loaded.
public struct PlannedNetwork: Sendable {
    /// The suite's id.
    public var id: String
    public var reference: NetworkReferenceV1
    public var network: Network
    /// The class y of every sample of the plan, in its order, where that is the prediction; `nil`: the true labels.
    public var predictions: [Int]?
    /// Why nothing can be asked about it, of instances alone; then `network` stands in for it, and `reference` holds the digest of
    /// the reason.
    public var fault: InstanceFault?
}

/// A network at one ε under one method.
public struct PlannedCell: Sendable {
    /// As tables name it.
    public var cell: SuiteCell
    /// Index into the plan's networks.
    public var network: Int
    /// Index into the suite's methods.
    public var method: Int
    public var descriptor: MethodDescriptor
    public var configuration: Configuration
    /// `configuration.digest`.
    public var digest: Digest
    /// Indices into the plan's samples, in the order of the suite.
    public var samples: [Int]
    /// What the store says of each of `samples`.
    public var answers: [Answer?]
    /// Answers among them that were decided within smaller limits; a run records them as its own.
    public var adoptions: [Adoption] = []
    /// Which of `samples` this run is about, parallel to them; `nil`: all. Of the others it only counts what is known already, for
    /// what follows from it.
    public var asked: [Bool]?

    public var epsilon: Double { configuration.perturbation.epsilon }
}

/// A suite ready to run: everything loaded and checked, cells in the order of the suite, what the store holds already.
public struct Plan: Sendable {
    public var suite: Suite
    public var catalog: MethodCatalog
    public var dataset: Dataset
    public var datasetReference: DatasetReferenceV1
    public var datasetDigest: Digest
    public var networks: [PlannedNetwork]
    /// Every sample that any cell is about, by position in the split.
    public var samples: [StoredSample]
    /// Networks, ε within a network, methods within an ε, each in the order of the suite.
    public var cells: [PlannedCell]
    /// Cells whose earlier answers no longer count, with the reason.
    public var stale: [StaleCell]
    /// What is allowed but cannot be meant, with places in the suite file.
    public var warnings: [SuiteFault] = []
    /// Samples whose images or labels differ from those of an earlier run under the same names.
    public var changedSamples: [SampleID]
    /// What one query of every cell is expected to take, by what the store holds.
    public var costPriors: [CostPrior]

    /// Number of (cell, sample) pairs.
    public var queryCount: Int { cells.reduce(0) { $0 + $1.samples.count } }

    /// The content hash that identifies the outcome of one query for ever.
    public func runKey(cell: Int, position: Int) -> RunKey {
        RunKey(configuration: cells[cell].digest, sample: samples[cells[cell].samples[position]].digest)
    }

    /// The question at a position of a cell, as it was asked.
    public func question(cell: Int, position: Int) -> AskedQuestion {
        var form = cells[cell].configuration.form
        form.family.data = suite.form.family.data
        return AskedQuestion(query(cell: cell, position: position), form, shape: dataset.shape)
    }

    /// The query at a position of a cell.
    public func query(cell: Int, position: Int) -> Query {
        let cell = cells[cell]
        let index = cell.samples[position]
        let sample = dataset.sample(samples[index].id.index)
        return Query(
            sample: sample, label: labels(of: cell)?[index] ?? sample.label,
            perturbation: cell.configuration.perturbation, measure: cell.configuration.measure)
    }

    /// Ids of the suite's methods that classify plainly.
    public var classifiers: Set<String> {
        Set(suite.methods.filter { catalog[$0.call.name]?.claim == .classification }.map(\.id))
    }

    /// The class y of every sample of the plan that `cell` is about, in its order; `nil`: the true labels.
    func labels(of cell: PlannedCell) -> [Int]? {
        cell.configuration.reference == .prediction ? networks[cell.network].predictions : nil
    }

    /// The cells as the store keeps them.
    public var runCells: [RunCell] {
        cells.map { cell in
            RunCell(
                network: networks[cell.network].id, method: suite.methods[cell.method].id,
                configuration: cell.configuration, samples: cell.samples.map { samples[$0].id })
        }
    }
}

extension Plan {
    /// Whether every method is asked about an image on a cell's network, whatever cheaper ones said.
    func isAudited(cell: Int, sample: Int) -> Bool {
        guard suite.audit.share > 0 else { return false }
        return suite.audit.covers(network: cells[cell].configuration.network, sample: samples[sample].digest)
    }
}
