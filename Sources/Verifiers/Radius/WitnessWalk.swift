import Questions

/// Brings witnesses nearer: an attack that was asked about a size uses all of it.
public enum WitnessWalk {
    /// The nearest witness found between `sample` and `witness` by halving the way `steps` times; `witness` itself where
    /// none is nearer. Every point lies between the two in every pixel, so it is in the domain if they are.
    ///
    /// - Parameter check: the point as a witness if it is one.
    /// - Complexity: `steps` checks.
    public static func nearer(
        _ witness: Witness, to sample: [Float], steps: Int = 12, _ check: ([Float]) -> Witness?
    ) -> Witness {
        var (best, near, far) = (witness, 0.0, 1.0)
        for _ in 0..<steps {
            let share = near + (far - near) / 2
            let point = zip(sample, witness.pixels).map { x, w in
                min(max(Float(Double(x) + share * (Double(w) - Double(x))), min(x, w)), max(x, w))
            }
            if let found = check(point) { (best, far) = (found, share) } else { near = share }
        }
        return best
    }
}
