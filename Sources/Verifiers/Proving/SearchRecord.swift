import Proofs

/// Takes down the tree of one search, in terms of the unstable ReLUs of its network.
struct SearchRecord {
    /// Told of a closed domain: what is decided of every unstable ReLU, and the leaf that it makes.
    let close: (_ splits: [Int8], _ leaf: ProofLeaf) -> Void
    /// Told of planes of later ReLUs that leaves may use from now on, behind those that there are.
    let addPlanes: (_ planes: [HiddenPlane]) -> Void
}

extension ProofPlane {
    /// A plane of a search, of whose number `network` knows the ReLU.
    init(_ found: HiddenPlane, in network: ReducedNetwork) {
        let relu = network.unstable[found.unit]
        var weights = [Int: Float]()
        for (variable, weight) in zip(relu.form.direct.columns, found.plane.weights) { weights[Int(variable)] = weight }
        let row = network.network.stages[relu.stage].terms.flatMap { term in
            term.matrix.entries(ofRow: relu.neuron).map { network.values[term.source][$0.column] }
        }
        self.init(
            stage: relu.stage, neuron: relu.neuron,
            // What is always 0 has no variable; a variable that stands for several values has its weight once.
            weights: row.map { variable in variable.flatMap { weights.removeValue(forKey: $0) } ?? 0 },
            active: found.plane.active, inactive: found.plane.inactive)
    }
}
