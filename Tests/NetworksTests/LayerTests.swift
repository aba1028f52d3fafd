import Foundation
import LinearAlgebra
import Networks
import Testing

@Suite struct LayerTests {
    private func pooling(_ channels: Int, _ height: Int, _ width: Int, kernel: Int, stride: Int, padding: Int)
        -> PoolingLayer
    {
        PoolingLayer(
            geometry: ConvolutionGeometry(
                channels: channels, height: height, width: width, kernelHeight: kernel, kernelWidth: kernel,
                stride: stride, padding: padding))
    }

    @Test func poolingWindowsSlidePerChannelAndSkipPadding() {
        let layer = pooling(2, 2, 2, kernel: 2, stride: 2, padding: 1)
        #expect(layer.outputShape == [2, 2, 2])
        #expect(layer.windows == [[0], [1], [2], [3], [4], [5], [6], [7]])
        let wide = pooling(1, 3, 3, kernel: 3, stride: 2, padding: 1)
        #expect(wide.windows == [[0, 1, 3, 4], [1, 2, 4, 5], [3, 4, 6, 7], [4, 5, 7, 8]])
    }

    /// Padding never counts: a maximum of negative pixels stays negative, an average divides by covered pixels.
    @Test func paddingNeverCounts() throws {
        var builder = NetworkBuilder(input: [1, 2, 2])
        try builder.maxPool(kernel: 2, stride: 2, padding: 1)
        let image = Matrix<Float>(rows: 1, columns: 4, elements: [-1, -2, -3, -4])
        #expect(try builder.build().evaluator.logits(image).elements == [-1, -2, -3, -4])
        builder = NetworkBuilder(input: [1, 3, 3])
        try builder.averagePool(kernel: 3, stride: 2, padding: 1)
        let ramp = Matrix<Float>(rows: 1, columns: 9, elements: (0..<9).map(Float.init))
        #expect(try builder.build().evaluator.logits(ramp).elements == [2, 3, 5, 6])
    }

    @Test func normalisationScalesByTheRoundedReciprocal() {
        let layer = NormalisationLayer(mean: [0.1, 0.2], deviation: [0.225, 3])
        #expect(layer.scale == [1 / 0.225, 1 / 3.0])
    }

    @Test func tensorShapes() {
        let image: TensorShape = [3, 4, 5]
        #expect(image.count == 60)
        #expect(image.description == "3×4×5")
        #expect(image.image.map { [$0.channels, $0.height, $0.width] } == [3, 4, 5])
        let vector = TensorShape([7])
        #expect(vector.image == nil && vector.count == 7 && vector.description == "7")
    }

    @Test func architecturesSurviveJSON() throws {
        let spec = ArchitectureSpec(
            input: [1, 28, 28],
            layers: [
                .conv2d(weight: nil, bias: "b", stride: 2, padding: 1), .relu,
                .maxPool(kernel: 2, stride: 2, padding: 0), .averagePool(kernel: 2, stride: 1, padding: 1),
                .add(from: 2), .flatten, .normalise(mean: [0.1], deviation: [0.3]),
                .linear(weight: "w", bias: nil, transposed: true),
            ],
            normalise: NormalisationLayer(mean: [0], deviation: [1]))
        for example in [spec, .inferred] {
            let data = try JSONEncoder().encode(example)
            #expect(try JSONDecoder().decode(ArchitectureSpec.self, from: data) == example)
        }
        #expect(ArchitectureSpec.inferred == ArchitectureSpec(input: nil, layers: nil, normalise: nil))
    }
}
