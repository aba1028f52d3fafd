import Foundation

/// Adam (Kingma & Ba 2015; 0.9, 0.999, 1e-8) or stochastic gradient descent with momentum, and its state.
struct Optimiser: Sendable {
    let spec: Recipe.OptimiserSpec
    /// Steps taken.
    var steps = 0
    /// Adam: moving averages of gradient and squared gradient. SGD: velocity, and nothing.
    var first: [Float]
    var second: [Float]

    init(_ spec: Recipe.OptimiserSpec, count: Int) {
        self.spec = spec
        first = [Float](repeating: 0, count: count)
        second = if case .adam = spec { first } else { [] }
    }

    /// Moves `parameters` against `gradient`; the recipe's rate is multiplied by `multiplier`.
    mutating func step(_ parameters: inout [Float], gradient: [Float], multiplier: Double) {
        steps += 1
        switch spec {
        case .adam(let rate): adam(&parameters, gradient, rate * multiplier)
        case .sgd(let rate, let momentum):
            let (rate, momentum) = (Float(rate * multiplier), Float(momentum))
            for index in parameters.indices {
                first[index] = momentum * first[index] + gradient[index]
                parameters[index] -= rate * first[index]
            }
        }
    }

    private mutating func adam(_ parameters: inout [Float], _ gradient: [Float], _ rate: Double) {
        let (decay1, decay2) = (0.9, 0.999)
        // Bias corrections 1 − βᵗ.
        let length = Float(rate / (1 - pow(decay1, Double(steps))))
        let scale = Float(1 / (1 - pow(decay2, Double(steps))))
        let (b1, b2) = (Float(decay1), Float(decay2))
        parameters.withUnsafeMutableBufferPointer { parameters in
            gradient.withUnsafeBufferPointer { gradient in
                first.withUnsafeMutableBufferPointer { first in
                    second.withUnsafeMutableBufferPointer { second in
                        for index in parameters.indices {
                            let g = gradient[index]
                            let m = b1 * first[index] + (1 - b1) * g
                            let v = b2 * second[index] + (1 - b2) * g * g
                            first[index] = m
                            second[index] = v
                            parameters[index] -= length * m / ((v * scale).squareRoot() + 1e-8)
                        }
                    }
                }
            }
        }
    }
}
