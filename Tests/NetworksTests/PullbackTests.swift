import LinearAlgebra
import Networks
import Testing

@Suite struct PullbackTests {
    /// Which way every kink went for one image: the signs before every ReLU and the maxima of every pooling window.
    private func pattern(_ network: Network, _ trace: Evaluator<Double>.Trace) -> [Int] {
        network.nodes.flatMap { node -> [Int] in
            switch node.operation {
            case .relu: return trace.values[node.inputs[0]].row(0).map { $0 > 0 ? 1 : 0 }
            case .maxPool(let layer):
                let values = trace.values[node.inputs[0]].row(0)
                return layer.windows.map { window in
                    window.dropFirst().reduce(window[0]) { values[$1] > values[$0] ? $1 : $0 }
                }
            default: return []
            }
        }
    }

    /// On a piece where the network is affine, central differences are exact up to rounding.
    @Test(arguments: Examples.networks) func equalsCentralDifferencesAwayFromKinks(example: Examples.Named) {
        let network = example.network
        let evaluator = Evaluator<Double>(network)
        let step = 1e-5
        var compared = 0
        for seed in 1...5 as ClosedRange<UInt64> {
            let image = Examples.images(for: network, count: 1, seed: seed).doubles
            var generator = SeededGenerator(seed: seed)
            let cotangent = Matrix(
                rows: 1, columns: network.classCount, elements: (0..<network.classCount).map { _ in generator.normal() }
            )
            let trace = evaluator.trace(image)
            let gradient = evaluator.pullback(cotangent, through: trace)
            #expect((gradient.rows, gradient.columns) == (1, image.columns))
            for pixel in 0..<image.columns {
                let (before, after) = (moved(image, pixel, -step), moved(image, pixel, step))
                let (low, high) = (evaluator.trace(before), evaluator.trace(after))
                let here = pattern(network, trace)
                guard pattern(network, low) == here, pattern(network, high) == here else { continue }
                let difference = zip(high.logits.elements, low.logits.elements).map { $0 - $1 }
                let slope = zip(difference, cotangent.elements).reduce(0) { $0 + $1.0 * $1.1 } / (2 * step)
                #expect(abs(slope - gradient[0, pixel]) <= 1e-6 * max(1e-3, abs(slope)), "pixel \(pixel)")
                compared += 1
            }
        }
        #expect(compared > 4 * network.inputShape.count)
    }

    @Test(arguments: Examples.networks) func isLinearInTheCotangentAndPerImage(example: Examples.Named) {
        let network = example.network
        let evaluator = Evaluator<Double>(network)
        let images = Examples.images(for: network, count: 4, seed: 9).doubles
        var generator = SeededGenerator(seed: 10)
        let classes = network.classCount
        let first = Matrix(rows: 4, columns: classes, elements: (0..<4 * classes).map { _ in generator.normal() })
        let second = Matrix(rows: 4, columns: classes, elements: (0..<4 * classes).map { _ in generator.normal() })
        let sum = Matrix(
            rows: 4, columns: classes, elements: zip(first.elements, second.elements).map { 2 * $0 - 3 * $1 })
        let trace = evaluator.trace(images)
        let parts = (evaluator.pullback(first, through: trace), evaluator.pullback(second, through: trace))
        let whole = evaluator.pullback(sum, through: trace)
        #expect(agree(whole.elements, zip(parts.0.elements, parts.1.elements).map { 2 * $0 - 3 * $1 }, within: 1e-12))
        for row in 0..<4 {
            let alone = evaluator.pullback(
                first.selectingRows([row]), through: evaluator.trace(images.selectingRows([row])))
            #expect(agree(alone.row(0), parts.0.row(row), within: 1e-13))
        }
    }

    @Test(arguments: Examples.networks) func singleAndDoublePrecisionAgree(example: Examples.Named) {
        let network = example.network
        let images = Examples.images(for: network, count: 3, seed: 12)
        let cotangent = Matrix<Float>(
            rows: 3, columns: network.classCount,
            elements: (0..<3 * network.classCount).map { Float($0 % 5) - 2 })
        let single = network.evaluator.pullback(cotangent, through: network.evaluator.trace(images))
        let evaluator = Evaluator<Double>(network)
        let double = evaluator.pullback(cotangent.doubles, through: evaluator.trace(images.doubles))
        #expect(agree(single.elements.map(Double.init), double.elements, within: 1e-4))
    }

