import Questions

/// Losses to underflow that are scaled up again, on sets so small that the loss times the set vanishes as well.
extension Construction {
    /// x ∈ [0, 2ʲ] for j ≈ −996 comes back from a chain whose coefficient is 2⁻¹¹⁴³ in between, beside a constant of half that size
    /// that every double along its way holds.
    static let vanishing = Construction("tiny sets behind coefficients that vanish") { style in
        try product([-900, -996, -1020], [1, 5, 9], [false, true], [-1, 0, 1]).flatMap {
            (exponent: Int, count: Int, relu: Bool, shift: Int) in
            let (up, down) = (Float(0x1p127), Float(0x1p-127))
            // Rows: x, and the constant 2^(exponent + shift), made by steps of at most 2⁻¹⁰⁰.
            var left = exponent + shift
            func step() -> Float {
                let part = max(left, -100)
                left -= part
                return Float(sign: .plus, exponent: part, significand: 1)
            }
            var layers = [(rows: [[Float]], bias: [Float])]()
            layers.append(([[1], [0]], [0, 1]))
            for index in 0..<2 * count { layers.append(([[index < count ? down : up, 0], [0, step()]], [0, 0])) }
            while left < 0 { layers.append(([[1, 0], [0, step()]], [0, 0])) }
            layers.append(([[-1, 1], [0, 0]], [0, 0]))
            let network = try chain(inputs: 1, style, relu: relu, layers)
            let epsilon = Double(sign: .plus, exponent: exponent, significand: 1)
            return PerturbationSet.everyNorm(epsilon).map {
                Subject(
                    "\(style) 2^\(exponent) × \(count)\(relu ? " relu" : "") constant 2^\(shift)", network, at: [0], $0)
            }
        }
    }

    /// The same in branches that are added up, and behind a ReLU that is 0 at the image, with weights of up to 3·10³⁸ on it.
    static let vanishingReLUs = Construction("tiny ReLUs behind large weights") { style in
        try product([1e-38, 1e-45, 1], [2e-286, 1e-300, 1e-320], [1, 3e38], [0.25, 1, 4]).flatMap {
            (weight: Float, epsilon: Double, gain: Float, share: Double) in
            // relu(w x₀ − w x₁) reaches w ε; the constant beside it is a share of gain · w ε, as far as a product of floats can.
            let target = Double(gain) * Double(weight) * epsilon * share
            var (rest, steps) = (max(target, 0x1p-1000), [Float]())
            while rest < 1e-37 {
                steps.append(1e-37)
                rest /= Double(Float(1e-37))
            }
            steps.append(Float(rest))
            var layers = [(rows: [[Float]], bias: [Float])]()
            layers.append(([[weight, -weight], [-weight, weight], [0, 0]], [0, 0, 1]))
            for step in steps { layers.append(([[1, 0, 0], [0, 1, 0], [0, 0, step]], [0, 0, 0])) }
            layers.append(([[-gain, -gain, 1], [0, 0, 0]], [0, 0]))
            let network = try chain(inputs: 2, style, layers)
            return PerturbationSet.everyNorm(epsilon).map {
                Subject("\(style) weight \(weight) gain \(gain) share \(share)", network, at: [0, 0], $0)
            }
        }
    }
}
