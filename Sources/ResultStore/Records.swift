import Foundation
import Questions

/// One `verigap run`: provenance, and what its report shows.
public struct RunRecord: Sendable, Hashable {
    public var suite: String
    public var suiteDigest: Digest
    public var title: String
    /// UTC, ISO 8601.
    public var startedAt: String
    /// The command line as typed.
    public var command: String
    /// Commit of the source tree, `nil` outside a checkout; with `+changes` where the tree was modified.
    public var commit: String?
    /// CPU model, cores, memory, kernel: one line, no host name.
    public var machine: String
    /// Versions of verigap, Swift, GLPK, OpenBLAS, Cairo, SQLite by name.
    public var versions: [String: String]
    public var workers: Int
    public var datasetDigest: Digest
    /// Images in the split, of which the run asks about all or some; `nil` in runs recorded before it was kept.
    public var splitSize: Int?

    public init(
        suite: String, suiteDigest: Digest, title: String, startedAt: String, command: String, commit: String?,
        machine: String, versions: [String: String], workers: Int, datasetDigest: Digest, splitSize: Int? = nil
    ) {
        self.suite = suite
        self.suiteDigest = suiteDigest
        self.title = title
        self.startedAt = startedAt
        self.command = command
        self.commit = commit
        self.machine = machine
        self.versions = versions
        self.workers = workers
        self.datasetDigest = datasetDigest
        self.splitSize = splitSize
    }
}

/// One cell column of a run: a network at one ε under one method, on a list of samples.
public struct RunCell: Sendable, Hashable {
    /// The suite's id of the network.
    public var network: String
    /// The suite's id of the method.
    public var method: String
    public var configuration: Configuration
    /// Sample ids in the order of the suite.
    public var samples: [SampleID]

    public init(network: String, method: String, configuration: Configuration, samples: [SampleID]) {
        self.network = network
        self.method = method
        self.configuration = configuration
        self.samples = samples
    }
}

/// An outcome as it stands in the store, with the query it answers.
public struct StoredOutcome: Sendable, Hashable {
    public var sample: SampleID
    /// True label.
    public var label: Int
    public var outcome: Outcome
    /// 1 for the first attempt at this run key, 2 for its first retry, …
    public var attempt: Int
    /// UTC, ISO 8601.
    public var recordedAt: String
    /// Names the pixels of the witness, also where they are not at hand; `nil` where there is no witness.
    public var fingerprint: PixelFingerprint?
    /// Position in `RunSnapshot.runs` of the run that asked it; `nil` where that is not known.
    public var run: Int?

    public init(
        sample: SampleID, label: Int, outcome: Outcome, attempt: Int, recordedAt: String,
        fingerprint: PixelFingerprint? = nil, run: Int? = nil
    ) {
        self.sample = sample
        self.label = label
        self.outcome = outcome
        self.attempt = attempt
        self.recordedAt = recordedAt
        self.fingerprint = fingerprint
        self.run = run
    }
}

/// All that a report reads: the newest run of a suite and the latest attempt at each of its run keys.
public struct RunSnapshot: Sendable {
    public var run: RunRecord
    /// The runs that outcomes are of, oldest first: earlier ones too, and those of other suites that asked the same.
    public var runs: [RunRecord]
    /// Every sample that a cell names, by dataset, split and index.
    public var samples: [StoredSample]
    /// In the order of the suite: networks, ε within a network, methods within an ε.
    public var cells: [RunCell]
    /// Parallel to `cells`; samples without any attempt yet are missing.
    public var outcomes: [OutcomeList]

    /// - Parameter runs: those that outcomes name; without them `run` alone.
    public init(
        run: RunRecord, runs: [RunRecord]? = nil, samples: [StoredSample], cells: [RunCell],
        outcomes: [OutcomeList]
    ) {
        self.run = run
        self.runs = runs ?? [run]
        self.samples = samples
        self.cells = cells
        self.outcomes = outcomes
    }
}