    @Test func kinksTakeTheInactiveSideAndTheFirstMaximum() throws {
        var builder = NetworkBuilder(input: [1, 2, 2])
        builder.relu()
        try builder.maxPool(kernel: 2, stride: 1)
        let pooled = try builder.build()
        let ones = Matrix<Double>(rows: 1, columns: 1, elements: [1])
        let evaluator = Evaluator<Double>(pooled)
        func gradient(_ pixels: [Double]) -> [Double] {
            let image = Matrix(rows: 1, columns: 4, elements: pixels)
            return evaluator.pullback(ones, through: evaluator.trace(image)).elements
        }
        #expect(gradient([1, 2, 2, 0]) == [0, 1, 0, 0])
        #expect(gradient([0, 0, 0, 0]) == [0, 0, 0, 0])
        #expect(gradient([-1, -2, -3, 5]) == [0, 0, 0, 1])
    }

    @Test func aNodeUsedTwiceGetsBothGradients() throws {
        var builder = NetworkBuilder(input: [2])
        let image = builder.last
        try builder.add(image, image)
        let network = try builder.build()
        let evaluator = Evaluator<Double>(network)
        let trace = evaluator.trace(Matrix(rows: 1, columns: 2, elements: [3, 4]))
        #expect(trace.logits.elements == [6, 8])
        let gradient = evaluator.pullback(Matrix(rows: 1, columns: 2, elements: [1, -1]), through: trace)
        #expect(gradient.elements == [2, -2])
    }

    @Test func aNodeWithoutWayToTheLogitsGetsNoGradient() throws {
        var builder = NetworkBuilder(input: [2])
        let image = builder.last
        builder.relu()
        let weight = Matrix<Float>(rows: 2, columns: 2, elements: [1, 2, 3, 4])
        try builder.linear(weight: weight, bias: [0, 0], after: image)
        let network = try builder.build()
        let evaluator = Evaluator<Double>(network)
        let trace = evaluator.trace(Matrix(rows: 1, columns: 2, elements: [1, 1]))
        let gradient = evaluator.pullback(Matrix(rows: 1, columns: 2, elements: [1, 0]), through: trace)
        #expect(gradient.elements == [1, 2])
    }

    /// Two ReLUs by hand: z = (3, −1), root mean square √5, w = 0.5 √5.
    @Test func `smoothed ReLUs have the slope of squareplus at the network's own values`() throws {
        var builder = NetworkBuilder(input: [2])
        builder.relu()
        try builder.linear(weight: Matrix<Float>(rows: 2, columns: 2, elements: [1, 0, 0, 1]), bias: [0, 0])
        let evaluator = Evaluator<Double>(try builder.build())
        let trace = evaluator.trace(Matrix(rows: 1, columns: 2, elements: [3, -1]))
        #expect(trace.logits.elements == [3, 0])
        let cotangent = Matrix(rows: 1, columns: 2, elements: [2.0, 4.0])
        let smoothed = evaluator.pullback(cotangent, through: trace, smoothing: 0.5).elements
        let expected = [1 + 3 / (9 + 1.25).squareRoot(), 2 * (1 - 1 / (1 + 1.25).squareRoot())]
        #expect(zip(smoothed, expected).allSatisfy { abs($0 - $1) < 1e-12 }, "\(smoothed) \(expected)")
        #expect(evaluator.pullback(cotangent, through: trace, smoothing: 0).elements == [2, 0])
        #expect(abs(evaluator.pullback(cotangent, through: trace, smoothing: 1e-6).elements[1]) < 1e-9)
    }

    private func moved(_ image: Matrix<Double>, _ pixel: Int, _ step: Double) -> Matrix<Double> {
        var result = image
        result.elements[pixel] += step
        return result
    }
}
