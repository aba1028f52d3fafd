import Proofs

extension RobustnessProof {
    /// Every stated bound, in the order of the file.
    var claims: [Double] {
        var result = [Double]()
        var copy = self
        copy.visitClaims { result.append($0) }
        return result
    }

    func changingClaim(_ place: Int, by step: Double) -> RobustnessProof {
        var (copy, index) = (self, 0)
        copy.visitClaims { claim in
            if index == place { claim += step }
            index += 1
        }
        return copy
    }

    var multiplierCount: Int {
        var (copy, count) = (self, 0)
        copy.visitMultipliers { count += $0.count }
        return count
    }

    /// One multiplier moved by `step` · (1 + |multiplier|).
    func changingMultiplier(_ place: Int, by step: Double) -> RobustnessProof {
        var (copy, start) = (self, 0)
        copy.visitMultipliers { multipliers in
            defer { start += multipliers.count }
            guard (start..<start + multipliers.count).contains(place) else { return }
            var values = (0..<multipliers.count).map { multipliers[$0] }
            values[place - start] += step * (1 + abs(values[place - start]))
            multipliers = .double(values)
        }
        return copy
    }

    func replacing(_ index: Int, _ nodes: [ProofTree.Node]) -> RobustnessProof {
        var copy = self
        copy.classes[index].tree.nodes = nodes
        return copy
    }

    private mutating func visitClaims(_ body: (inout Double) -> Void) {
        for stage in stages.indices {
            for bound in stages[stage].programmed.indices { body(&stages[stage].programmed[bound].claim) }
        }
        visitLeaves { body(&$0.claim) }
    }

    private mutating func visitMultipliers(_ body: (inout Multipliers) -> Void) {
        for stage in stages.indices {
            for bound in stages[stage].programmed.indices { body(&stages[stage].programmed[bound].multipliers) }
        }
        visitLeaves { leaf in
            switch leaf.evidence {
            case .substitution: break
            case .multipliers(var multipliers):
                body(&multipliers)
                leaf.evidence = .multipliers(multipliers)
            case .empty(var multipliers):
                body(&multipliers)
                leaf.evidence = .empty(multipliers)
            }
        }
    }

    private mutating func visitLeaves(_ body: (inout ProofLeaf) -> Void) {
        for index in classes.indices {
            for position in classes[index].tree.nodes.indices {
                guard case .leaf(var leaf) = classes[index].tree.nodes[position] else { continue }
                body(&leaf)
                classes[index].tree.nodes[position] = .leaf(leaf)
            }
        }
    }
}
