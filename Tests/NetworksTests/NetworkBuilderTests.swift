import LinearAlgebra
import Networks
import Questions
import Testing

@Suite struct NetworkBuilderTests {
    private func fault(
        input: TensorShape, _ build: (inout NetworkBuilder) throws(NetworkFault) -> Void
    ) -> String {
        var builder = NetworkBuilder(input: input)
        do {
            try build(&builder)
            _ = try builder.build()
            return "none"
        } catch {
            return error.description
        }
    }

    private func zeros(_ rows: Int, _ columns: Int) -> Matrix<Float> { Matrix(rows: rows, columns: columns) }

    @Test func linearShapes() {
        #expect(
            fault(input: [3]) { builder throws(NetworkFault) in
                try builder.linear(weight: zeros(2, 4), bias: [0, 0], name: "fc1")
            } == "fc1: expected shape [out, 3], found [2, 4]")
        #expect(
            fault(input: [3]) { builder throws(NetworkFault) in
                try builder.linear(weight: zeros(2, 3), bias: [0, 0, 0])
            } == "bias of linear layer (node 1): expected shape [2], found [3]")
        #expect(
            fault(input: [1, 2, 2]) { builder throws(NetworkFault) in
                try builder.linear(weight: zeros(2, 5), bias: [0, 0])
            } == "linear layer (node 1): expected shape [out, 4], found [2, 5]")
    }

    @Test func convolutionShapes() {
        #expect(
            fault(input: [3, 8, 8]) { builder throws(NetworkFault) in
                try builder.convolution(
                    kernels: zeros(4, 9), bias: [0, 0, 0, 0], kernelHeight: 3, kernelWidth: 3, stride: 1, padding: 1)
            } == "conv2d layer (node 1): expected shape [out, 3, 3, 3], found [4, 9] flattened")
        #expect(
            fault(input: [1, 8, 8]) { builder throws(NetworkFault) in
                try builder.convolution(
                    kernels: zeros(4, 9), bias: [0], kernelHeight: 3, kernelWidth: 3, stride: 1, padding: 1,
                    name: "conv")
            } == "bias of conv: expected shape [4], found [1]")
        #expect(
            fault(input: [64]) { builder throws(NetworkFault) in
                try builder.convolution(
                    kernels: zeros(4, 9), bias: [0], kernelHeight: 3, kernelWidth: 3, stride: 1, padding: 1)
            } == "conv2d layer (node 1): expected shape channels×height×width, found 64")
    }

    @Test(arguments: [(3, 1, 0), (2, 0, 0), (2, -1, 0), (2, 1, -1), (2, 1, 2), (0, 1, 0), (-1, 1, 0)])
    func windowsMustFit(kernel: Int, stride: Int, padding: Int) {
        let expected =
            "max-pool (node 1): expected shape a window that fits 2×2 with padding \(padding), "
            + "found \(kernel)×\(kernel), stride \(stride)"
        #expect(
            fault(input: [1, 2, 2]) { builder throws(NetworkFault) in
                try builder.maxPool(kernel: kernel, stride: stride, padding: padding)
            } == expected)
        #expect(
            fault(input: [1, 2, 2]) { builder throws(NetworkFault) in
                try builder.averagePool(kernel: kernel, stride: stride, padding: padding)
            } == expected.replacing("max-pool", with: "average-pool"))
    }

    @Test func additionsNeedEqualShapesAndEarlierNodes() {
        #expect(
            fault(input: [2, 1, 3]) { builder throws(NetworkFault) in
                let flat = builder.flatten()
                try builder.add(0, flat)
            } == "add (node 2): expected shape 2×1×3, found 6")
        for node in [-1, 1, 7] {
            #expect(
                fault(input: [2]) { builder throws(NetworkFault) in try builder.add(0, node) }
                    == "add (node 1): there is no earlier node \(node)")
        }
    }

    @Test func normalisations() {
        #expect(
            fault(input: [3, 2, 2]) { builder throws(NetworkFault) in
                try builder.normalise(mean: [0, 0], deviation: [1, 1, 1])
            } == "normalise (node 1): expected shape 3 channels, found 2 means and 3 deviations")
        #expect(
            fault(input: [4]) { builder throws(NetworkFault) in
                try builder.normalise(mean: [0, 0], deviation: [1, 1])
            } == "normalise (node 1): expected shape 1 channel, found 2 means and 2 deviations")
        for deviation in [0, -1, .nan, .infinity] {
            #expect(
                fault(input: [2, 1, 1]) { builder throws(NetworkFault) in
                    try builder.normalise(mean: [0, 0], deviation: [1, deviation])
                } == "normalise: channel 1 needs a finite mean and a positive deviation with a finite reciprocal")
        }
    }

    @Test func weightsMustBeFinite() {
        for bad in [Float.nan, .infinity, -.infinity] {
            #expect(
                fault(input: [2]) { builder throws(NetworkFault) in
                    try builder.linear(
                        weight: Matrix(rows: 1, columns: 2, elements: [bad, 0]), bias: [bad], name: "fc1")
                } == "fc1: 2 weights are NaN, infinite or beyond single precision (3.4e38)")
        }
        #expect(
            fault(input: [1, 1, 1]) { builder throws(NetworkFault) in
                try builder.convolution(
                    kernels: zeros(1, 1), bias: [.nan], kernelHeight: 1, kernelWidth: 1, stride: 1, padding: 0)
            } == "conv2d layer (node 1): 1 weight is NaN, infinite or beyond single precision (3.4e38)")
    }

    @Test func aNetworkNeedsALayer() {
        #expect(fault(input: [2]) { _ in } == "the network has no layers")
    }

    @Test func aRefusedLayerLeavesTheBuilderUsable() throws {
        var builder = NetworkBuilder(input: [2])
        #expect(throws: NetworkFault.self) { try builder.add(0, 5) }
        #expect(builder.last == 0)
        try builder.linear(weight: Matrix(rows: 1, columns: 2, elements: [1, 1]), bias: [0])
        #expect(try builder.build().nodes.count == 2)
    }

    @Test func shapesFollowTheLayers() throws {
        let network = try Examples.everyLayer(seed: 1)
        #expect(network.nodes.map(\.shape.description).first == "2×6×5")
        #expect(network.inputShape == [2, 6, 5])
        #expect(network.classCount == 4)
        let pooled = network.nodes.first { $0.operation.kind == .maxPool }
        #expect(pooled?.shape == [3, 3, 3])
        let averaged = network.nodes.first { $0.operation.kind == .averagePool }
        #expect(averaged?.shape == [4, 3, 3])
        #expect(try network.layerKinds.union(Examples.everyMove(seed: 1).layerKinds) == Set(LayerKind.allCases))
        #expect(network.layerKinds == Set(LayerKind.allCases).subtracting([.select, .concatenate, .reshape]))
        #expect(network.parameterCount == 3 * 18 + 3 + 3 * 27 + 3 + 4 * 12 + 4 + 7 * 36 + 7 + 4 * 7 + 4)
    }

    @Test func imagesAreFlattenedBeforeLinearLayers() throws {
        var builder = NetworkBuilder(input: [1, 2, 2])
        try builder.linear(weight: Matrix(rows: 1, columns: 4, elements: [1, 2, 3, 4]), bias: [0])
        #expect(try builder.build().nodes.map(\.operation.kind) == [nil, .flatten, .linear])
    }
}
