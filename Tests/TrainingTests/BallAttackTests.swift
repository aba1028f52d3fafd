import LinearAlgebra
import Testing
import Training

/// The l2 attack of adversarial training.
@Suite struct BallAttackTests {
    private let architecture = TrainableArchitecture(pixels: 30, hidden: [20], classes: 4)

    private func batch(_ generator: inout SeededGenerator) -> Batch<Float> {
        // Some pixels lie on the ends of [0, 1].
        let pixels = (0..<12 * 30).map { _ in min(1, max(0, 1.4 * generator.unitFloat() - 0.2)) }
        return Batch(images: Matrix(rows: 12, columns: 30, elements: pixels), labels: (0..<12).map { $0 % 4 })
    }

    private func distances(_ a: Matrix<Float>, _ b: Matrix<Float>) -> [Double] {
        (0..<a.rows).map { row in
            zip(a.row(row), b.row(row)).reduce(0.0) {
                $0 + (Double($1.0) - Double($1.1)) * (Double($1.0) - Double($1.1))
            }
            .squareRoot()
        }
    }

    @Test(arguments: [0.0, 0.1, 0.5, 3], [0, 1, 10])
    func staysInTheBallAndInTheDomain(epsilon: Double, steps: Int) {
        var generator = SeededGenerator(seed: 3)
        let batch = batch(&generator)
        let parameters = architecture.initialParameters(&generator)
        let loss = AdversarialLoss<Float>(architecture, steps: steps, stepShare: 0.25, norm: .two)
        let moved = loss.attack(batch, parameters, LossStep(epsilon: epsilon, seed: 9))
        #expect(distances(moved, batch.images).allSatisfy { $0 <= epsilon * (1 + 1e-5) })
        #expect(moved.elements.allSatisfy { (0...1).contains($0) })
    }

    /// The moved images are held fixed: the gradient is that of the cross-entropy there. (With l∞ steps, which go by signs, central
    /// differences see the same; along l2 steps the images would move with the weights.)
    @Test func theGradientIsThatAtTheMovedImages() {
        var generator = SeededGenerator(seed: 5)
        let batch = batch(&generator)
        let parameters = architecture.initialParameters(&generator)
        let step = LossStep(epsilon: 0.3, seed: 9)
        let loss = AdversarialLoss<Float>(architecture, steps: 4, stepShare: 0.25, norm: .two)
        var gradient = [Float](repeating: 0, count: parameters.count)
        let tally = loss.accumulate(batch, at: parameters, step, into: &gradient)
        var expected = [Float](repeating: 0, count: parameters.count)
        let moved = Batch(images: loss.attack(batch, parameters, step), labels: batch.labels)
        let there = NormalLoss<Float>(architecture).accumulate(moved, at: parameters, LossStep(), into: &expected)
        #expect(gradient == expected && tally.loss == there.loss && tally.attacked == there.errors)
        #expect(gradient.contains { $0 != 0 })
    }

    /// Far from the ends of [0, 1] it goes to the sphere, and the loss there is larger than at the images.
    @Test func reachesTheSphere() {
        var generator = SeededGenerator(seed: 4)
        let pixels = (0..<12 * 30).map { _ in 0.4 + 0.2 * generator.unitFloat() }
        let batch = Batch(
            images: Matrix(rows: 12, columns: 30, elements: pixels), labels: (0..<12).map { $0 % 4 })
        let parameters = architecture.initialParameters(&generator)
        let loss = AdversarialLoss<Float>(architecture, steps: 20, stepShare: 0.25, norm: .two)
        let moved = loss.attack(batch, parameters, LossStep(epsilon: 0.3, seed: 9))
        #expect(distances(moved, batch.images).allSatisfy { $0 > 0.299 })
        let normal = NormalLoss<Float>(architecture)
        func value(_ images: Matrix<Float>) -> Double {
            var gradient = [Float](repeating: 0, count: parameters.count)
            return normal.accumulate(
                Batch(images: images, labels: batch.labels), at: parameters, LossStep(), into: &gradient
            ).loss
        }
        #expect(value(moved) > value(batch.images) + 0.1)
    }
}
