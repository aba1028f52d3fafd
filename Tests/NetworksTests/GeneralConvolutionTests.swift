import LinearAlgebra
import Networks
import TestSupport
import Testing

/// Convolutions of any strides, padding, dilations and groups against loops over indices and against recorded figures.
@Suite struct GeneralConvolutionTests {
    /// A case of whole numbers, so that every result is exact: pixel i is 7 i mod 11 − 5, weight i is 5 i mod 9 − 4, bias i is i − 1.
    struct Recorded: CustomTestStringConvertible, Sendable {
        var input: [Int]
        /// Output channels, input channels of a group, height, width.
        var kernels: [Int]
        var window: WindowSpec
        var groups: Int
        var expected: [Int]
        var testDescription: String { "\(input) by \(kernels), \(window.text), \(groups) groups" }
    }

    /// By numpy, over sliding windows of the padded image with kernels that are spread out by zeros.
    static let recorded = [
        Recorded(
            input: [2, 4, 5], kernels: [4, 2, 2, 3],
            window: WindowSpec(kernelHeight: 2, kernelWidth: 3, strideHeight: 2, strideWidth: 1, top: 1, right: 2),
            groups: 1,
            expected: [
                -19, 15, 16, -3, 9, 50, -36, 21, 22, -11, 6, 4, 2, 7, -5, -60, -17, 37, -22, 5, 22, -43, 24, -28, -1,
                28, 38, -73, 51, -24, -16, 18, 19, 0, 12, 53, -33, 24, 25, -8,
            ]),
        Recorded(
            input: [4, 3, 4], kernels: [2, 2, 2, 2],
            window: WindowSpec(
                kernelHeight: 2, kernelWidth: 2, strideHeight: 1, strideWidth: 2, left: 1, bottom: 1, dilationHeight: 2),
            groups: 2, expected: [4, -22, -9, 7, 6, 1, -16, 2]),
        Recorded(
            input: [3, 5, 5], kernels: [3, 1, 3, 2],
            window: WindowSpec(
                kernelHeight: 3, kernelWidth: 2, strideHeight: 2, strideWidth: 3, top: 1, left: 1, bottom: 2,
                dilationWidth: 2),
            groups: 3,
            expected: [15, 16, -16, -14, -6, -10, -13, -7, 4, 11, -8, -11, 1, -18, -7, 0, 14, 11]),
    ]

    @Test(arguments: recorded) func `figures are those of numpy`(_ example: Recorded) throws {
        func numbers(_ count: Int, _ factor: Int, _ modulus: Int) -> [Float] {
            (0..<count).map { Float($0 * factor % modulus - modulus / 2) }
        }
        let columns = example.kernels.dropFirst().reduce(1, *)
        var builder = NetworkBuilder(input: TensorShape(example.input))
        try builder.convolution(
            kernels: Matrix(
                rows: example.kernels[0], columns: columns, elements: numbers(example.kernels[0] * columns, 5, 9)),
            bias: (0..<example.kernels[0]).map { Float($0 - 1) }, window: example.window, groups: example.groups)
        let network = try builder.build()
        let pixels = numbers(network.inputShape.count, 7, 11)
        let image = Matrix(rows: 1, columns: pixels.count, elements: pixels)
        #expect(network.evaluator.logits(image).elements == example.expected.map(Float.init))
        #expect(Evaluator<Double>(network).logits(image.doubles).elements == example.expected.map(Double.init))
        let lowered = LoweredEvaluation.logits(of: network.lowered, at: pixels.map(Double.init))
        #expect(lowered == example.expected.map(Double.init))
    }

    /// Random layers with small whole numbers: every way to compute them is exact.
    static let random: [ConvolutionLayer] = {
        var (layers, generator) = ([ConvolutionLayer](), SeededGenerator(seed: 41))
        func pick(_ range: ClosedRange<Int>) -> Int { Int.random(in: range, using: &generator) }
        while layers.count < 200 {
            let groups = pick(1...3)
            let window = WindowSpec(
                kernelHeight: pick(1...3), kernelWidth: pick(1...3), strideHeight: pick(1...3),
                strideWidth: pick(1...3), top: pick(0...3), left: pick(0...3), bottom: pick(0...3), right: pick(0...3),
                dilationHeight: pick(1...3), dilationWidth: pick(1...3))
            let inputs = pick(1...2)
            let columns = inputs * window.kernelHeight * window.kernelWidth
            var builder = NetworkBuilder(input: [groups * inputs, pick(1...6), pick(1...6)])
            let rows = groups * pick(1...2)
            let kernels = Matrix(
                rows: rows, columns: columns, elements: (0..<rows * columns).map { _ in Float(pick(-4...4)) })
            let node = try? builder.convolution(
                kernels: kernels, bias: (0..<rows).map { _ in Float(pick(-4...4)) }, window: window, groups: groups)
            guard node != nil, case .convolution(let layer)? = try? builder.build().nodes[1].operation else { continue }
            layers.append(layer)
        }
        return layers
    }()

    private func network(_ layer: ConvolutionLayer) throws -> Network {
        let geometry = layer.geometry
        var builder = NetworkBuilder(input: [geometry.channels, geometry.height, geometry.width])
        try builder.convolution(
            kernels: layer.weight, bias: layer.bias, window: WindowSpec(geometry), groups: layer.groups)
        return try builder.build()
    }

