import Datasets
import Networks
import Questions

/// A network file with what is needed to read it and to be sure that it is still the same.
public struct NetworkReferenceV1: Codable, Sendable, Hashable {
    /// Absolute.
    public var file: String
    public var architecture: ArchitectureSpec
    /// Content hash of the network that the file must hold.
    public var digest: Digest

    public init(file: String, architecture: ArchitectureSpec, digest: Digest) {
        self.file = file
        self.architecture = architecture
        self.digest = digest
    }
}

/// A dataset with what is needed to look for it where the coordinator found it.
public struct DatasetReferenceV1: Codable, Sendable, Hashable {
    public var dataset: DatasetReference
    /// The value of `--data-dir`.
    public var dataDirectory: String?
    /// Where the suite file lies.
    public var suiteDirectory: String?
    /// Relative folders are meant from here.
    public var workingDirectory: String

    public init(
        dataset: DatasetReference, dataDirectory: String? = nil, suiteDirectory: String? = nil,
        workingDirectory: String
    ) {
        self.dataset = dataset
        self.dataDirectory = dataDirectory
        self.suiteDirectory = suiteDirectory
        self.workingDirectory = workingDirectory
    }
}

/// Where the proofs of a job's answers go.
public struct ProofRequestV1: Codable, Sendable, Hashable {
    /// Absolute; made if it is missing.
    public var folder: String
    /// One file name per sample of the job, without extension.
    public var names: [String]

    public init(folder: String, names: [String]) {
        self.folder = folder
        self.names = names
    }
}

/// Queries for one method on one network, answered together.
public struct JobV1: Codable, Sendable, Hashable {
    /// Chosen by the coordinator; comes back with the answer.
    public var id: Int
    public var network: NetworkReferenceV1
    public var dataset: DatasetReferenceV1
    /// Positions in the split, from 0.
    public var samples: [Int]
    /// Hash over the content hashes of the samples, in order.
    public var samplesDigest: Digest
    /// The class y of each query's margins; `nil` means the true labels.
    public var labels: [Int]?
    public var perturbation: PerturbationSet
    public var method: MethodCall
    public var measure: Measure
    /// Wall-clock seconds per query; the job may take as many times that as it has samples.
    public var perQuerySeconds: Double
    /// `nil` where no proofs are asked for.
    public var proofs: ProofRequestV1?

    public init(
        id: Int, network: NetworkReferenceV1, dataset: DatasetReferenceV1, samples: [Int], samplesDigest: Digest,
        labels: [Int]? = nil, perturbation: PerturbationSet, method: MethodCall, measure: Measure,
        perQuerySeconds: Double, proofs: ProofRequestV1? = nil
    ) {
        self.id = id
        self.network = network
        self.dataset = dataset
        self.samples = samples
        self.samplesDigest = samplesDigest
        self.labels = labels
        self.perturbation = perturbation
        self.method = method
        self.measure = measure
        self.perQuerySeconds = perQuerySeconds
        self.proofs = proofs
    }

    /// The hash that `samplesDigest` must equal.
    public static func digest(ofSamples digests: [Digest]) -> Digest { Digest(of: digests.flatMap(\.bytes)) }
}
