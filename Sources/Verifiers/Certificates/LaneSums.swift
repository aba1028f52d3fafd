/// Sums in eight lanes, in an order of their own.
enum LaneSums {
    private typealias Lanes = SIMD8<Double>

    /// Σ term(entry); `term` of zeros is zero.
    @inline(__always)
    static func sum(_ row: UnsafeBufferPointer<Double>, _ term: (SIMD8<Double>) -> SIMD8<Double>) -> Double {
        guard let start = row.baseAddress else { return 0 }
        var sums = Lanes()
        let whole = row.count & ~7
        for index in stride(from: 0, to: whole, by: 8) { sums += term(load(start + index)) }
        var rest = Lanes()
        for index in whole..<row.count { rest[index - whole] = start[index] }
        return (sums + term(rest)).sum()
    }

    /// Σ |rowᵢ| · weightsᵢ; traps unless there are as many.
    static func magnitudes(_ row: UnsafeBufferPointer<Double>, _ weights: UnsafeBufferPointer<Double>) -> Double {
        precondition(row.count == weights.count, "\(row.count) entries with \(weights.count) weights")
        guard let start = row.baseAddress, let factors = weights.baseAddress else { return 0 }
        var sums = Lanes()
        let whole = row.count & ~7
        for index in stride(from: 0, to: whole, by: 8) {
            sums += magnitude(load(start + index)) * load(factors + index)
        }
        return (whole..<row.count).reduce(sums.sum()) { $0 + abs(start[$1]) * factors[$1] }
    }

    /// |entry|, lane by lane.
    @inline(__always)
    static func magnitude(_ lanes: SIMD8<Double>) -> SIMD8<Double> { lanes.replacing(with: -lanes, where: lanes .< 0) }

    @inline(__always)
    private static func load(_ address: UnsafePointer<Double>) -> Lanes {
        UnsafeRawPointer(address).loadUnaligned(as: Lanes.self)
    }
}
