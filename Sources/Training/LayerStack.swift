import LinearAlgebra

/// Evaluates and differentiates a chain of affine layers and ReLUs on batches.
struct LayerStack<Scalar: BLASScalar>: Sendable {
    let architecture: TrainableArchitecture

    /// What every layer reads, and the logits at the end.
    struct Trace {
        var values: [Matrix<Scalar>]
        var logits: Matrix<Scalar> { values[values.count - 1] }
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func trace(_ images: Matrix<Scalar>, _ parameters: [Scalar]) -> Trace {
        var values = [images]
        for (index, layer) in architecture.layers.enumerated() {
            var next = layer.forward(values[index], parameters)
            if index + 1 < architecture.layers.count { Self.clamp(&next.elements) }
            values.append(next)
        }
        return Trace(values: values)
    }

    /// The images of a batch and how many are misclassified as they are; without a loss.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func cleanTally(_ batch: Batch<Scalar>, _ parameters: [Scalar]) -> LossTally {
        var tally = LossTally()
        tally.images = batch.labels.count
        tally.errors = CrossEntropy.batch(trace(batch.images, parameters).logits, labels: batch.labels).errors
        return tally
    }

    /// Adds the derivatives by the parameters to `gradient`, given those by the logits.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func accumulateGradient(
        _ trace: Trace, _ logits: Matrix<Scalar>, _ parameters: [Scalar], into gradient: inout [Scalar]
    ) {
        var current = logits
        for (index, layer) in architecture.layers.enumerated().reversed() {
            layer.accumulateGradient(current, inputs: trace.values[index], into: &gradient)
            guard index > 0 else { return }
            current = layer.pullback(current, parameters)
            Self.mask(&current.elements, where: trace.values[index].elements)
        }
    }

    /// The derivatives by the images, given those by the logits.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func imageGradient(_ trace: Trace, _ logits: Matrix<Scalar>, _ parameters: [Scalar]) -> Matrix<Scalar> {
        var current = logits
        for (index, layer) in architecture.layers.enumerated().reversed() {
            current = layer.pullback(current, parameters)
            if index > 0 { Self.mask(&current.elements, where: trace.values[index].elements) }
        }
        return current
    }

    /// max(x, 0) entry by entry.
    static func clamp(_ values: inout [Scalar]) {
        values.withUnsafeMutableBufferPointer { values in
            for index in values.indices where values[index] < 0 { values[index] = 0 }
        }
    }

    /// Sets to zero what stands where a ReLU gave zero.
    static func mask(_ values: inout [Scalar], where activations: [Scalar]) {
        values.withUnsafeMutableBufferPointer { values in
            activations.withUnsafeBufferPointer { activations in
                for index in values.indices where activations[index] <= 0 { values[index] = 0 }
            }
        }
    }
}
