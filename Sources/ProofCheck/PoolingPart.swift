import ExactArithmetic

/// What the part of a pooling window is computed in: doubles, or exact numbers.
package protocol PartNumber: Comparable {
    static var zero: Self { get }
    static func + (a: Self, b: Self) -> Self
    static func - (a: Self, b: Self) -> Self
    static func * (a: Self, b: Self) -> Self
    static prefix func - (a: Self) -> Self
}

extension Double: PartNumber {}
extension Dyadic: PartNumber {}

/// The part of one pooling window in the Lagrangian.
package enum PoolingPart {
    /// min λ max(z) − Σ μ z over the box [lower, upper].
    ///
    /// With the input that attains the maximum t fixed, what is left is convex and piecewise linear in t, with kinks at the
    /// other inputs' upper ends. A window without inputs contributes nothing.
    package static func smallest<Number: PartNumber>(
        _ lambda: Number, _ mu: [Number], _ lower: [Number], _ upper: [Number]
    ) -> Number {
        guard let floor = lower.max(), let ceiling = upper.max() else { return .zero }
        if mu.allSatisfy({ $0 == .zero }) { return min(lambda * floor, lambda * ceiling) }
        var least: Number?
        for t in [floor] + upper.filter({ $0 > floor }) {
            for attaining in mu.indices where upper[attaining] >= t {
                var value = (lambda - mu[attaining]) * t
                for other in mu.indices where other != attaining {
                    value = value + min(-(mu[other] * lower[other]), -(mu[other] * min(upper[other], t)))
                }
                least = least.map { min($0, value) } ?? value
            }
        }
        return least ?? .zero
    }
}
