import Questions

/// Sets whose ends are no floating-point numbers, or that hardly hold more than the image.
extension Construction {
    /// The margin is zero, or a hair above or below, exactly at the end x + ε of the set.
    static let exactEnds = Construction("ties exactly at the end of the set") { style in
        try product([0.1, 0.05, 0.3, 0x1p-30], [0, 90, 140], [-1, 1]).flatMap {
            (epsilon: Double, k: Int, sign: Float) in
            let pixel: Float = 0.4
            let hair = k == 0 ? 0 : sign * Float(sign: .plus, exponent: -k, significand: 1)
            // pixel + ε + hair − x, with ε in three parts.
            let network = try chain(
                inputs: 1, style,
                [
                    ([[1], [0], [0], [0], [0]], [0, 1, 1, 1, 1]),
                    ([[-1, pixel] + floats(summingTo: epsilon), [0, 0, 0, 0, 0]], [hair, 0]),
                ])
            return PerturbationSet.everyNorm(epsilon).map {
                Subject("\(style) hair \(hair)", network, at: [pixel], $0)
            }
        }
            + product([0.0625, 0.125], [0, 60, 100], [-1, 1]).map { (epsilon: Double, k: Int, sign: Float) in
                // 3x + 4y falls by 5ε on the l2 ball, by 4ε on the l1 ball.
                let hair = k == 0 ? 0 : sign * Float(sign: .plus, exponent: -k, significand: 1)
                let slack: Float = Float(-3.5 + 5 * epsilon)
                let network = try chain(
                    inputs: 2, style,
                    [([[0, 0], [0, 0], [3, 4]], [1, 1, 0]), ([[slack, hair, 1], [0, 0, 0]], [0, 0])])
                return Subject(
                    "\(style) 3:4:5 hair \(hair)", network, at: [0.5, 0.5],
                    PerturbationSet(norm: .two, epsilon: epsilon))
            }
    }

    /// The margin is zero, or a hair from it, at the end of an input domain that is no float; ε reaches beyond it.
    static let domainEnds = Construction("ties exactly at the end of the domain") { style in
        try product([0.1, 0.3, 0.7], [0, 60, 90], [-1, 1]).flatMap { (end: Double, k: Int, sign: Float) in
            let hair = k == 0 ? 0 : sign * Float(sign: .plus, exponent: -k, significand: 1)
            let parts = floats(summingTo: end)
            // x − end + hair above the domain's lower end, end + hair − x below its upper end.
            return try [(Float(1), InputDomain(lower: end, upper: 1)), (-1, InputDomain(lower: -1, upper: end))].flatMap
            {
                slope, domain in
                let network = try chain(
                    inputs: 1, style, relu: false,
                    [
                        ([[1], [0], [0], [0]], [0, 1, 1, 1]),
                        ([[slope] + parts.map { -slope * $0 }, [0, 0, 0, 0]], [hair, 0]),
                    ])
                return PerturbationSet.everyNorm(0.25, domain).map {
                    Subject("\(style) end \(end) hair \(hair)", network, at: [Float(end) + slope * 0.125], $0)
                }
            }
        }
    }

    /// ε far below the distance of two floats at the pixel, and below that of two doubles; the margin changes sign inside.
    static let thinBoxes = Construction("sets thinner than an ulp") { style in
        try product([30, 45, 54, 60, 100, 500, 1000], [0.5, 1, 2], [0.3, 0.5, 1]).flatMap {
            (k: Int, share: Float, pixel: Float) in
            // Scaled up until ε becomes 2⁻²⁰: relu(pixel − x) and relu(x − pixel), both 0 at the image.
            var (rest, layers) = (k - 20, [(rows: [[Float]], bias: [Float])]())
            layers.append(([[1], [-1]], [-pixel, pixel]))
            while rest > 0 {
                let step = Float(sign: .plus, exponent: min(rest, 100), significand: 1)
                layers.append(([[step, 0], [0, step]], [0, 0]))
                rest -= 100
            }
            layers.append(([[-1, -1], [0, 0]], [share * 0x1p-20, 0]))
            let network = try chain(inputs: 1, style, layers)
            let epsilon = Double(sign: .plus, exponent: -k, significand: 1)
            return PerturbationSet.everyNorm(epsilon).map {
                Subject("\(style) pixel \(pixel) share \(share)", network, at: [pixel], $0)
            }
        }
    }

    /// No radius, the smallest ones, the whole domain, and none to bound it; pixels at both ends.
    static let extremeRadii = Construction("radii from 0 to 10³⁰⁰, pixels at the ends") { style in
        try product([0, 5e-324, 1e-310, 1e-45, 1, 1e10, 1e300], [0, 0.5, 1], [0, 1e-7, 0.25]).flatMap {
            (epsilon: Double, pixel: Float, gap: Float) in
            let network = try chain(
                inputs: 2, style, [([[1, -1], [-1, 1]], [0, 0]), ([[-1, -1], [0, 0]], [gap, 0])])
            return (PerturbationSet.everyNorm(epsilon) + PerturbationSet.everyNorm(epsilon, nil)).map {
                Subject(
                    "\(style) pixels \(pixel) gap \(gap)\($0.domain == nil ? " unbounded" : "")", network,
                    at: [pixel, pixel], $0)
            }
        }
    }

    /// Random small networks with a ReLU that opens in one corner of the set alone; many inputs, so that no attack stumbles
    /// into it.
    static let planted = Construction("planted counterexamples") { style in
        try product([2, 3, 12, 40], [1, -1], [0x1p-10, 0x1p-3]).flatMap { (count: Int, sign: Float, depth: Double) in
            // t = relu(Σ ±(xᵢ − ½) − (n ε − depth)) is `depth` in one corner and 0 near all others; margin = depth ∓ … − 2 t.
            let epsilon = 0.125
            let signs = (0..<count).map { $0 % 3 == 1 ? Float(-1) : 1 }
            let threshold = Float(Double(count) * epsilon - depth)
            let bias = -0.5 * signs.reduce(0, +) - threshold
            let slack = Float(depth) * (sign > 0 ? 2.0000002 : 1.9999999)
            let network = try chain(inputs: count, style, [([signs], [bias]), ([[-2], [0]], [slack, 0])])
            let pixels = [Float](repeating: 0.5, count: count)
            let truth = { @Sendable (query: Query) -> Truth in
                let reach: Rational =
                    switch query.perturbation.norm {
                    case .infinity: Rational(count) * Rational(epsilon)
                    case .one: Rational(epsilon)
                    // √n ε; the point of all entries ε / ⌈√n⌉ lies inside.
                    case .two:
                        Rational(count) * Rational(epsilon) / Rational(Int(Double(count).squareRoot().rounded(.up)))
                    }
                let open = max(reach - Rational(threshold), .zero)
                return Truth(attained: Rational(slack) - 2 * open, isExact: query.perturbation.norm != .two)
            }
            return PerturbationSet.everyNorm(epsilon).map {
                Subject("\(style) \(count) inputs depth \(depth) sign \(sign)", network, at: pixels, $0, truth: truth)
            }
        }
    }
}
