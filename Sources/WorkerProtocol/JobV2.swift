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

    private enum CodingKeys: String, CodingKey {
        case file = "file"
        case architecture = "architecture"
        case digest = "digest"
    }

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

    private enum CodingKeys: String, CodingKey {
        case dataset = "dataset"
        case dataDirectory = "dataDirectory"
        case suiteDirectory = "suiteDirectory"
        case workingDirectory = "workingDirectory"
    }

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

    private enum CodingKeys: String, CodingKey {
        case folder = "folder"
        case names = "names"
    }

    public init(folder: String, names: [String]) {
        self.folder = folder
        self.names = names
    }
}

/// Queries for one method on one network, answered together.
public struct JobV2: Sendable, Hashable {
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
    /// With the data of its family.
    public var form: QuestionForm
    public var method: MethodCall
    public var measure: Measure
    /// Wall-clock seconds per query; the job may take as many times that as it has samples.
    public var perQuerySeconds: Double
    /// Processor seconds per query, likewise; `nil` where they are not limited.
    public var cpuSeconds: Double?
    /// Resident memory that the worker may occupy, in bytes; `nil` where it has not to know.
    public var memoryBytes: Int?
    /// `nil` where no proofs are asked for.
    public var proofs: ProofRequestV1?
    /// The program of others that answers; `nil` where a method does.
    public var tool: ExternalTool?

    public init(
        id: Int, network: NetworkReferenceV1, dataset: DatasetReferenceV1, samples: [Int], samplesDigest: Digest,
        labels: [Int]? = nil, perturbation: PerturbationSet, form: QuestionForm = .plain, method: MethodCall,
        measure: Measure, perQuerySeconds: Double, cpuSeconds: Double? = nil,
        memoryBytes: Int? = nil, proofs: ProofRequestV1? = nil
    ) {
        self.id = id
        self.network = network
        self.dataset = dataset
        self.samples = samples
        self.samplesDigest = samplesDigest
        self.labels = labels
        self.perturbation = perturbation
        self.form = form
        self.method = method
        self.measure = measure
        self.perQuerySeconds = perQuerySeconds
        self.cpuSeconds = cpuSeconds
        self.memoryBytes = memoryBytes
        self.proofs = proofs
    }

    /// The hash that `samplesDigest` must equal.
    public static func digest(ofSamples digests: [Digest]) -> Digest { Digest(of: digests.flatMap(\.bytes)) }
}

extension JobV2: Codable {
    private enum CodingKeys: String, CodingKey {
        case id = "id"
        case network = "network"
        case dataset = "dataset"
        case samples = "samples"
        case samplesDigest = "samplesDigest"
        case labels = "labels"
        case perturbation = "perturbation"
        case form = "form"
        case familyData = "familyData"
        case method = "method"
        case measure = "measure"
        case perQuerySeconds = "perQuerySeconds"
        case cpuSeconds = "cpuSeconds"
        case memoryBytes = "memoryBytes"
        case proofs = "proofs"
        case tool = "tool"
    }

    public func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: CodingKeys.self)
        try object.encode(id, forKey: .id)
        try object.encode(network, forKey: .network)
        try object.encode(dataset, forKey: .dataset)
        try object.encode(samples, forKey: .samples)
        try object.encode(samplesDigest, forKey: .samplesDigest)
        try object.encodeIfPresent(labels, forKey: .labels)
        try object.encode(perturbation, forKey: .perturbation)
        if !form.isPlain { try object.encode(form, forKey: .form) }
        if !form.family.data.isEmpty { try object.encode(form.family.data, forKey: .familyData) }
        try object.encode(method, forKey: .method)
        try object.encode(measure, forKey: .measure)
        try object.encode(perQuerySeconds, forKey: .perQuerySeconds)
        try object.encodeIfPresent(cpuSeconds, forKey: .cpuSeconds)
        try object.encodeIfPresent(memoryBytes, forKey: .memoryBytes)
        try object.encodeIfPresent(proofs, forKey: .proofs)
        try object.encodeIfPresent(tool, forKey: .tool)
    }

    public init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: CodingKeys.self)
        var form = try object.decodeIfPresent(QuestionForm.self, forKey: .form) ?? .plain
        form.family.data = try object.decodeIfPresent([Float].self, forKey: .familyData) ?? []
        self.init(
            id: try object.decode(Int.self, forKey: .id),
            network: try object.decode(NetworkReferenceV1.self, forKey: .network),
            dataset: try object.decode(DatasetReferenceV1.self, forKey: .dataset),
            samples: try object.decode([Int].self, forKey: .samples),
            samplesDigest: try object.decode(Digest.self, forKey: .samplesDigest),
            labels: try object.decodeIfPresent([Int].self, forKey: .labels),
            perturbation: try object.decode(PerturbationSet.self, forKey: .perturbation), form: form,
            method: try object.decode(MethodCall.self, forKey: .method),
            measure: try object.decode(Measure.self, forKey: .measure),
            perQuerySeconds: try object.decode(Double.self, forKey: .perQuerySeconds),
            cpuSeconds: try object.decodeIfPresent(Double.self, forKey: .cpuSeconds),
            memoryBytes: try object.decodeIfPresent(Int.self, forKey: .memoryBytes),
            proofs: try object.decodeIfPresent(ProofRequestV1.self, forKey: .proofs))
        tool = try object.decodeIfPresent(ExternalTool.self, forKey: .tool)
    }
}
