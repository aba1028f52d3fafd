import LinearAlgebra
import Networks
import Questions

/// Networks of ordinary numbers, calibrated until their worst margin is nearly 0.
extension Construction {
    /// Long sums: 300 random weights, whose rounding errors are larger than the margin that is left.
    static let wideSums = Construction("sums of 300 terms") { style in
        try product(Array(0..<6), [1, 1e-30, 1e30], [-1, 0, 1]).flatMap { (seed: Int, scale: Float, ulps: Int) in
            var generator = SeededGenerator(seed: UInt64(seed))
            let rows = (0..<2).map { _ in (0..<300).map { _ in Float(generator.normal()) * scale } }
            let pixels = (0..<300).map { _ in 0.25 + generator.unitFloat() / 2 }
            let network = try chain(inputs: 300, style, [(rows, [0, 0])])
            let gradient = zip(rows[0], rows[1]).map { Rational($0) - Rational($1) }
            let centre = zip(gradient, pixels).reduce(Rational.zero) { $0 + $1.0 * Rational($1.1) }
            return try [Norm.infinity, .one].compactMap { norm in
                let epsilon = 0.125
                let fall =
                    norm == .infinity
                    ? gradient.reduce(.zero) { $0 + $1.magnitude } : gradient.map(\.magnitude).max() ?? .zero
                let worst = centre - Rational(epsilon) * fall
                let open = Subject(
                    "\(style) seed \(seed) scale \(scale)", network, at: pixels,
                    PerturbationSet(norm: norm, epsilon: epsilon)
                ) { _ in Truth(attained: worst) }
                return try open.answered().calibrated(parts: 3, ulps: ulps)?.withClosedForm(of: open, worst)
            }
        }
    }

    /// Thirty affine layers, so that errors of one become those of the next.
    static let deepChains = Construction("chains of 30 layers") { style in
        try product(Array(0..<8), [false, true], [-1, 0, 1]).flatMap { (seed: Int, relu: Bool, ulps: Int) in
            var generator = SeededGenerator(seed: UInt64(seed) + 100)
            let layers = (0..<30).map { _ in
                (
                    rows: (0..<2).map { _ in (0..<2).map { _ in Float(generator.normal()) } },
                    bias: (0..<2).map { _ in Float(generator.normal()) }
                )
            }
            let network = try chain(inputs: 2, style, relu: relu, layers)
            let pixels = [generator.unitFloat(), generator.unitFloat()]
            return try [Norm.infinity, .one].compactMap {
                let open = Subject(
                    "\(style) seed \(seed)\(relu ? " relu" : "")", network, at: pixels,
                    PerturbationSet(norm: $0, epsilon: 0.05))
                return try open.answered().calibrated(parts: 2, ulps: ulps)
            }
        }
    }

    /// n equal weights w: on the l2 ball w Σ x falls by w √n ε, a number of few digits for n = 4, 9, 16, 64.
    static let equalWeightsOnBalls = Construction("equal weights on l2 balls") { style in
        try product([2, 3, 4, 8], [1, 1e-30, 1e-38, 1e30], [-1, 0, 1]).flatMap {
            (root: Int, weight: Float, ulps: Int) in
            let count = root * root
            let pixels = [Float](repeating: 0.5, count: count)
            let row = [Float](repeating: weight, count: count)
            let network = try chain(inputs: count, style, [([row, row.map { _ in 0 }], [0, 0])])
            let worst = Rational(weight) * (Rational(count) / Rational(2) - Rational(root) * Rational(0.0625))
            let open = Subject(
                "\(style) \(count) weights \(weight)", network, at: pixels, PerturbationSet(norm: .two, epsilon: 0.0625)
            ) { _ in Truth(attained: worst) }
            return [try open.answered().calibrated(parts: 2, ulps: ulps)?.withClosedForm(of: open, worst)].compactMap(
                \.self)
        }
    }
}

extension Subject {
    /// With the closed form `worst` of `other`, which differs from this network by its last biases alone.
    fileprivate func withClosedForm(of other: Subject, _ worst: Rational) -> Subject {
        let centre = query.sample.pixels.map { Rational($0) }
        func margin(_ network: Network) -> Rational {
            ExactValues(of: network, at: centre).worstMargin(label: query.label) ?? .zero
        }
        let moved = worst + margin(network) - margin(other.network)
        return Subject(moving: self) { _ in Truth(attained: moved) }
    }
}
