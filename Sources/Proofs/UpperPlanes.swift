/// Upper planes of ReLUs whose pre-activations are functions of the inputs alone, z = Σ aⱼ xⱼ + b over a box.
///
/// For weights t ∈ [0, 1], max(z, 0) ≤ Σ tⱼ aⱼ xⱼ + max(max_x (z − Σ tⱼ aⱼ xⱼ), max_x −Σ tⱼ aⱼ xⱼ): without the terms in t on both
/// sides, the left is the larger of two linear functions of x.
///
/// Searches that take long have hundreds of thousands of leaves with thousands of weights each, so they are kept in one piece, in one
/// or half a byte.
public struct UpperPlanes: Sendable, Hashable {
    /// Units that have a plane, ascending.
    public private(set) var units: [Int32] = []
    /// Whether all weights are fifteenths: multiples of `coarseStep`, kept in half a byte.
    public let isCoarse: Bool
    /// Per plane: one past its last weight, among those of all planes.
    private var ends: [Int32] = []
    /// Weights in order; of coarse ones the even places are the lower halves.
    private(set) var bytes: [UInt8] = []

    /// What the weights are counted in.
    public static let parts = 255.0
    /// What coarse weights are multiples of.
    public static let coarseStep: UInt8 = 17

    /// None yet.
    public init(isCoarse: Bool = false) { self.isCoarse = isCoarse }

    /// Planes with the given weights t in 255ths, one for every aⱼ ≠ 0 in the order of the inputs.
    public init(units: [Int], weights: [[UInt8]], isCoarse: Bool = false) {
        self.init(isCoarse: isCoarse)
        for (unit, weights) in zip(units, weights) { append(unit, weights[...]) }
    }

    /// Weights in half a byte each as they stand in a file.
    ///
    /// - Parameter counts: weights per plane.
    /// - Returns: `nil` unless there are as many, with nothing behind them.
    init?(units: [Int32], counts: [Int], halves: [UInt8]) {
        isCoarse = true
        self.units = units
        var count = 0
        for own in counts {
            count += own
            guard let end = Int32(exactly: count) else { return nil }
            ends.append(end)
        }
        bytes = halves
        guard units.count == counts.count, halves.count == (count + 1) / 2, count % 2 == 0 || halves[count / 2] < 16
        else { return nil }
    }

    public var count: Int { units.count }

    /// Adds the plane of a unit behind those that there are; of coarse ones all weights are multiples of `coarseStep`.
    public mutating func append(_ unit: Int, _ weights: ArraySlice<UInt8>) {
        units.append(Int32(unit))
        var place = weightCount
        ends.append(Int32(place + weights.count))
        guard isCoarse else { return bytes.append(contentsOf: weights) }
        bytes.append(contentsOf: repeatElement(0, count: (place + weights.count + 1) / 2 - bytes.count))
        for weight in weights {
            precondition(weight % Self.coarseStep == 0, "\(weight) is no fifteenth")
            bytes[place / 2] |= (weight / Self.coarseStep) << (place % 2 == 0 ? 0 : 4)
            place += 1
        }
    }

    /// The same planes of the units that `name` gives their present ones; those without one are left out.
    public func renamed(_ name: (Int) -> Int?) -> UpperPlanes {
        let names = units.map { name(Int($0)) }
        var renamed = self
        if !names.contains(nil) {
            renamed.units = names.compactMap { $0.map(Int32.init) }
            return renamed
        }
        renamed = UpperPlanes(isCoarse: isCoarse)
        for (plane, unit) in names.enumerated() { if let unit { renamed.append(unit, weights(plane)[...]) } }
        return renamed
    }

    /// How many weights a plane has.
    public func weightCount(_ plane: Int) -> Int { range(plane).count }

    /// The weights t of a plane in 255ths.
    public func weights(_ plane: Int) -> [UInt8] {
        guard isCoarse else { return Array(bytes[range(plane)]) }
        return range(plane).map { (bytes[$0 / 2] >> ($0 % 2 == 0 ? 0 : 4) & 15) * Self.coarseStep }
    }

    /// Bytes that they take in memory.
    public var byteCount: Int { bytes.count + 8 * units.count }

    /// Weights of all planes.
    var weightCount: Int { Int(ends.last ?? 0) }

    private func range(_ plane: Int) -> Range<Int> { (plane > 0 ? Int(ends[plane - 1]) : 0)..<Int(ends[plane]) }
}
