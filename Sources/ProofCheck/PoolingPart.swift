/// The part of one pooling window in the Lagrangian.
package enum PoolingPart {
    /// min λ max(z) − Σ μ z over the box [lower, upper].
    ///
    /// With the input that attains the maximum t fixed, what is left is convex and piecewise linear in t, with kinks at the
    /// other inputs' upper ends.
    package static func smallest(_ lambda: Double, _ mu: [Double], _ lower: [Double], _ upper: [Double]) -> Double {
        let floor = lower.reduce(-.infinity, max)
        if mu.allSatisfy({ $0 == 0 }) {
            return min(lambda * floor, lambda * upper.reduce(-.infinity, max))
        }
        var least = Double.infinity
        for t in [floor] + upper.filter({ $0 > floor }) {
            for attaining in mu.indices where upper[attaining] >= t {
                var value = (lambda - mu[attaining]) * t
                for other in mu.indices where other != attaining {
                    value += min(-mu[other] * lower[other], -mu[other] * min(upper[other], t))
                }
                least = min(least, value)
            }
        }
        return least
    }
}
