import LinearAlgebra
import Networks
import Questions
import Testing
import WitnessCheck

@Suite struct EvaluatorTests {
    @Test func examplesCoverEveryKindOfLayer() {
        #expect(Examples.networks.count == 48)
        let kinds = Examples.networks.reduce(into: Set<LayerKind>()) { $0.formUnion($1.network.layerKinds) }
        #expect(kinds == Set(LayerKind.allCases))
    }

    @Test(arguments: Examples.networks) func agreesWithTheLoweredNetwork(example: Examples.Named) {
        let network = example.network
        let images = Examples.images(for: network, count: 8, seed: 1)
        let double = Evaluator<Double>(network).logits(images.doubles)
        let single = network.evaluator.logits(images)
        for row in 0..<images.rows {
            let expected = LoweredEvaluation.logits(of: network.lowered, at: images.row(row).map(Double.init))
            #expect(agree(double.row(row), expected, within: 1e-13))
            #expect(agree(single.row(row).map(Double.init), expected, within: 3e-6))
        }
    }

    /// The witness check evaluates with loops of its own; its margins for every label must be the evaluator's.
    @Test(arguments: Examples.networks) func agreesWithTheWitnessCheck(example: Examples.Named) {
        let network = example.network
        let images = Examples.images(for: network, count: 4, seed: 2)
        let double = Evaluator<Double>(network).logits(images.doubles)
        let single = network.evaluator.logits(images)
        for row in 0..<images.rows {
            let pixels = images.row(row)
            for label in 0..<network.classCount {
                let sample = Sample(id: SampleID(dataset: "x", split: "y", index: row), label: label, pixels: pixels)
                let query = Query(sample: sample, label: label, perturbation: PerturbationSet(epsilon: 0))
                let report = WitnessCheck.examine(Witness(pixels: pixels, adversarialClass: 0), for: query, on: network)
                let expected = worstMargin(double.row(row), label)
                #expect(abs(report.marginDouble - expected) <= 1e-13 * max(1, abs(expected)))
                #expect(abs(report.marginFloat - worstMargin(single.row(row).map(Double.init), label)) < 1e-5)
            }
        }
    }

    @Test(arguments: Examples.networks) func imagesOfABatchDoNotAffectEachOther(example: Examples.Named) {
        let evaluator = Evaluator<Double>(example.network)
        let images = Examples.images(for: example.network, count: 9, seed: 3).doubles
        let together = evaluator.logits(images)
        #expect((together.rows, together.columns) == (9, example.network.classCount))
        let order = [4, 8, 0, 0, 7]
        let reordered = evaluator.logits(images.selectingRows(order))
        for (position, row) in order.enumerated() {
            #expect(agree(reordered.row(position), together.row(row), within: 1e-14))
            #expect(agree(evaluator.logits(images.selectingRows([row])).row(0), together.row(row), within: 1e-14))
        }
    }

    @Test(arguments: Examples.networks) func traceHoldsTheResultOfEveryNode(example: Examples.Named) {
        let network = example.network
        let images = Examples.images(for: network, count: 3, seed: 4)
        let trace = network.evaluator.trace(images)
        #expect(trace.values.count == network.nodes.count)
        #expect(trace.values[0] == images)
        #expect(trace.logits == network.evaluator.logits(images))
        for (node, value) in zip(network.nodes, trace.values) {
            #expect((value.rows, value.columns) == (3, node.shape.count))
        }
    }

    @Test func predictionsTakeTheFirstOfEqualLogits() throws {
        let network = try Examples.linear([[1, 0, 0], [0, 1, 0], [0, 0, 1]], bias: [0, 0, 0])
        let images = Matrix<Float>(
            rows: 5, columns: 3, elements: [1, 0, 0, 0, 1, 1, 0, 0, 2, 3, 3, 3, -1, -2, -1])
        #expect(network.evaluator.predictions(images) == [0, 1, 2, 0, 0])
    }

    @Test func resultsOfHandComputedLayers() throws {
        var builder = NetworkBuilder(input: [1, 2, 3])
        try builder.normalise(mean: [1], deviation: [0.5])
        try builder.convolution(
            kernels: Matrix(rows: 1, columns: 4, elements: [1, 2, 3, 4]), bias: [-5], kernelHeight: 2, kernelWidth: 2,
            stride: 1, padding: 0)
        builder.relu()
        let network = try builder.build()
        // (x − 1) · 2 = 0 2 4 / 6 8 10; windows 0 2 6 8 and 2 4 8 10.
        let image = Matrix<Float>(rows: 1, columns: 6, elements: [1, 2, 3, 4, 5, 6])
        #expect(network.evaluator.logits(image).elements == [49, 69])
        let dark = Matrix<Float>(rows: 1, columns: 6)
        #expect(network.evaluator.logits(dark).elements == [0, 0])
    }

    private func worstMargin(_ logits: [Double], _ label: Int) -> Double {
        logits.indices.filter { $0 != label }.map { logits[label] - logits[$0] }.min() ?? .infinity
    }
}
