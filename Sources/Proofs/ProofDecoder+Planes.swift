import DataFormats

extension ProofDecoder {
    /// Planes of the inputs, their weights in a byte each.
    mutating func upperPlanes() throws(FormatFault) -> UpperPlanes {
        var planes = UpperPlanes()
        for _ in 0..<(try count("planes")) {
            let unit = try unit()
            let weights = try reader.take(try count("weights"), "weights")
            guard planes.weightCount + weights.count <= Int32.max else {
                throw reader.fault(.malformed, "more than \(Int32.max) weights of planes")
            }
            planes.append(Int(unit), weights)
        }
        return planes
    }

    /// The same with weights in half a byte each, behind all units.
    mutating func coarsePlanes() throws(FormatFault) -> UpperPlanes {
        var (units, counts, total) = ([Int32](), [Int](), 0)
        for _ in 0..<(try count("planes")) {
            units.append(try unit())
            let count = try number("weights")
            guard (0...2 * reader.remaining).contains(count), total + count <= 2 * reader.remaining else {
                throw reader.fault(.truncated, "\(count) weights, \(reader.remaining) bytes are left")
            }
            total += count
            counts.append(count)
        }
        let halves = Array(try reader.take((total + 1) / 2, "weights"))
        guard let planes = UpperPlanes(units: units, counts: counts, halves: halves) else {
            throw reader.fault(.malformed, "weights that do not fit their planes")
        }
        return planes
    }

    private mutating func unit() throws(FormatFault) -> Int32 {
        let unit = try number("a unit")
        guard let short = Int32(exactly: unit), unit >= 0 else {
            throw reader.fault(.malformed, "a plane of unit \(unit)")
        }
        return short
    }

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
