import Proofs

extension RobustnessProof {
    /// Every stated bound, in the order of the walk.
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
            let value = values[place - start]
            // One that is none becomes one.
            values[place - start] = value.isNaN ? step : value + step * (1 + abs(value))
            multipliers = multipliers.planes.map { .raised(values.map(Float.init), $0) } ?? .double(values)
        }
        return copy
    }

    /// Planes of all leaves and bounds.
    var planeCount: Int {
        var (copy, count) = (self, 0)
        copy.visitMultipliers { count += $0.planes?.units.count ?? 0 }
        return count
    }

    /// One plane changed by `change`.
    func changingPlane(_ place: Int, _ change: (inout [UInt8]) -> Void) -> RobustnessProof {
        var (copy, start) = (self, 0)
        copy.visitMultipliers { multipliers in
            guard case .raised(let values, let planes) = multipliers else { return }
            defer { start += planes.units.count }
            guard planes.units.indices.contains(place - start) else { return }
            var weights = (0..<planes.count).map { planes.weights($0) }
            change(&weights[place - start])
            multipliers = .raised(values, UpperPlanes(units: planes.units.map(Int.init), weights: weights))
        }
        return copy
    }

    func replacing(_ index: Int, _ nodes: [ProofTree.Node]) -> RobustnessProof {
        var copy = self
        copy.classes[index].tree.nodes = nodes
        return copy
    }

    private mutating func visitClaims(_ body: (inout Double) -> Void) {
        visit({ body(&$0.claim) }, { body(&$0.claim) })
    }

    private mutating func visitMultipliers(_ body: (inout Multipliers) -> Void) {
        visit({ body(&$0.multipliers) }) { leaf in
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

    /// Everything with a stated bound, in the order of the walk.
    private mutating func visit(_ bound: (inout BoundEvidence) -> Void, _ leaf: (inout ProofLeaf) -> Void) {
        for stage in stages.indices {
            for index in stages[stage].programmed.indices { bound(&stages[stage].programmed[index]) }
        }
        for stage in stages.indices {
            for index in stages[stage].searched.indices { stages[stage].searched[index].tree.visitLeaves(leaf) }
        }
        for index in classes.indices { classes[index].tree.visitLeaves(leaf) }
    }
}

extension ProofTree {
    fileprivate mutating func visitLeaves(_ body: (inout ProofLeaf) -> Void) {
        for position in nodes.indices {
            guard case .leaf(var leaf) = nodes[position] else { continue }
            body(&leaf)
            nodes[position] = .leaf(leaf)
        }
    }
}
