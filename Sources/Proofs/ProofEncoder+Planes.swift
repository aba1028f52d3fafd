extension ProofEncoder {
    /// Writes upper planes of the inputs: each unit with its weights, or, of weights in half a byte, all units with their numbers of
    /// weights and then all weights.
    mutating func put(_ planes: UpperPlanes) {
        put(planes.count)
        for (plane, unit) in planes.units.enumerated() {
            put(Int(unit))
            put(planes.weightCount(plane))
            if !planes.isCoarse { bytes.append(contentsOf: planes.weights(plane)) }
        }
        if planes.isCoarse { bytes.append(contentsOf: planes.bytes) }
    }

    /// Writes the table of planes of a tree, which stands before its nodes.
    mutating func put(_ planes: [ProofPlane]) {
        bytes.append(6)
        put(planes.count)
        for plane in planes {
            put(plane.stage)
            put(plane.neuron)
            put(plane.active)
            put(plane.inactive)
            put(plane.weights.map(\.bitPattern))
        }
    }
}
