/// What branch and bound has decided of one ReLU.
package enum Split: Int8, Sendable, CaseIterable { case none = 0, active = 1, inactive = -1 }

/// One open part of the perturbation set: the splits that define it, the multipliers it inherits, its bound.
package struct BranchDomain: Sendable {
    /// Per unstable ReLU: a `Split`.
    package var splits: [Int8]
    /// Per unstable ReLU: α where it is open, β where it is split; then the shares of the planes that later ReLUs have.
    package var multipliers: [Float]
    /// Weights of the upper planes; empty for triangles.
    package var planes: [UInt8] = []
    /// Lower bound on the margin over the domain, in single precision.
    package var bound: Float
    /// Open ReLUs that are worth a split, most promising first.
    package var candidates: [(unit: Int, score: Float)] = []
    /// Where it was split off on pseudo-costs alone, without a trial: from which candidate, of a domain with which bound.
    package var estimated: (candidate: (unit: Int, score: Float), parentBound: Float)?

    package init(splits: [Int8], multipliers: [Float], bound: Float) {
        (self.splits, self.multipliers, self.bound) = (splits, multipliers, bound)
    }

    /// Bytes that a domain of `units` ReLUs with `candidates` candidates takes, without its planes.
    package static func bytes(units: Int, candidates: Int, shares: Int = 0) -> Int {
        230 + 5 * units + 16 * candidates + 4 * shares
    }

    /// What a search starts from: no splits, and the slopes of CROWN.
    package static func root(_ system: ReLUSystem) -> BranchDomain {
        let splits = [Int8](repeating: 0, count: system.count)
        let multipliers = splits.indices.map { system.upper[$0] > -system.lower[$0] ? Float(1) : 0 }
        return BranchDomain(splits: splits, multipliers: multipliers, bound: -.infinity)
    }

    /// The part where `unit` is on the given side.
    package func half(_ unit: Int, _ split: Split) -> BranchDomain {
        var half = self
        half.splits[unit] = split.rawValue
        half.multipliers[unit] = 0
        half.candidates = []
        half.estimated = nil
        return half
    }
}

/// One half of a domain, named instead of built.
package struct DomainHalf: Sendable {
    /// Position of the domain.
    package let domain: Int
    package let unit: Int
    package let split: Split
}
