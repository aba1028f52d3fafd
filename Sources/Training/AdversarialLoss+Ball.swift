import LinearAlgebra

/// The attack on Euclidean balls: steps along the gradient scaled to norm 1, each followed by a projection (Madry et al., ICLR
/// 2018, for p = 2).
extension AdversarialLoss {
    /// The images after the attack on ‖x' − x‖₂ ≤ ε inside [0, 1], from a start in a random direction at a random share of ε.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func attackInBall(_ batch: Batch<Scalar>, _ parameters: [Scalar], _ step: LossStep) -> Matrix<Scalar> {
        let centres = batch.images.elements
        let radius = Scalar(step.epsilon)
        let length = Scalar(step.epsilon * stepShare)
        var moved = startInBall(batch.images, step)
        for _ in 0..<steps {
            let trace = stack.trace(moved, parameters)
            let loss = CrossEntropy.batch(trace.logits, labels: batch.labels)
            let direction = stack.imageGradient(trace, loss.gradient, parameters)
            for row in 0..<moved.rows {
                let range = row * moved.columns..<(row + 1) * moved.columns
                BallStep.move(&moved.elements, in: range, along: direction.elements, by: length)
                BallStep.project(&moved.elements, in: range, around: centres, radius: radius)
            }
        }
        return moved
    }

    /// Every image moved along a direction with entries drawn from [−1, 1), by a distance drawn from [0, ε).
    private func startInBall(_ images: Matrix<Scalar>, _ step: LossStep) -> Matrix<Scalar> {
        var generator = SeededGenerator(seed: step.seed)
        var moved = images
        let directions = images.elements.map { _ in Scalar(2 * generator.unitFloat() - 1) }
        for row in 0..<images.rows {
            let range = row * images.columns..<(row + 1) * images.columns
            let distance = Scalar(step.epsilon) * Scalar(generator.unitFloat())
            BallStep.move(&moved.elements, in: range, along: directions, by: distance)
            BallStep.project(&moved.elements, in: range, around: images.elements, radius: Scalar(step.epsilon))
        }
        return moved
    }
}
