import Networks
import Questions

/// Networks whose margins are 0, or the same everywhere.
extension Construction {
    /// Two classes with the same rows: margin 0 on every image, and a tie is an attack.
    static let ties = Construction("identical classes") { style in
        try product([1, 1e-38, 3e38, 0.1], [1, 2, 3]).flatMap { (scale: Float, depth: Int) in
            var layers = [(rows: [[Float]], bias: [Float])](
                repeating: ([[0.7, 0.4], [-0.3, 0.9]], [0.1, -0.05]), count: depth - 1)
            layers.append(([[scale, 0.3 * scale], [-1, 0.5], [scale, 0.3 * scale]], [0.1, -5e6, 0.1]))
            let network = try chain(inputs: 2, style, layers)
            return (PerturbationSet.everyNorm(0.1) + PerturbationSet.everyNorm(0)).map {
                Subject("\(style) scale \(scale) depth \(depth)", network, at: [0.3, 0.7], $0)
            }
        }
    }

    /// Weights of zero: the margin is a difference of biases.
    static let constants = Construction("constant networks") { style in
        try product([0, 1e-45, -1e-45, 1e-38, 1, -1, 3e38], [0, 1, 3e38]).flatMap { (gap: Float, base: Float) in
            let plain = try chain(inputs: 2, style, [([[0, 0], [0, 0]], [gap, 0])])
            let beside = try chain(
                inputs: 2, style, [([[0, 0], [0, 0]], [1, 1]), ([[base, gap], [base, 0]], [0, 0])])
            return [plain, beside].enumerated().flatMap { form, network in
                PerturbationSet.everyNorm(0.5).map {
                    Subject("\(style) gap \(gap) beside \(base) form \(form)", network, at: [0.5, 1], $0)
                }
            }
        }
    }

    /// There is no other class, so no margin: every image is robust, and nothing may trap.
    static let oneClass = Construction("networks of one class") { style in
        let network = try chain(inputs: 2, style, [([[1, -1], [0, 1]], [0, 0]), ([[1, 1]], [-1])])
        return PerturbationSet.everyNorm(0.1).map { Subject("\(style) one class", network, at: [0.5, 0.5], $0) }
    }
}
