/// How far a method should go on a query.
public enum Measure: String, Codable, Sendable, Hashable, CaseIterable {
    /// The best margin bounds the method can give.
    case margin
    /// Stop as soon as the verdict is known.
    case verdict
}

/// Where a network computes the linear forms whose largest in each clause is a margin.
public struct ClausePlace: Sendable, Hashable {
    /// The node whose entries are the forms, clause after clause.
    public var node: Int
    /// Forms of each clause: clause k is the margin of output 0 over output k + 1.
    public var counts: [Int]

    public init(node: Int, counts: [Int]) {
        self.node = node
        self.counts = counts
    }
}

/// What a method is asked: is this sample robust on this perturbation set?
public struct Query: Sendable, Hashable {
    public var sample: Sample
    /// The class y of the margins f_y − f_k: the true label, or the class the network predicts.
    public var label: Int
    public var perturbation: PerturbationSet
    public var measure: Measure
    /// Where the network computes the forms of a property's clauses, where the margins are those of clauses.
    public var clauses: ClausePlace?

    public init(sample: Sample, label: Int, perturbation: PerturbationSet, measure: Measure = .margin) {
        self.sample = sample
        self.label = label
        self.perturbation = perturbation
        self.measure = measure
    }
}

/// Answers queries: an attack, an incomplete or complete verifier, or a distance certificate.
///
/// A verifier is a pure function of its options, the network and the queries. It never opens a file, the result
/// store or the wall clock; it looks at the deadline it is given.
public protocol Verifier<Network>: Sendable {
    associatedtype Network: Sendable

    static var descriptor: MethodDescriptor { get }

    /// `call` is valid for `descriptor`.
    init(_ call: MethodCall)

    /// One outcome per query, in order. Queries that the deadline cut off get `timeout` with the bounds so far.
    func verify(_ queries: [Query], on network: Network, until deadline: Deadline) -> [Outcome]
}