    @Test func `results are those of loops over indices`() throws {
        var generator = SeededGenerator(seed: 42)
        for layer in Self.random {
            let network = try network(layer)
            let count = network.inputShape.count
            let images = Matrix<Float>(
                rows: 2, columns: count,
                elements: (0..<2 * count).map { _ in Float(Int.random(in: -5...5, using: &generator)) })
            let (single, double) = (network.evaluator.logits(images), Evaluator<Double>(network).logits(images.doubles))
            for row in 0..<2 {
                let pixels = images.row(row).map(Double.init)
                let expected = PlainConvolution.values(layer, pixels)
                #expect(double.row(row) == expected, "\(WindowSpec(layer.geometry).text), \(layer.groups) groups")
                #expect(single.row(row).map(Double.init) == expected)
                #expect(LoweredEvaluation.logits(of: network.lowered, at: pixels) == expected)
            }
        }
    }

    /// The pullback is the transpose: every product's weight goes back to its input entry.
    @Test func `gradients are those of loops over indices`() throws {
        var generator = SeededGenerator(seed: 43)
        for layer in Self.random {
            let network = try network(layer)
            let cotangent = (0..<network.classCount).map { _ in Double(Int.random(in: -3...3, using: &generator)) }
            var expected = [Double](repeating: 0, count: network.inputShape.count)
            PlainConvolution.forEachProduct(layer) { output, column, input in
                expected[input] += Double(layer.weight[output / layer.geometry.positions, column]) * cotangent[output]
            }
            let zeros = Matrix<Double>(rows: 1, columns: expected.count)
            let evaluator = Evaluator<Double>(network)
            let row = Matrix(rows: 1, columns: cotangent.count, elements: cotangent)
            #expect(evaluator.pullback(row, through: evaluator.trace(zeros)).elements == expected)
            let single = network.evaluator
            let gradient = single.pullback(
                Matrix(rows: 1, columns: cotangent.count, elements: cotangent.map { Float($0) }),
                through: single.trace(Matrix(rows: 1, columns: expected.count)))
            #expect(gradient.elements.map(Double.init) == expected)
        }
    }

    /// The matrix has the kernels' entries and no others, whatever the groups.
    @Test func `the lowered matrix is sparse`() throws {
        for layer in Self.random {
            let lowered = try network(layer).lowered
            #expect(lowered.stages.count == 2)
            guard case .sparse(let matrix) = lowered.stages[1].terms[0].matrix else {
                Issue.record("not sparse")
                continue
            }
            var count = 0
            PlainConvolution.forEachProduct(layer) { output, column, _ in
                count += layer.weight[output / layer.geometry.positions, column] == 0 ? 0 : 1
            }
            #expect(matrix.values.count == count)
        }
    }

    @Test func `what does not fit is refused`() {
        func fault(_ window: WindowSpec, groups: Int = 1, rows: Int = 4) -> String {
            var builder = NetworkBuilder(input: [4, 5, 6])
            let columns = 4 / max(groups, 1) * max(0, window.kernelHeight) * max(0, window.kernelWidth)
            do throws(NetworkFault) {
                try builder.convolution(
                    kernels: Matrix(rows: rows, columns: columns), bias: [Float](repeating: 0, count: rows),
                    window: window, groups: groups)
                return "none"
            } catch { return error.description }
        }
        let plain = WindowSpec(kernelHeight: 2, kernelWidth: 2)
        #expect(fault(plain) == "none")
        #expect(
            fault(plain, groups: 3)
                == "conv2d layer (node 1): expected shape channels in 3 equal groups, found 4 channels in, 4 out")
        #expect(fault(plain, groups: 2, rows: 3).contains("channels in 2 equal groups"))
        #expect(fault(plain, groups: 0).contains("0 equal groups"))
        var wide = WindowSpec(kernelHeight: 2, kernelWidth: 2, strideWidth: 2, top: 1, dilationHeight: 7)
        #expect(
            fault(wide)
                == "conv2d layer (node 1): expected shape a window that fits 5×6 with padding 1 0 0 0, "
                + "found 2×2, stride 1×2, dilation 7×1")
        wide.dilationHeight = 5
        #expect(fault(wide) == "none")
        for huge in [Int.max, 1 << 17, -1] {
            #expect(fault(WindowSpec(kernelHeight: 2, kernelWidth: 2, strideHeight: huge)) != "none")
            #expect(fault(WindowSpec(kernelHeight: 2, kernelWidth: 2, top: huge)) != "none")
            #expect(fault(WindowSpec(kernelHeight: 2, kernelWidth: 2, dilationWidth: huge)) != "none")
        }
        #expect(
            fault(WindowSpec(kernelHeight: 2, kernelWidth: 2, top: 1 << 16, left: 1 << 16)).contains("too many"))
    }

    /// A window of a pooling must see a pixel; of a convolution it may lie on padding alone.
    @Test func `windows of poolings see pixels`() throws {
        let blind = WindowSpec(
            kernelHeight: 1, kernelWidth: 2, left: 1, right: 1, dilationHeight: 1, dilationWidth: 2)
        for window in [blind, WindowSpec(kernelHeight: 1, kernelWidth: 1, right: 1)] {
            var builder = NetworkBuilder(input: [1, 1, 1])
            #expect(throws: NetworkFault.self) { try builder.maxPool(window: window) }
            #expect(throws: NetworkFault.self) { try builder.averagePool(window: window) }
            let columns = window.kernelWidth
            try builder.convolution(kernels: Matrix(rows: 1, columns: columns), bias: [3], window: window)
        }
        var builder = NetworkBuilder(input: [1, 2, 3])
        try builder.maxPool(window: WindowSpec(kernelHeight: 2, kernelWidth: 1, strideWidth: 2))
        let image = Matrix<Float>(rows: 1, columns: 6, elements: [1, 9, 3, 4, 9, 2])
        #expect(try builder.build().evaluator.logits(image).elements == [4, 3])
    }
}
