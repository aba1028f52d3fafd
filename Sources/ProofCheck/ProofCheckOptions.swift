import Proofs

/// How proofs are checked.
public struct ProofCheckOptions {
    /// Whether every bound is confirmed in exact arithmetic.
    public var isExact: Bool
    /// Told of the bounds confirmed so far and of how many there will be at most; of exact checks only.
    public var progress: ((_ done: Int, _ total: Int) -> Void)?
    /// See `ExactAuditor`.
    package var error = 0.0

    public init(isExact: Bool = false, progress: ((_ done: Int, _ total: Int) -> Void)? = nil) {
        self.isExact = isExact
        self.progress = progress
    }

    /// In doubles, with rigorous error bounds.
    public static var fast: ProofCheckOptions { ProofCheckOptions() }

    /// Who confirms the bounds of `proof`; `nil` for the fast check.
    func auditor(of proof: RobustnessProof) -> ExactAuditor? {
        guard isExact else { return nil }
        guard let progress else { return ExactAuditor(error: error) }
        let total = proof.boundCount
        return ExactAuditor(error: error) { progress($0, total) }
    }
}

extension RobustnessProof {
    /// Bounds that a check evaluates the Lagrangian for, at most: both ends by substitution, one end by multipliers, one or two
    /// for a leaf.
    var boundCount: Int {
        stages.reduce(0) { $0 + $1.boundCount } + classes.reduce(0) { $0 + $1.tree.boundCount }
    }
}

extension StageEvidence {
    fileprivate var boundCount: Int {
        2 * substituted.count + programmed.count + searched.reduce(0) { $0 + $1.tree.boundCount }
    }
}

extension ProofTree {
    fileprivate var boundCount: Int {
        nodes.reduce(0) { sum, node in
            switch node {
            case .split: return sum
            case .box(let stages): return sum + stages.reduce(0) { $0 + $1.boundCount }
            case .leaf(let leaf):
                let own = if case .substitution = leaf.evidence { 2 } else { 1 }
                return sum + own + leaf.derivations.reduce(0) { $0 + $1.boundCount }
            }
        }
    }
}
