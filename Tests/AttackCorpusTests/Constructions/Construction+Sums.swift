import Questions

/// Sums whose small parts vanish, or do not, by the order and the precision in which they are made.
extension Construction {
    /// A trigger hidden beside numbers that cancel (Zombori et al. 2021): z = ω − ω + relu(x − ½) is 0 wherever it is summed
    /// in that order in too few digits.
    static let absorption = Construction("a trigger absorbed by ±ω") { style in
        try product([1e8, 0x1p54, 1e17, 1e30, 3e38], permutations([0, 1, 2]), [false, true]).flatMap {
            (omega: Float, order: [Int], hides: Bool) in
            let row = order.map { [omega, -omega, 1][$0] }
            var sketch = Sketch(inputs: 1, style)
            try sketch.affine(order.map { [[0], [0], [1]][$0] }, order.map { [1, 1, -0.5][$0] })
            sketch.relu()
            try sketch.affine([row])
            sketch.relu()
            // The trigger is 0 … 0.25 at 0.625 ± 0.125 or less.
            try sketch.affine([[hides ? -1 : 1], [0]], [hides ? 0.125 : 0.0625, hides ? 0 : 0.125])
            let network = try sketch.built()
            return PerturbationSet.everyNorm(0.0625).map {
                Subject("\(style) ω \(omega) order \(order) \(hides ? "hidden" : "needed")", network, at: [0.65625], $0)
            }
        }
    }

    /// The same in the rows of the logits, where no ReLU stands between the sum and the margin.
    static let absorptionInLogits = Construction("a trigger absorbed in the logits") { style in
        try product([1e8, 1e17, 3e38], permutations([0, 1, 2]), [-1, 1]).flatMap {
            (omega: Float, order: [Int], sign: Float) in
            let network = try chain(
                inputs: 1, style,
                [
                    (order.map { [[0], [0], [1]][$0] }, order.map { [1, 1, -0.5][$0] }),
                    ([order.map { [omega, 0, sign][$0] }, order.map { [0, omega, 0][$0] }], [-sign * 0.125, 0]),
                ])
            return PerturbationSet.everyNorm(0.0625).map {
                Subject("\(style) ω \(omega) order \(order) sign \(sign)", network, at: [0.65625], $0)
            }
        }
    }

    /// Σ wᵢ xᵢ over a permutation of numbers that cancel: the sign depends on the order of summation.
    static let summationOrder = Construction("detectors of summation order") { style in
        try product([27, 54, 60, 100], permutations([0, 1, 2, 3]), [-1, 1]).flatMap {
            (exponent: Int, order: [Int], sign: Float) in
            let big = Float(sign: .plus, exponent: exponent, significand: 1)
            let weights = order.map { [big, -big, sign, -sign * 0.5][$0] }
            let network = try chain(inputs: 4, style, [([weights, [0, 0, 0, 0]], [0, 0])])
            let truth = { @Sendable (query: Query) -> Truth in
                var lowest = weights.reduce(Rational.zero) { $0 + Rational($1) }
                let radius = Rational(query.perturbation.epsilon)
                // Pixels stand at 1, the upper end of the domain.
                let loss = weights.map { max(Rational($0), .zero) }
                switch query.perturbation.norm {
                case .infinity: lowest = lowest - radius * loss.reduce(.zero, +)
                case .one: lowest = lowest - radius * (loss.max() ?? .zero)
                case .two: return Truth(attained: lowest - radius * (loss.max() ?? .zero), isExact: radius.sign == 0)
                }
                return Truth(attained: lowest)
            }
            return (PerturbationSet.everyNorm(0) + PerturbationSet.everyNorm(0x1p-110)).map {
                Subject(
                    "\(style) 2^\(exponent) order \(order) sign \(sign)", network, at: [1, 1, 1, 1], $0, truth: truth)
            }
        }
    }

    /// Differences of logits that only an exact evaluation sees: 2⁻ᵏ x₁ beside x₀.
    static let tinyMargins = Construction("margins of ±2⁻ᵏ") { style in
        try product([20, 24, 30, 53, 60, 100, 126, 149], [1, 1e8, 3e38], [-1, 1]).flatMap {
            (k: Int, scale: Float, sign: Float) in
            let tiny = sign * Float(sign: .plus, exponent: -k, significand: 1)
            let plain = try chain(inputs: 2, style, [([[scale, tiny], [scale, 0]], [1, 1])])
            let behind = try chain(
                inputs: 2, style, [([[1, 0], [0, 1]], [0, 0]), ([[scale, tiny], [scale, 0]], [-1, -1])])
            let bias = try chain(inputs: 2, style, [([[scale, 0], [scale, 0]], [tiny, 0])])
            return [plain, behind, bias].enumerated().flatMap { form, network in
                PerturbationSet.everyNorm(0.125).map {
                    Subject("\(style) \(sign)·2^-\(k) beside \(scale) form \(form)", network, at: [0.5, 0.75], $0)
                }
            }
        }
    }

    /// Numbers near the tolerances of linear-programming solvers: ReLUs active by 10⁻⁶ or less, the last inactive, or
    /// active, by 10⁻⁷, and a large weight behind it.
    static let tolerances = Construction("ReLUs within solvers' tolerances") { style in
        try product([1e-5, 1e-6, 1e-7, 1e-9], [1e-5, 1e-7, 1e-9, 1e-12], [1, 1e3, 1e6], [-1, 1]).flatMap {
            (shift: Float, gap: Float, gain: Float, sign: Float) in
            // h = relu(x + shift) is always active; the last, relu(h − h' − top), is below 0 or above by `gap` at x = ¾.
            let top = 0.75 + Double(shift) - Double(sign) * Double(gap)
            let parts = floats(summingTo: top - (top - Double(Float(top))).truncatingRemainder(dividingBy: 0x1p-48))
            var sketch = Sketch(inputs: 1, style)
            try sketch.affine([[1], [0], [0], [0]], [shift, 1, 1, 1])
            sketch.relu()
            try sketch.affine([[1, 0, 0, 0], [0, 1, 0, 0], [0, 0, 1, 0], [0, 0, 0, 1]])
            sketch.relu()
            try sketch.affine([[1, -parts[0], -parts[1], -parts[2]]])
            sketch.relu()
            try sketch.affine([[-gain], [0]], [gain * gap * 0.5, 0])
            let network = try sketch.built()
            return [PerturbationSet(epsilon: 0.25), PerturbationSet(norm: .two, epsilon: 0.25)].map {
                Subject("\(style) shift \(shift) gap \(sign * gap) gain \(gain)", network, at: [0.5], $0)
            }
        }
    }
}

/// All pairs.
func product<A, B>(_ a: [A], _ b: [B]) -> [(A, B)] { a.flatMap { first in b.map { (first, $0) } } }
/// All triples.
func product<A, B, C>(_ a: [A], _ b: [B], _ c: [C]) -> [(A, B, C)] {
    product(a, b).flatMap { first in c.map { (first.0, first.1, $0) } }
}
/// All quadruples.
func product<A, B, C, D>(_ a: [A], _ b: [B], _ c: [C], _ d: [D]) -> [(A, B, C, D)] {
    product(a, b, c).flatMap { first in d.map { (first.0, first.1, first.2, $0) } }
}
