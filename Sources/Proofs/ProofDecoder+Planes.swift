import DataFormats

extension ProofDecoder {
    /// Reads the table of planes of a tree; the mirror of `ProofEncoder.put(_: [ProofPlane])`.
    ///
    /// - Parameter isFirst: whether nothing of the tree has come before.
    mutating func planes(isFirst: Bool) throws(FormatFault) -> [ProofPlane] {
        guard isFirst else { throw reader.fault(.malformed, "planes behind the first node of a tree") }
        var planes = [ProofPlane]()
        for _ in 0..<(try count("planes of later ReLUs")) {
            let (stage, neuron) = (try number("a stage"), try number("a neuron"))
            let (active, inactive) = (try double("κ"), try double("κ′"))
            planes.append(
                ProofPlane(
                    stage: stage, neuron: neuron, weights: try singles("weights"), active: active, inactive: inactive))
        }
        guard !planes.isEmpty else { throw reader.fault(.malformed, "a table without planes") }
        return planes
    }

    /// Numbers in single precision.
    mutating func singles(_ what: String) throws(FormatFault) -> [Float] {
        try patterns(UInt32.self, what).map(Float.init(bitPattern:))
    }
}
