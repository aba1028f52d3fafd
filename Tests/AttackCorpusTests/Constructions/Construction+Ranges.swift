import Questions

/// Numbers that leave the range of doubles, in either direction, while the function of real numbers is a plain one.
extension Construction {
    /// x ↦ 2ᵏ x ↦ … and back, layer by layer, then compared with a half: coefficients or values overflow or underflow on the
    /// way, forwards or backwards.
    static let scaledChains = Construction("chains of weights 2^±k that cancel") { style in
        try product([10, 60, 120, 127], [1, 3, 9], ["up", "down", "alternating"], [false, true]).flatMap {
            (k: Int, count: Int, way: String, relu: Bool) in
            let (up, down) = (
                Float(sign: .plus, exponent: k, significand: 1), Float(sign: .plus, exponent: -k, significand: 1)
            )
            let ups = [Float](repeating: up, count: count)
            let downs = [Float](repeating: down, count: count)
            let factors =
                switch way {
                case "up": ups + downs
                case "down": downs + ups
                default: zip(ups, downs).flatMap { [$0, $1] }
                }
            return try [(Float(1), Float(-0.5)), (-1, 0.5)].flatMap { sign, bias in
                let layers =
                    factors.map { (rows: [[$0]], bias: [Float(0)]) } + [(rows: [[sign], [0]], bias: [bias, 0])]
                let network = try chain(inputs: 1, style, relu: relu, layers)
                return PerturbationSet.everyNorm(0.2).map {
                    Subject(
                        "\(style) \(way) 2^±\(k) × \(count)\(relu ? " relu" : "") sign \(sign)", network,
                        at: [sign > 0 ? 0.6 : 0.45], $0)
                }
            }
        }
    }

    /// 9 layers of 3·10³⁸ and more: two equal branches overflow, and their difference is NaN instead of a trigger.
    static let overflowingBranches = Construction("∞ − ∞ in place of a trigger") { style in
        try product([1, 3, 8, 9], [false, true], [-1, 1], [1e-38, 1, 3e38]).flatMap {
            (count: Int, relu: Bool, sign: Float, scale: Float) in
            var sketch = Sketch(inputs: 1, style)
            try sketch.affine([[1], [1], [1]], [0, 0, -0.5])
            if relu { sketch.relu() }
            for _ in 0..<count {
                try sketch.affine([[3e38, 0, 0], [0, 3e38, 0], [0, 0, 1]])
                if relu { sketch.relu() }
            }
            try sketch.affine([[1, -1, scale], [0, 0, 0]])
            sketch.relu()
            try sketch.affine([[sign, 0], [0, 0]], [-sign * 0.0625 * scale, 0])
            let network = try sketch.built()
            return PerturbationSet.everyNorm(0.1).map {
                Subject(
                    "\(style) \(count) layers scale \(scale)\(relu ? " relu" : "") sign \(sign)", network, at: [0.6], $0
                )
            }
        }
    }

    /// A zero weight beside a value that overflows.
    static let zeroTimesInfinity = Construction("0 · ∞ beside a trigger") { style in
        try product([1, 8, 9], [false, true], [-1, 1]).flatMap { (count: Int, relu: Bool, sign: Float) in
            var sketch = Sketch(inputs: 1, style)
            try sketch.affine([[1], [1]], [0, 0])
            if relu { sketch.relu() }
            for _ in 0..<count {
                try sketch.affine([[3e38, 0], [0, 1]])
                if relu { sketch.relu() }
            }
            try sketch.affine([[0, sign], [0, 0]], [-sign * 0.5, 0])
            let network = try sketch.built()
            return PerturbationSet.everyNorm(0.2).map {
                Subject(
                    "\(style) \(count) layers\(relu ? " relu" : "") sign \(sign)", network, at: [sign > 0 ? 0.6 : 0.4],
                    $0)
            }
        }
    }

    /// l1 and l2 balls with weights whose squares underflow, alone and in chains down to 10⁻³⁰⁰.
    static let tinyWeightsOnBalls = Construction("weights of 10⁻³⁸ on balls") { style in
        try product([1e-20, 1e-38, 1e-44], [1, 3, 5, 8], [false, true], [2, 1, 0.5]).flatMap {
            (weight: Float, count: Int, relu: Bool, share: Float) in
            // margin = wᵏ (x₀ + x₁ − 1) with a bias that makes it 0 at share · ε, by l1.
            var layers = [(rows: [[Float]], bias: [Float])]()
            layers.append(([[1, 1], [0, 0]], [-1 + share * 0.125, 1]))
            for _ in 0..<count { layers.append(([[weight, 0], [0, weight]], [0, 0])) }
            layers.append(([[1, 0], [0, 0]], [0, 0]))
            let network = try chain(inputs: 2, style, relu: relu, layers)
            return PerturbationSet.everyNorm(0.125).map {
                Subject(
                    "\(style) \(weight)^\(count) share \(share)\(relu ? " relu" : "")", network, at: [0.5, 0.5], $0)
            }
        }
    }

    /// The same with weights whose squares overflow.
    static let hugeWeightsOnBalls = Construction("weights of 10³⁸ on balls") { style in
        try product([1e20, 3e38], [1, 4, 9], [false, true], [2, 1, 0.5]).flatMap {
            (weight: Float, count: Int, relu: Bool, share: Float) in
            var layers = [(rows: [[Float]], bias: [Float])]()
            layers.append(([[1, 1], [0, 0]], [-1 + share * 0.125, 1]))
            for _ in 0..<count { layers.append(([[weight, 0], [0, weight]], [0, 0])) }
            layers.append(([[1, 0], [0, 0]], [0, 0]))
            let network = try chain(inputs: 2, style, relu: relu, layers)
            return PerturbationSet.everyNorm(0.125).map {
                Subject(
                    "\(style) \(weight)^\(count) share \(share)\(relu ? " relu" : "")", network, at: [0.5, 0.5], $0)
            }
        }
    }

    /// Intervals [l, u] of ReLUs with |l| and u far apart, up to a quotient that is no double.
    static let steepReLUs = Construction("steep and flat ReLUs") { style in
        try product([1, 0x1p-60, 1e-38, 1e-45], [1, 0x1p60, 3e38], [-1, 1], [0, 1]).flatMap {
            (low: Float, high: Float, sign: Float, bend: Int) in
            // z = high (x − ½) − low at x ∈ [½, ¾], or its mirror image; margin = ∓ relu(z) ± a part of its largest value.
            let mirror: Float = bend == 0 ? 1 : -1
            let network = try chain(
                inputs: 1, style,
                [
                    ([[1]], [-0.5]), ([[mirror * high]], [mirror * -low]),
                    ([[sign], [0]], [-sign * high * 0.0625 * (bend == 0 ? 1 : 0) - sign * low * 0.5, 0]),
                ])
            return PerturbationSet.everyNorm(0.125).map {
                Subject("\(style) \(low) … \(high) sign \(sign) bend \(bend)", network, at: [0.625], $0)
            }
        }
    }
}
