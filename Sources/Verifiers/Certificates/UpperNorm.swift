import LinearAlgebra
import Questions

extension Norm {
    /// An upper bound on ‖vector‖ in exact arithmetic; infinite where an entry is no number or the norm overflows.
    ///
    /// Squares are taken of entries scaled by a power of two, so that none of them is lost to underflow where it matters.
    package func upperBound(of vector: some Sequence<Double>) -> Double {
        var count = 0
        var largest = 0.0
        var isNumber = true
        for entry in vector {
            count += 1
            largest = max(largest, abs(entry))
            isNumber = isNumber && entry.isFinite
        }
        guard isNumber else { return .infinity }
        guard largest > 0 else { return 0 }
        let norm: Double
        switch self {
        case .infinity: return largest
        case .one: norm = vector.reduce(0) { $0 + abs($1) }
        case .two:
            let scale = Double(sign: .plus, exponent: min(-largest.exponent, 1000), significand: 1)
            let square = vector.reduce(0) { $0 + ($1 * scale) * ($1 * scale) }
            norm = (square + Rounding.underflow(count)).squareRoot() / scale
        }
        return (norm * (1 + Rounding.gamma(count + 4))).nextUp
    }
}
