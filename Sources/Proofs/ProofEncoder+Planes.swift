extension ProofEncoder {
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
