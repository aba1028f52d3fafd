import LinearAlgebra
import Questions
import Testing
import Training

/// The gradient of every loss against central differences in double precision.
@Suite struct GradientTests {
    static let dense = TrainableArchitecture(pixels: 7, hidden: [6, 5], classes: 4)
    static let deep = TrainableArchitecture(pixels: 5, hidden: [6, 5, 4], classes: 3)
    static let shallow = TrainableArchitecture(pixels: 6, hidden: [8], classes: 4)
    static let convolutional = TrainableArchitecture.convolutional(
        channels: 1, height: 8, width: 8, kernels: [2, 3], hidden: [5], classes: 3)
    static let threeConvolutions = TrainableArchitecture.convolutional(
        channels: 1, height: 12, width: 10, kernels: [1, 2, 2], hidden: [], classes: 3)
    static let twoChannels = TrainableArchitecture.convolutional(
        channels: 2, height: 5, width: 4, kernels: [2], hidden: [4, 3], classes: 3)

    @Test(arguments: [dense, deep, shallow, convolutional])
    func normal(_ architecture: TrainableArchitecture) {
        check(NormalLoss(architecture), architecture, LossStep())
    }

    @Test(arguments: [dense, convolutional])
    func adversarial(_ architecture: TrainableArchitecture) {
        check(AdversarialLoss(architecture, steps: 3, stepShare: 0.5), architecture, LossStep(epsilon: 0.1, seed: 5))
    }

    @Test(arguments: [0.01, 0.1, 0.4, 1])
    func dualInBalls(epsilon: Double) {
        for architecture in [Self.dense, Self.deep, Self.shallow] {
            check(DualLoss<Double>(architecture, norm: .two), architecture, LossStep(epsilon: epsilon))
        }
    }

    @Test(arguments: [0.01, 0.05, 0.15, 0.4])
    func dual(epsilon: Double) {
        for architecture in [Self.dense, Self.deep, Self.shallow] {
            check(DualLoss(architecture), architecture, LossStep(epsilon: epsilon))
        }
    }

    @Test(arguments: [0.0, 0.4, 1.0])
    func interval(ramp: Double) {
        for architecture in [Self.dense, Self.deep, Self.convolutional] {
            check(IntervalLoss(architecture, finalClean: 0.3), architecture, LossStep(epsilon: 0.05, ramp: ramp))
        }
    }

    @Test(arguments: [Norm.infinity, .two], [0.2, 5])
    func mmr(norm: Norm, gamma: Double) {
        let constants = MarginRegularisation(
            norm: norm, lambda: 0.7, gammaB: gamma, gammaD: 2 * gamma, ramp: 4, firstShare: 0.5, lastShare: 0.2)
        let step = LossStep(epsilon: 0.1, epochs: 3, progress: 0.5, seed: 9)
        for architecture in [
            Self.dense, Self.deep, Self.shallow, Self.convolutional, Self.threeConvolutions, Self.twoChannels,
        ] {
            check(MarginLoss(architecture, constants), architecture, step)
            let attack = AdversarialLoss<Double>(architecture, steps: 2, stepShare: 0.5)
            check(MarginLoss(architecture, constants, attack: attack), architecture, step)
        }
    }

    /// Largest error of a derivative, relative to the largest derivative.
    private func check(_ loss: some Loss<Double>, _ architecture: TrainableArchitecture, _ step: LossStep) {
        for seed in 1...4 as ClosedRange<UInt64> {
            var generator = SeededGenerator(seed: seed)
            var parameters = architecture.initialParameters(&generator).map(Double.init)
            for index in parameters.indices where parameters[index] == 0 {
                parameters[index] = 0.2 * (generator.unitDouble() - 0.5)
            }
            let batch = Self.batch(architecture, &generator)
            // Gradients are added: start from something else than zero.
            var gradient = [Double](repeating: 3, count: parameters.count)
            let tally = loss.accumulate(batch, at: parameters, step, into: &gradient)
            #expect(tally.images == batch.labels.count && tally.loss > 0)
            let largest = gradient.reduce(0) { max($0, abs($1 - 3)) }
            #expect(largest > 0)
            let width = 1e-6
            var worst = 0.0
            for index in parameters.indices {
                func value(_ offset: Double) -> Double {
                    var moved = parameters
                    moved[index] += offset
                    var ignored = [Double](repeating: 0, count: parameters.count)
                    return loss.accumulate(batch, at: moved, step, into: &ignored).loss
                }
                let difference = (value(width) - value(-width)) / (2 * width)
                worst = max(worst, abs(difference - (gradient[index] - 3)))
            }
            #expect(worst <= 1e-6 * largest, "relative error \(worst / largest)")
        }
    }

    static func batch(_ architecture: TrainableArchitecture, _ generator: inout SeededGenerator) -> Batch<Double> {
        let pixels = (0..<3 * architecture.input.count).map { _ in generator.unitDouble() }
        let labels = (0..<3).map { _ in Int(generator.next() % UInt64(architecture.classCount)) }
        return Batch(images: Matrix(rows: 3, columns: architecture.input.count, elements: pixels), labels: labels)
    }
}
