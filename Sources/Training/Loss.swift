import LinearAlgebra

/// Labelled images, one per row.
public struct Batch<Scalar: BLASScalar>: Sendable {
    public var images: Matrix<Scalar>
    public var labels: [Int]

    public init(images: Matrix<Scalar>, labels: [Int]) {
        precondition(images.rows == labels.count)
        self.images = images
        self.labels = labels
    }
}

/// What of a loss changes from step to step.
public struct LossStep: Sendable, Hashable {
    /// Radius of the perturbation at this step, in pixels.
    public var epsilon: Double
    /// How far the ramp of ε has come, from 0 to 1.
    public var ramp: Double
    /// Epochs passed.
    public var epochs: Double
    /// Share of all epochs that has passed.
    public var progress: Double
    /// Seed of whatever the loss draws.
    public var seed: UInt64

    public init(
        epsilon: Double = 0, ramp: Double = 1, epochs: Double = 0, progress: Double = 0, seed: UInt64 = 0
    ) {
        self.epsilon = epsilon
        self.ramp = ramp
        self.epochs = epochs
        self.progress = progress
        self.seed = seed
    }
}

/// What a loss found over some images; sums, so that tallies add up.
public struct LossTally: Sendable, Hashable, Codable {
    public var images = 0
    /// Sum of the loss.
    public var loss = 0.0
    /// Images misclassified as they are.
    public var errors = 0
    /// Images misclassified under the loss's own attack; `nil` where it has none.
    public var attacked: Int?
    /// Images that the loss's own bounds do not prove robust; `nil` where it has none.
    public var uncertified: Int?

    public init() {}

    public static func + (a: LossTally, b: LossTally) -> LossTally {
        var sum = a
        sum.images += b.images
        sum.loss += b.loss
        sum.errors += b.errors
        if let count = b.attacked { sum.attacked = (a.attacked ?? 0) + count }
        if let count = b.uncertified { sum.uncertified = (a.uncertified ?? 0) + count }
        return sum
    }
}

/// A training loss: its sum over a batch, and the derivative of that by all parameters.
public protocol Loss<Scalar>: Sendable {
    associatedtype Scalar: BLASScalar

    /// Adds the gradient of the summed loss to `gradient`, which is as long as `parameters`.
    func accumulate(
        _ batch: Batch<Scalar>, at parameters: [Scalar], _ step: LossStep, into gradient: inout [Scalar]
    ) -> LossTally
}

/// Cross-entropy on the images as they are.
public struct NormalLoss<Scalar: BLASScalar>: Loss {
    let stack: LayerStack<Scalar>

    public init(_ architecture: TrainableArchitecture) { stack = LayerStack(architecture: architecture) }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    public func accumulate(
        _ batch: Batch<Scalar>, at parameters: [Scalar], _ step: LossStep, into gradient: inout [Scalar]
    ) -> LossTally {
        let trace = stack.trace(batch.images, parameters)
        let result = CrossEntropy.batch(trace.logits, labels: batch.labels)
        stack.accumulateGradient(trace, result.gradient, parameters, into: &gradient)
        var tally = LossTally()
        tally.images = batch.labels.count
        tally.loss = result.loss
        tally.errors = result.errors
        return tally
    }
}
