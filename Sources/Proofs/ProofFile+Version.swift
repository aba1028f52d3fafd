import Questions

extension ProofFile {
    /// The oldest version that can say what `proof` says.
    static func version(of proof: Proof) -> UInt16 {
        let parts: [RobustnessProof] =
            switch proof.content {
            case .robust(let evidence): [evidence]
            case .holds(let parts): parts
            case .falsified: []
            }
        if parts.contains(where: \.hasLaterPlanes) { return 5 }
        if parts.contains(where: \.hasCoarsePlanes) { return 6 }
        let nodes = parts.lazy.flatMap(\.classes).flatMap(\.tree.nodes)
        if parts.contains(where: \.isUnrounded) || nodes.contains(where: \.hasSparseMultipliers) { return 4 }
        let hasBoxes = nodes.contains { if case .box = $0 { true } else { false } }
        return hasBoxes || proof.statement.sample.given != nil ? 3 : 2
    }
}

extension RobustnessProof {
    /// Whether any tree has planes of later ReLUs, or a leaf multipliers of such.
    fileprivate var hasLaterPlanes: Bool {
        classes.contains { $0.tree.hasLaterPlanes }
            || stages.contains { $0.searched.contains { $0.tree.hasLaterPlanes } }
    }
}

extension RobustnessProof {
    /// Whether any leaf, or any bound, has planes of the inputs with weights in half a byte.
    fileprivate var hasCoarsePlanes: Bool {
        classes.contains { $0.tree.hasCoarsePlanes } || stages.contains(where: \.hasCoarsePlanes)
    }
}

extension StageEvidence {
    fileprivate var hasCoarsePlanes: Bool {
        programmed.contains(where: \.multipliers.hasCoarsePlanes) || searched.contains(where: \.tree.hasCoarsePlanes)
    }
}

extension ProofTree {
    fileprivate var hasCoarsePlanes: Bool {
        nodes.contains { node in
            switch node {
            case .split: false
            case .box(let stages): stages.contains(where: \.hasCoarsePlanes)
            case .leaf(let leaf):
                leaf.multipliers?.hasCoarsePlanes ?? false || leaf.derivations.contains(where: \.hasCoarsePlanes)
            }
        }
    }

    fileprivate var hasLaterPlanes: Bool {
        !planes.isEmpty
            || nodes.contains { if case .leaf(let leaf) = $0 { !leaf.planeMultipliers.isEmpty } else { false } }
    }
}

extension ProofLeaf {
    /// Those of its evidence, if that is such.
    fileprivate var multipliers: Multipliers? {
        switch evidence {
        case .substitution: nil
        case .multipliers(let values), .empty(let values): values
        }
    }
}

extension ProofTree.Node {
    fileprivate var hasSparseMultipliers: Bool {
        guard case .leaf(let leaf) = self else { return false }
        if case .sparse? = leaf.multipliers { return true }
        return false
    }
}
