import Proofs

/// Where the unstable ReLUs of a network stand among the units of a proof, which may be more: units that its tighter
/// bounds have made stable. A ReLU that is no unit, because bounds elsewhere make it stable, is left out.
struct UnitMap {
    /// Per unstable ReLU: its unit.
    private let units: [Int?]
    /// Units of the stages that the network has.
    private let count: Int

    /// - Parameter sites: the units of the proof.
    init(_ network: ReducedNetwork, _ sites: [MultiplierSite]) {
        var places = [Place: Int]()
        for (index, site) in sites.enumerated() { places[Place(stage: site.stage, neuron: site.neuron)] = index }
        units = network.unstable.map { places[Place(stage: $0.stage, neuron: $0.neuron)] }
        count = sites.count { $0.stage < network.next }
    }

    /// The domain that `splits` define and the leaf that settles it, in terms of the units.
    func domain(_ splits: [Int8], _ leaf: ProofLeaf) -> ClosedDomain {
        let path = splits.indices.compactMap { index -> ProofHalf? in
            guard splits[index] != 0, let unit = units[index] else { return nil }
            return ProofHalf(.unit(unit), splits[index] > 0 ? .first : .second)
        }
        var mapped = leaf
        switch leaf.evidence {
        case .substitution: break
        case .multipliers(let multipliers): mapped.evidence = .multipliers(spread(multipliers))
        case .empty(let multipliers): mapped.evidence = .empty(spread(multipliers))
        }
        return ClosedDomain(path: path, leaf: mapped)
    }

    /// Multipliers of the units from those of the network's ReLUs; a unit that it does not have gets none of its own.
    func spread(_ multipliers: Multipliers) -> Multipliers {
        switch multipliers {
        case .single(let values):
            var all = [Float](repeating: .nan, count: count)
            for (unit, value) in zip(units, values) { if let unit { all[unit] = value } }
            return .single(all)
        case .double(let values):
            var all = [Double](repeating: .nan, count: count)
            for (unit, value) in zip(units, values) { if let unit { all[unit] = value } }
            return .double(all)
        case .raised(let values, let planes):
            guard case .single(let all) = spread(.single(values)) else { return .single(values) }
            return .raised(all, planes.renamed { units[$0] })
        case .sparse(let values): return spread(.double((0..<values.count).map { values[$0] }))
        }
    }

    private struct Place: Hashable {
        let stage: Int
        let neuron: Int
    }
}
