/// A batch of real numbers, sorted once, and its order statistics.
public struct Distribution: Sendable, Hashable {
    /// Ascending.
    public let sorted: [Double]

    /// Traps on NaN, which has no place in an order.
    public init(_ values: some Sequence<Double>) {
        // Of an array of doubles the compiler knows how; of any sequence it would ask for every comparison.
        var values = Array(values)
        values.sort()
        sorted = values
        precondition(!sorted.contains { $0.isNaN }, "a distribution holds numbers only")
    }

    public var count: Int { sorted.count }
    public var minimum: Double? { sorted.first }
    public var maximum: Double? { sorted.last }
    public var median: Double? { quantile(0.5) }
    /// The 95th percentile.
    public var p95: Double? { quantile(0.95) }

    /// The arithmetic mean; `nil` of nothing.
    public var mean: Double? { sorted.isEmpty ? nil : sorted.reduce(0, +) / Double(count) }

    /// The quantile at `p` in [0, 1], linear between order statistics (type 7 of Hyndman & Fan 1996: the default of
    /// R and NumPy); `nil` of nothing.
    public func quantile(_ p: Double) -> Double? {
        precondition((0...1).contains(p), "a quantile lies between 0 and 1")
        guard let last = sorted.last else { return nil }
        let position = p * Double(count - 1)
        let below = Int(position)
        guard below + 1 < count else { return last }
        let (low, high) = (sorted[below], sorted[below + 1])
        return low == high ? low : low + (position - Double(below)) * (high - low)
    }

    /// A distribution-free interval of the median between two order statistics: the narrowest symmetric pair
    /// [x₍ₖ₎, x₍ₙ₊₁₋ₖ₎] whose coverage 1 − 2 P(Bin(n, ½) < k) is at least `confidence`.
    ///
    /// `nil` where even the whole range covers less (fewer than 6 values at 95 %).
    public func medianInterval(confidence: Double = 0.95) -> ClosedRange<Double>? {
        var rank = 0
        var (low, high) = (1, count / 2)
        while low <= high {
            let middle = (low + high) / 2
            // P(Bin(n, ½) ≤ k − 1) = I_½(n − k + 1, k)
            let tail = regularizedIncompleteBeta(Double(count - middle + 1), Double(middle), at: 0.5)
            if tail <= (1 - confidence) / 2 {
                rank = middle
                low = middle + 1
            } else {
                high = middle - 1
            }
        }
        return rank == 0 ? nil : sorted[rank - 1]...sorted[count - rank]
    }
}
