import LinearAlgebra

/// lp-dual training (Wong & Kolter, ICML 2018): cross-entropy of the negated LP-GREEDY margins over the ε-box inside
/// [0, 1], with the gradient through all intermediate bounds; fully-connected networks.
///
/// The first layer's bounds are products over the whole batch; from the second layer on every image has lines of its
/// own, see `DualSubstitution`.
public struct DualLoss<Scalar: BLASScalar>: Loss {
    let stack: LayerStack<Scalar>

    /// Traps unless `architecture` is fully-connected with a hidden layer.
    public init(_ architecture: TrainableArchitecture) {
        precondition(architecture.isFullyConnected && architecture.layers.count > 1)
        stack = LayerStack(architecture: architecture)
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    public func accumulate(
        _ batch: Batch<Scalar>, at parameters: [Scalar], _ step: LossStep, into gradient: inout [Scalar]
    ) -> LossTally {
        let first = stack.architecture.layers[0]
        let (centre, radius) = InputBox.centreAndRadius(batch.images, epsilon: Scalar(step.epsilon))
        let middle = first.forward(centre, parameters)
        let reach = first.forward(radius, parameters.map(\.magnitude), withBias: false)
        var onMiddle = Matrix<Scalar>(rows: middle.rows, columns: middle.columns)
        var onReach = onMiddle
        var tally = stack.cleanTally(batch, parameters)
        var uncertified = 0
        let substitution = DualSubstitution<Scalar>(stack.architecture, parameters)
        for (row, label) in batch.labels.enumerated() {
            let result = substitution.evaluate(
                DualSample(
                    label: label, centre: centre.row(row), radius: radius.row(row), middle: middle.row(row),
                    reach: reach.row(row)), into: &gradient)
            tally.loss += result.loss
            if result.isError { uncertified += 1 }
            for neuron in 0..<first.rows {
                onMiddle[row, neuron] = result.lower[neuron] + result.upper[neuron]
                onReach[row, neuron] = result.upper[neuron] - result.lower[neuron]
            }
        }
        tally.uncertified = uncertified
        first.accumulateGradient(onMiddle, inputs: centre, into: &gradient)
        var onMagnitudes = [Scalar](repeating: 0, count: first.end)
        first.accumulateGradient(onReach, inputs: radius, into: &onMagnitudes, withBias: false)
        for index in first.weights {
            gradient[index] += parameters[index] < 0 ? -onMagnitudes[index] : onMagnitudes[index]
        }
        return tally
    }

    /// The LP-GREEDY margins f_y − f_k of every image for all k ≠ y, in order.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    public func margins(_ batch: Batch<Scalar>, at parameters: [Scalar], epsilon: Double) -> [[Scalar]] {
        let first = stack.architecture.layers[0]
        let (centre, radius) = InputBox.centreAndRadius(batch.images, epsilon: Scalar(epsilon))
        let middle = first.forward(centre, parameters)
        let reach = first.forward(radius, parameters.map(\.magnitude), withBias: false)
        let substitution = DualSubstitution<Scalar>(stack.architecture, parameters)
        return batch.labels.enumerated().map { row, label in
            substitution.margins(
                DualSample(
                    label: label, centre: centre.row(row), radius: radius.row(row), middle: middle.row(row),
                    reach: reach.row(row)))
        }
    }
}

/// One image as `DualSubstitution` takes it.
struct DualSample<Scalar: BLASScalar> {
    var label: Int
    /// Centre and radius of the box, per pixel.
    var centre: [Scalar]
    var radius: [Scalar]
    /// W₁ centre + b₁ and |W₁| radius: the first layer's bounds are their difference and sum.
    var middle: [Scalar]
    var reach: [Scalar]
}
