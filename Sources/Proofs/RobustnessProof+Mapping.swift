extension RobustnessProof {
    /// The same with all multipliers rounded (`Multipliers.rounded`), so that its file shrinks.
    public var rounded: RobustnessProof { mapped(ProofMap { $0.rounded }) }

    /// The same with lines that do not see ties.
    public var withStrictLines: RobustnessProof {
        mapped(ProofMap(lines: { $0 == .adaptive ? .strict : $0 }))
    }

    private func mapped(_ map: ProofMap) -> RobustnessProof {
        var result = self
        result.stages = stages.map { map($0) }
        result.classes = classes.map { ClassProof(adversarial: $0.adversarial, tree: map($0.tree)) }
        return result
    }
}

/// Changes every multiplier and every line of evidence.
private struct ProofMap {
    var multipliers: (Multipliers) -> Multipliers = { $0 }
    var lines: (SubstitutionLine) -> SubstitutionLine = { $0 }

    func callAsFunction(_ stage: StageEvidence) -> StageEvidence {
        var result = stage
        result.line = lines(stage.line)
        for index in stage.programmed.indices {
            result.programmed[index].multipliers = multipliers(stage.programmed[index].multipliers)
        }
        for index in stage.searched.indices { result.searched[index].tree = self(stage.searched[index].tree) }
        return result
    }

    func callAsFunction(_ tree: ProofTree) -> ProofTree {
        ProofTree(
            nodes: tree.nodes.map { node in
                switch node {
                case .split: node
                case .box(let stages): .box(stages.map { self($0) })
                case .leaf(let leaf): .leaf(self(leaf))
                }
            }, planes: tree.planes)
    }

    private func callAsFunction(_ leaf: ProofLeaf) -> ProofLeaf {
        var result = leaf
        result.derivations = leaf.derivations.map { self($0) }
        switch leaf.evidence {
        case .substitution(let line): result.evidence = .substitution(lines(line))
        case .multipliers(let values): result.evidence = .multipliers(multipliers(values))
        case .empty(let values): result.evidence = .empty(multipliers(values))
        }
        return result
    }
}
