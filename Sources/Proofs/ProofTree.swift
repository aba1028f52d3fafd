/// What a node of a split tree divides.
public enum ProofSplit: Sendable, Hashable {
    /// The pre-activation of a ReLU, by its index among the units: z ≥ 0 first, z ≤ 0 second.
    case unit(Int)
    /// An input coordinate: x' ≥ `at` first, x' ≤ `at` second.
    case input(Int, at: Double)
}

/// One half of a split.
public struct ProofHalf: Sendable, Hashable {
    public enum Side: UInt8, Sendable, Hashable {
        /// z ≥ 0, or x' ≥ at.
        case first
        /// z ≤ 0, or x' ≤ at.
        case second
    }

    public var split: ProofSplit
    public var side: Side

    public init(_ split: ProofSplit, _ side: Side) {
        self.split = split
        self.side = side
    }
}

/// Why a part of the perturbation set is settled.
public struct ProofLeaf: Sendable, Hashable {
    public enum Evidence: Sendable, Hashable {
        /// Backward substitution, or interval arithmetic on the last stage, bounds the margin.
        case substitution(SubstitutionLine)
        /// The margin's bound by multipliers, one per unit.
        case multipliers(Multipliers)
        /// The part is empty: the bound of the function 0 by these multipliers is > 0.
        case empty(Multipliers)
    }

    /// Stages whose bounds are derived again on this part, ascending.
    public var derivations: [StageEvidence]
    public var evidence: Evidence
    /// Multipliers ≤ 0 of the first planes of the tree's table, beside those of the units; planes behind them have none. None at all
    /// beside `substitution`.
    public var planeMultipliers: [Float]
    /// The bound that the evidence gives, > 0; filled in by `ProofCheck.seal`.
    public var claim: Double

    public init(
        _ evidence: Evidence, planeMultipliers: [Float] = [], derivations: [StageEvidence] = [], claim: Double = .nan
    ) {
        self.evidence = evidence
        self.planeMultipliers = planeMultipliers
        self.derivations = derivations
        self.claim = claim
    }
}

/// A binary tree of splits in preorder: after a split come the nodes of its first half, then those of its second.
///
/// Both halves of a split share their boundary, so a complete tree covers the set whatever it splits. Nodes below a box rest on
/// its bounds instead of those of the whole set, up to the next box.
public struct ProofTree: Sendable, Hashable {
    public enum Node: Sendable, Hashable {
        case split(ProofSplit)
        case leaf(ProofLeaf)
        /// The bounds of all hidden stages are derived anew from the inputs that the splits on the way here leave, and from them
        /// alone; a stage without evidence gets those of intervals. One node follows, which is settled by these bounds.
        case box([StageEvidence])
    }

    /// Upper planes that every leaf may use.
    public var planes: [ProofPlane] = []
    public var nodes: [Node]

    public init(nodes: [Node], planes: [ProofPlane] = []) { (self.nodes, self.planes) = (nodes, planes) }

    /// The tree without splits.
    public init(_ leaf: ProofLeaf) { nodes = [.leaf(leaf)] }

    public var leafCount: Int {
        nodes.count { if case .leaf = $0 { true } else { false } }
    }
}
