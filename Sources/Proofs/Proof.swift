import Questions

/// What is claimed: of which network, which image and which perturbation set, or which given property (`sample.given`).
public struct ProofStatement: Sendable, Hashable {
    /// Content hash of the network.
    public var network: Digest
    /// Where the network was read; a hint for people, never trusted.
    public var networkFile: String
    public var sample: Sample
    /// Content hash of `sample` when the proof was made.
    public var sampleDigest: Digest
    /// The class y of the margins f_y − f_k.
    public var label: Int
    public var perturbation: PerturbationSet
    /// The method that found the proof, with its options; nothing depends on it.
    public var method: String

    public init(_ query: Query, network: Digest, networkFile: String, method: String) {
        self.network = network
        self.networkFile = networkFile
        sample = query.sample
        sampleDigest = query.sample.digest
        label = query.label
        perturbation = query.perturbation
        self.method = method
    }

    /// The query that the proof answers.
    public var query: Query { Query(sample: sample, label: label, perturbation: perturbation) }
}

/// A claim about a query and what it rests on.
public struct Proof: Sendable, Hashable {
    public enum Content: Sendable, Hashable {
        /// Every margin is > 0 on the whole perturbation set.
        case robust(RobustnessProof)
        /// A given property holds: per part of it, why every margin of the question that `PosedQuestion` makes of that part is > 0.
        case holds([RobustnessProof])
        /// A point of the set with a margin ≤ 0. Of a given property: the floats that some part's inputs are counted by
        /// (`GivenInput`), at which some clause of that part has no form > 0.
        case falsified(witness: [Float])
    }

    public var statement: ProofStatement
    public var content: Content

    public init(statement: ProofStatement, content: Content) {
        self.statement = statement
        self.content = content
    }
}
