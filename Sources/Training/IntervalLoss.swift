import LinearAlgebra

/// Interval training (Gowal et al. 2018): κ · cross-entropy + (1 − κ) · cross-entropy of the worst logits under interval
/// arithmetic over the ε-box inside [0, 1]; κ falls from 1 to `finalClean` along the ramp.
public struct IntervalLoss<Scalar: BLASScalar>: Loss {
    let stack: LayerStack<Scalar>
    let finalClean: Double

    public init(_ architecture: TrainableArchitecture, finalClean: Double) {
        stack = LayerStack(architecture: architecture)
        self.finalClean = finalClean
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    public func accumulate(
        _ batch: Batch<Scalar>, at parameters: [Scalar], _ step: LossStep, into gradient: inout [Scalar]
    ) -> LossTally {
        let clean = 1 - (1 - finalClean) * step.ramp
        let trace = stack.trace(batch.images, parameters)
        let nominal = CrossEntropy.batch(trace.logits, labels: batch.labels, weight: Scalar(clean))
        if clean > 0 { stack.accumulateGradient(trace, nominal.gradient, parameters, into: &gradient) }
        let worst = robustLoss(batch, parameters, step, weight: Scalar(1 - clean), into: &gradient)
        var tally = LossTally()
        tally.images = batch.labels.count
        tally.loss = clean * nominal.loss + (1 - clean) * worst.loss
        tally.errors = nominal.errors
        tally.uncertified = worst.errors
        return tally
    }

    /// The loss of the worst logits; adds its gradient times `weight`.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    private func robustLoss(
        _ batch: Batch<Scalar>, _ parameters: [Scalar], _ step: LossStep, weight: Scalar,
        into gradient: inout [Scalar]
    ) -> (loss: Double, errors: Int) {
        let layers = stack.architecture.layers
        let magnitudes = parameters.map(\.magnitude)
        var (centre, radius) = InputBox.centreAndRadius(batch.images, epsilon: Scalar(step.epsilon))
        // What every layer reads, and the bounds before its ReLUs.
        var inputs = [(centre: Matrix<Scalar>, radius: Matrix<Scalar>)]()
        var bounds = [(lower: [Scalar], upper: [Scalar])]()
        for (index, layer) in layers.enumerated() {
            inputs.append((centre, radius))
            centre = layer.forward(centre, parameters)
            radius = layer.forward(radius, magnitudes, withBias: false)
            let lower = zip(centre.elements, radius.elements).map { $0 - $1 }
            let upper = zip(centre.elements, radius.elements).map { $0 + $1 }
            bounds.append((lower, upper))
            guard index + 1 < layers.count else { break }
            for entry in lower.indices {
                let (l, u) = (max(lower[entry], 0), max(upper[entry], 0))
                centre.elements[entry] = (l + u) / 2
                radius.elements[entry] = (u - l) / 2
            }
        }
        var logits = Matrix(rows: centre.rows, columns: centre.columns, elements: bounds[layers.count - 1].upper)
        for (row, label) in batch.labels.enumerated() {
            logits[row, label] = bounds[layers.count - 1].lower[row * centre.columns + label]
        }
        let result = CrossEntropy.batch(logits, labels: batch.labels, weight: weight)
        var lowerGradient = [Scalar](repeating: 0, count: result.gradient.elements.count)
        var upperGradient = result.gradient.elements
        for (row, label) in batch.labels.enumerated() {
            let entry = row * centre.columns + label
            swap(&lowerGradient[entry], &upperGradient[entry])
        }
        var magnitudeGradient = [Scalar](repeating: 0, count: parameters.count)
        for (index, layer) in layers.enumerated().reversed() {
            var onCentre = Matrix<Scalar>(rows: centre.rows, columns: layer.outputs)
            var onRadius = onCentre
            for entry in lowerGradient.indices {
                onCentre.elements[entry] = lowerGradient[entry] + upperGradient[entry]
                onRadius.elements[entry] = upperGradient[entry] - lowerGradient[entry]
            }
            layer.accumulateGradient(onCentre, inputs: inputs[index].centre, into: &gradient)
            layer.accumulateGradient(onRadius, inputs: inputs[index].radius, into: &magnitudeGradient, withBias: false)
            guard index > 0 else { break }
            let below = layer.pullback(onCentre, parameters)
            let belowRadius = layer.pullback(onRadius, magnitudes)
            lowerGradient = zip(below.elements, belowRadius.elements).map { ($0 - $1) / 2 }
            upperGradient = zip(below.elements, belowRadius.elements).map { ($0 + $1) / 2 }
            for entry in lowerGradient.indices {
                if bounds[index - 1].lower[entry] <= 0 { lowerGradient[entry] = 0 }
                if bounds[index - 1].upper[entry] <= 0 { upperGradient[entry] = 0 }
            }
        }
        for index in gradient.indices {
            gradient[index] += parameters[index] < 0 ? -magnitudeGradient[index] : magnitudeGradient[index]
        }
        return (result.loss, result.errors)
    }
}
