import Foundation
import LinearAlgebra
import Questions

/// Ascent of one lower bound on a clause over a box, in the weights λ of its forms and the lower slopes α of all open ReLUs at once.
///
/// For λ ≥ 0 with sum 1 and α in [0, 1] backward substitution bounds Σ λⱼ formⱼ from below; where that is > 0, all forms are ≤ 0
/// nowhere in the box. With slopes that are good for the sum, it is far above the weighted sum of the forms' own bounds, which ask
/// every ReLU for slopes that are good for each form. The gradient in α is that of `SlopeDual`, the one in λⱼ is form j where the pass
/// forth ends. Slopes move by projected Adam, weights multiplicatively (α-CROWN, Xu et al. 2021; λ is what Lagrangian duality
/// gives conjunctions).
///
/// Single precision guides it, and nothing it says is a proof.
struct ClauseAscent {
    /// The best that was found.
    struct Result {
        /// What single precision says of the bound.
        var bound: Float
        /// Of the forms, > 0 with sum 1 up to rounding.
        var weights: [Double]
        /// One column per stage.
        var slopes: SlopeDual.Slopes
    }

    private let network: SlopedNetwork
    private let lowest: LowestInputs
    private let objectives: Matrix<Double>

    /// Passes back. Few: what so many leave open is better halved.
    private static let steps = 8
    /// The length of the first step of α, and the factor on it per step.
    private static let (firstStep, decay) = (Float(0.25), Float(0.98))
    /// Adam's averages.
    private static let (momentum, memory) = (Float(0.9), Float(0.999))
    /// The first step of the logarithms of weights, for the form that is furthest from the mean.
    private static let weightStep = 0.7
    /// An ascent is given up where it would need that many times its mean gain per step in the steps left to come above 0.
    private static let patience = Float(3)
    /// How far above 0 it goes, as a share of how far below it began: more than single precision loses.
    private static let overshoot = Float(1e-3)

    /// - Parameters:
    ///   - layers: bounds and lines of all stages below the forms, on the box or a larger one.
    ///   - objectives: a column per form of the clause.
    ///   - box: what is left of the box.
    /// - Complexity: one pass over the matrices.
    init(_ layers: LayerwiseBounds, _ objectives: Matrix<Double>, in box: Box) {
        network = SlopedNetwork(layers)
        lowest = LowestInputs(box)
        self.objectives = objectives
    }

    /// Climbs from CROWN's slopes and the given weights until the bound is above 0, or that is out of reach.
    ///
    /// - Complexity: a pass back and one forth per step, at most eight.
    func run(from weights: [Double]) -> Result {
        var weights = Self.normalised(weights.map { max($0, 1e-3) })
        var slopes = network.slopes(1) { $0 >= 0.5 ? 1 : 0 }
        var averages = SlopeAverages(slopes)
        var best = Result(bound: -.infinity, weights: weights, slopes: slopes)
        var (first, rate) = (Float(0), Self.firstStep)
        for step in 0..<Self.steps {
            let dual = SlopeDual(network: network, lowest: lowest, objectives: objective(weights))
            let pass = dual.back(slopes)
            if step == 0 { first = pass.bounds[0] }
            if pass.bounds[0] > best.bound { best = Result(bound: pass.bounds[0], weights: weights, slopes: slopes) }
            let left = Self.steps - 1 - step
            if left == 0 || best.bound > Self.overshoot * abs(first) || isHopeless(best.bound, first, step, left) {
                break
            }
            let pre = dual.forth(pass, slopes, toOutputs: true)
            averages.age(Self.momentum, Self.memory)
            network.advance(&slopes, &averages, along: pass, pre, by: rate)
            rate *= Self.decay
            shift(&weights, towards: pre[pre.count - 1], step)
        }
        return best
    }

    private func isHopeless(_ bound: Float, _ first: Float, _ step: Int, _ left: Int) -> Bool {
        step > 0 && bound + Self.patience * (bound - first) * Float(left) / Float(step) < 0
    }

    /// Σ λⱼ formⱼ as a column of coefficients.
    private func objective(_ weights: [Double]) -> Matrix<Float> {
        Matrix(
            rows: objectives.rows, columns: 1,
            elements: (0..<objectives.rows).map { row in
                Float(weights.indices.reduce(0) { $0 + weights[$1] * objectives[row, $1] })
            })
    }

    /// Weighs forms that are large at `outputs` more.
    private func shift(_ weights: inout [Double], towards outputs: Matrix<Float>, _ step: Int) {
        guard weights.count > 1 else { return }
        let values = weights.indices.map { form in
            (0..<objectives.rows).reduce(0) { $0 + objectives[$1, form] * Double(outputs.elements[$1]) }
        }
        let mean = weights.indices.reduce(0) { $0 + weights[$1] * values[$1] }
        let largest = values.reduce(0) { max($0, abs($1 - mean)) }
        guard largest > 0, largest.isFinite else { return }
        let rate = Self.weightStep / Double(step + 1).squareRoot() / largest
        weights = Self.normalised(weights.indices.map { weights[$0] * exp(rate * (values[$0] - mean)) })
    }

    /// With sum 1, none of them lost.
    private static func normalised(_ weights: [Double]) -> [Double] {
        let sum = weights.reduce(0, +)
        return weights.map { max($0 / sum, 1e-6) }
    }
}
