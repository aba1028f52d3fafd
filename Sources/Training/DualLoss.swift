import LinearAlgebra
import Questions

/// lp-dual training (Wong & Kolter, ICML 2018): cross-entropy of the negated LP-GREEDY margins over the ε-box inside
/// [0, 1], or over the ε-ball of l2, with the gradient through all intermediate bounds; fully-connected networks.
///
/// The first layer's bounds are products over the whole batch; from the second layer on every image has lines of its
/// own, see `DualSubstitution`. What of a ball lies outside [0, 1] counts.
public struct DualLoss<Scalar: BLASScalar>: Loss {
    let stack: LayerStack<Scalar>
    let norm: Norm

    /// Traps unless `architecture` is fully-connected with a hidden layer and the norm is ∞ or 2.
    public init(_ architecture: TrainableArchitecture, norm: Norm = .infinity) {
        precondition(architecture.isFullyConnected && architecture.layers.count > 1 && norm != .one)
        stack = LayerStack(architecture: architecture)
        self.norm = norm
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    public func accumulate(
        _ batch: Batch<Scalar>, at parameters: [Scalar], _ step: LossStep, into gradient: inout [Scalar]
    ) -> LossTally {
        let first = stack.architecture.layers[0]
        let bounds = FirstBounds(batch.images, first, parameters, norm: norm, epsilon: Scalar(step.epsilon))
        var onMiddle = Matrix<Scalar>(rows: bounds.middle.rows, columns: bounds.middle.columns)
        var onReach = onMiddle
        var tally = stack.cleanTally(batch, parameters)
        var uncertified = 0
        let substitution = DualSubstitution<Scalar>(stack.architecture, parameters)
        for (row, label) in batch.labels.enumerated() {
            let result = substitution.evaluate(bounds.sample(row, label: label), into: &gradient)
            tally.loss += result.loss
            if result.isError { uncertified += 1 }
            for neuron in 0..<first.rows {
                onMiddle[row, neuron] = result.lower[neuron] + result.upper[neuron]
                onReach[row, neuron] = result.upper[neuron] - result.lower[neuron]
            }
        }
        tally.uncertified = uncertified
        bounds.pull(onMiddle: onMiddle, onReach: onReach, first, parameters, into: &gradient)
        return tally
    }

    /// The LP-GREEDY margins f_y − f_k of every image for all k ≠ y, in order.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    public func margins(_ batch: Batch<Scalar>, at parameters: [Scalar], epsilon: Double) -> [[Scalar]] {
        let first = stack.architecture.layers[0]
        let bounds = FirstBounds(batch.images, first, parameters, norm: norm, epsilon: Scalar(epsilon))
        let substitution = DualSubstitution<Scalar>(stack.architecture, parameters)
        return batch.labels.enumerated().map { row, label in substitution.margins(bounds.sample(row, label: label)) }
    }
}

/// One image as `DualSubstitution` takes it.
struct DualSample<Scalar: BLASScalar> {
    var label: Int
    /// Centre of the set, per pixel.
    var centre: [Scalar]
    var set: DualSet<Scalar>
    /// The first layer's bounds are their difference and sum.
    var middle: [Scalar]
    var reach: [Scalar]
}
