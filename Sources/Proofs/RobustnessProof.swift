/// One multiplier's place: the tie between a pre-activation z and the value h = max(z, 0), or between one input z of a
/// pooling window and the window's maximum h.
///
/// Stages are those of the lowered network. For a ReLU `value` and `preActivation` are the same neuron.
public struct ProofUnit: Sendable, Hashable, Comparable {
    public var stage: Int
    /// Index of h among the values of the stage.
    public var value: Int
    /// Index of z among the pre-activations of the stage.
    public var preActivation: Int

    public init(stage: Int, value: Int, preActivation: Int) {
        self.stage = stage
        self.value = value
        self.preActivation = preActivation
    }

    public static func < (a: Self, b: Self) -> Bool {
        (a.stage, a.value, a.preActivation) < (b.stage, b.value, b.preActivation)
    }
}

/// The lower line of backward substitution under an unstable ReLU, by which multipliers need not be stored.
public enum SubstitutionLine: UInt8, Sendable, Hashable, CaseIterable {
    /// Slope u/(u − l), parallel to the upper line (Wong & Kolter 2018).
    case parallel
    /// Slope 1 where u ≥ −l, else 0 (CROWN, Zhang et al. 2018). What rounding may have moved from a tie, by 1e-8 (1 + u), has slope 1 as
    /// well.
    case adaptive
    /// The same without regard to what rounding may have moved: for networks of which 1e-8 is much.
    case strict
}

/// One end of a pre-activation's interval, with multipliers that prove it.
public struct BoundEvidence: Sendable, Hashable {
    public enum Side: UInt8, Sendable, Hashable { case lower, upper }

    public var neuron: Int
    public var side: Side
    /// One per unit of the stages before.
    public var multipliers: Multipliers
    /// The end that they prove, rounded outwards; filled in by `ProofCheck.seal`.
    public var claim: Double

    public init(neuron: Int, side: Side, multipliers: Multipliers, claim: Double = .nan) {
        self.neuron = neuron
        self.side = side
        self.multipliers = multipliers
        self.claim = claim
    }
}

/// One end of a pre-activation's interval, with a split tree that proves it: the smallest of its leaves' bounds, none of
/// which need be > 0.
public struct SearchedBound: Sendable, Hashable {
    public var neuron: Int
    public var side: BoundEvidence.Side
    /// Of the neuron's pre-activation, or of its negative for an upper end. Units and multipliers are those of the stages
    /// before.
    public var tree: ProofTree

    public init(neuron: Int, side: BoundEvidence.Side, tree: ProofTree) {
        self.neuron = neuron
        self.side = side
        self.tree = tree
    }
}

/// How the pre-activation bounds of one stage are derived: interval arithmetic for every neuron, backward substitution
/// for some, multipliers for some of those, split trees for some of these.
public struct StageEvidence: Sendable, Hashable {
    public var stage: Int
    public var line: SubstitutionLine
    /// Neurons that backward substitution bounds too, ascending.
    public var substituted: [Int]
    /// Whether their intervals count as well, where they are tighter. Backward substitution above is not monotone in the
    /// bounds that it starts from, so whoever did without them is checked without them.
    public var keepsIntervals: Bool
    public var programmed: [BoundEvidence]
    public var searched: [SearchedBound]

    public init(
        stage: Int, line: SubstitutionLine, substituted: [Int] = [], keepsIntervals: Bool = true,
        programmed: [BoundEvidence] = [], searched: [SearchedBound] = []
    ) {
        self.searched = searched
        self.stage = stage
        self.line = line
        self.substituted = substituted
        self.keepsIntervals = keepsIntervals
        self.programmed = programmed
    }
}

/// Why one margin is > 0 on the whole set.
public struct ClassProof: Sendable, Hashable {
    /// The class k of the margin f_y − f_k.
    public var adversarial: Int
    public var tree: ProofTree

    public init(adversarial: Int, tree: ProofTree) {
        self.adversarial = adversarial
        self.tree = tree
    }
}

/// Why every margin is > 0 on the perturbation set.
///
/// A bound is the Lagrangian of the network's equations z = Σ W h + b: with a multiplier μ on each and λ = Wᵀμ
/// summed over the stages that read h, every activation contributes min λ h − μ z over its own interval, and the input
/// min ν·x' over the set. This holds for any μ; splits only narrow the intervals.
public struct RobustnessProof: Sendable, Hashable {
    /// Whether the stages are those of the network with its poolings written as ReLUs
    /// (`LoweredNetwork.withPoolsAsReLUs`).
    public var writesPoolsAsReLUs: Bool
    /// Whether the bounds are the values without rounding of what the multipliers give, rounded to the safe side: proofs of networks whose
    /// numbers are so far apart that error bounds of double precision would swallow the margins.
    public var isUnrounded: Bool
    /// Where the multipliers belong, ascending.
    public var units: [ProofUnit]
    /// In order of stages; a stage without an entry has interval bounds.
    public var stages: [StageEvidence]
    /// One per class other than the label, ascending.
    public var classes: [ClassProof]

    public init(
        writesPoolsAsReLUs: Bool = false, isUnrounded: Bool = false, units: [ProofUnit], stages: [StageEvidence],
        classes: [ClassProof]
    ) {
        self.writesPoolsAsReLUs = writesPoolsAsReLUs
        self.isUnrounded = isUnrounded
        self.units = units
        self.stages = stages
        self.classes = classes
    }
}
