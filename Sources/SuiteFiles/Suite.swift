import Datasets
import Networks
import Questions

/// A suite file, read and validated: what to run and what to compare it with.
public struct Suite: Sendable, Hashable {
    /// The suite's identifier, also the name of its report folder.
    public var name: String
    public var title: String
    /// Where it was read from.
    public var path: String
    /// Content hash of the file's text.
    public var digest: Digest
    public var dataset: DatasetReference
    /// The images of the dataset that the suite is about.
    public var samples: SampleSelection
    public var networks: [SuiteNetwork]
    /// In the order of the file.
    public var methods: [SuiteMethod]
    public var norm: Norm
    /// `nil` is unbounded.
    public var domain: InputDomain?
    public var reference: ReferenceLabel
    public var measure: Measure
    /// Ask a stronger method only what cheaper ones left open.
    public var cascade: Bool
    /// What every method has for a query that has no limit of its own.
    public var budget: Budget
    /// Wall-clock seconds for the whole run; `nil` is unlimited.
    public var totalSeconds: Double?
    public var published: [PublishedFigure]
    /// What other verifiers prove.
    public var publishedShares = [PublishedShares]()
    /// A paper's figures where minimum distortions are asked for.
    public var publishedDistances = [PublishedDistances]()
    /// What other tools said of the instances; `nil` where the suite names none.
    public var contest: Contest?
    /// What a table of the cost of leaving ingredients out shows; `nil` for no such table.
    public var ablation: Ablation?
    /// Sentences that reports print with every table of bounds: what must be known to read them.
    public var notes: [String]
    /// Which sets, which property, what is to be found out.
    public var form: QuestionForm
    /// What `verigap compare` lets pass.
    public var gates = Gates.strict
    /// Where the cascade spares nobody.
    public var audit = Audit.none
    /// How reports print tables.
    public var tables = TableStyle()
    /// How reports draw figures.
    public var figures = FigureSettings()

    public init(
        name: String, title: String, path: String, digest: Digest, dataset: DatasetReference,
        samples: SampleSelection, networks: [SuiteNetwork], methods: [SuiteMethod], norm: Norm = .infinity,
        domain: InputDomain? = .unit, reference: ReferenceLabel = .label, measure: Measure = .verdict,
        cascade: Bool = true, budget: Budget = Budget(), totalSeconds: Double? = nil,
        published: [PublishedFigure] = [], ablation: Ablation? = nil, notes: [String] = [],
        form: QuestionForm = .plain
    ) {
        self.name = name
        self.title = title
        self.path = path
        self.digest = digest
        self.dataset = dataset
        self.samples = samples
        self.networks = networks
        self.methods = methods
        self.norm = norm
        self.domain = domain
        self.reference = reference
        self.measure = measure
        self.cascade = cascade
        self.budget = budget
        self.totalSeconds = totalSeconds
        self.published = published
        self.ablation = ablation
        self.notes = notes
        self.form = form
    }
}

/// A network of a suite and the perturbation sizes it is asked about.
public struct SuiteNetwork: Sendable, Hashable {
    /// Unique in the suite; what tables call it unless it has a label.
    public var id: String
    /// What it is called in print; `nil` for its id.
    public var label: PrintedName?
    /// The file (or folder of `.npy` tensors) found, absolute; empty for a network that is drawn at random.
    public var file: String
    /// How the suite writes `file`: the same on every machine.
    public var writtenFile: String
    public var architecture: ArchitectureSpec
    /// In pixel space, ascending; of another family, sizes. Empty where the minimum distortion is asked for.
    public var epsilons: [Double]
    /// How the file writes them, `2/255`; without those that were not read from a file.
    public var writtenEpsilons: [Double: String]
    /// Sentences that reports print with every table of its bounds.
    public var notes: [String]
    /// The limit of a query where a table of instances says it.
    public var limit: InstanceLimit?
    /// The rows of a table of instances that are about it; `nil` without one.
    public var instances: [Int]?

    public init(
        id: String, file: String, architecture: ArchitectureSpec = .inferred, epsilons: [Double],
        writtenEpsilons: [Double: String] = [:], notes: [String] = []
    ) {
        self.id = id
        self.file = file
        writtenFile = file
        self.architecture = architecture
        self.epsilons = epsilons
        self.writtenEpsilons = writtenEpsilons
        self.notes = notes
    }
}

/// A column of a suite: a method with its options.
public struct SuiteMethod: Sendable, Hashable {
    /// Unique in the suite; the method's name unless the file gives an `id` (two PGDs with different options).
    public var id: String
    /// What it is called in print; `nil` for what its descriptor or its id say.
    public var label: PrintedName?
    public var call: MethodCall
    /// Restricts this method to fewer images than the suite's (positions in the split); `nil` is all of them.
    public var samples: SampleSelection?
    /// The same for some networks, by their ids; comes before `samples`.
    public var samplesOfNetworks: [String: SampleSelection]
    /// What it has for a query: the suite's budget, or its own.
    public var budget: Budget
    /// The program of others that answers; `nil` for methods of the house, and where its description is not at hand.
    public var tool: ExternalTool?

    public init(
        id: String, call: MethodCall, samples: SampleSelection? = nil,
        samplesOfNetworks: [String: SampleSelection] = [:], budget: Budget = Budget()
    ) {
        self.id = id
        self.call = call
        self.budget = budget
        self.samples = samples
        self.samplesOfNetworks = samplesOfNetworks
    }
}

/// A figure of a paper, shown beside ours.
public struct PublishedFigure: Sendable, Hashable {
    public var network: String
    public var epsilon: Double
    public var column: PublishedColumn
    /// Percent.
    public var value: Double
    /// Where it was printed.
    public var source: String?
    /// Sentences that reports print with the tables that show the figure.
    public var notes: [String]

    public init(
        network: String, epsilon: Double, column: PublishedColumn, value: Double, source: String? = nil,
        notes: [String] = []
    ) {
        self.network = network
        self.epsilon = epsilon
        self.column = column
        self.value = value
        self.source = source
        self.notes = notes
    }
}

/// What a published figure is a figure of. Written `test-error`, or `<method id>`, `<method id>-lower`,
/// `<method id>-upper`: an attack's figure is a lower bound on the robust error, a verifier's an upper bound.
public struct PublishedColumn: Sendable, Hashable {
    public enum Bound: String, Sendable, Hashable { case testError = "test-error", lower, upper }

    public var bound: Bound
    /// `nil` for the test error.
    public var method: String?

    public init(bound: Bound, method: String?) {
        self.bound = bound
        self.method = method
    }

    /// `test-error`, `lp-all-upper`.
    public var name: String { method.map { "\($0)-\(bound.rawValue)" } ?? bound.rawValue }
}

extension Suite {
    /// The images that `method` is asked about on a network, as positions in the split with these true labels; each once.
    public func positions(of method: SuiteMethod, on network: String, labels: [Int]) -> [Int] {
        var seen = Set<Int>()
        return selection(of: method, on: network).positions(in: labels).filter { seen.insert($0).inserted }
    }

    /// Which images `method` is asked about on a network.
    public func selection(of method: SuiteMethod, on network: String) -> SampleSelection {
        if let own = networks.first(where: { $0.id == network })?.instances { return .indices(own) }
        return method.samplesOfNetworks[network] ?? method.samples ?? samples
    }

    /// ε as the file writes it for `network`, else the shortest decimal.
    public func epsilonText(_ epsilon: Double, of network: String) -> String {
        let written = networks.first { $0.id == network }?.writtenEpsilons[epsilon]
        return written ?? "\(OptionValue.number(epsilon))"
    }
}
