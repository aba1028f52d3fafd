import LinearAlgebra
import Questions

/// Cross-entropy on images moved by projected gradient descent inside the ε-ball of l∞ or l2 and [0, 1] (Madry et al.,
/// ICLR 2018).
///
/// The gradient is that at the moved images, which are held fixed.
public struct AdversarialLoss<Scalar: BLASScalar>: Loss {
    let stack: LayerStack<Scalar>
    let steps: Int
    /// Length of a step as a share of ε.
    let stepShare: Double
    /// ∞ or 2.
    let norm: Norm

    /// Traps unless the norm is ∞ or 2.
    public init(_ architecture: TrainableArchitecture, steps: Int, stepShare: Double, norm: Norm = .infinity) {
        precondition(norm != .one)
        stack = LayerStack(architecture: architecture)
        self.steps = steps
        self.stepShare = stepShare
        self.norm = norm
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    public func accumulate(
        _ batch: Batch<Scalar>, at parameters: [Scalar], _ step: LossStep, into gradient: inout [Scalar]
    ) -> LossTally {
        var tally = stack.cleanTally(batch, parameters)
        let trace = stack.trace(attack(batch, parameters, step), parameters)
        let result = CrossEntropy.batch(trace.logits, labels: batch.labels)
        stack.accumulateGradient(trace, result.gradient, parameters, into: &gradient)
        tally.loss = result.loss
        tally.attacked = result.errors
        return tally
    }

    /// The images after the attack, from a random start.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    package func attack(_ batch: Batch<Scalar>, _ parameters: [Scalar], _ step: LossStep) -> Matrix<Scalar> {
        guard norm == .infinity else { return attackInBall(batch, parameters, step) }
        var generator = SeededGenerator(seed: step.seed)
        let epsilon = Scalar(step.epsilon)
        let length = Scalar(step.epsilon * stepShare)
        let lower = batch.images.elements.map { max(0, $0 - epsilon) }
        let upper = batch.images.elements.map { min(1, $0 + epsilon) }
        var moved = batch.images
        for index in moved.elements.indices {
            let place = Scalar(generator.unitFloat())
            moved.elements[index] = lower[index] + place * (upper[index] - lower[index])
        }
        for _ in 0..<steps {
            let trace = stack.trace(moved, parameters)
            let loss = CrossEntropy.batch(trace.logits, labels: batch.labels)
            let direction = stack.imageGradient(trace, loss.gradient, parameters)
            BoxStep.move(
                &moved.elements, in: lower.indices, along: direction.elements, by: length, lower: lower, upper: upper)
        }
        return moved
    }
}
