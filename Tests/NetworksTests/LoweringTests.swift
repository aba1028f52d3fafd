import LinearAlgebra
import Networks
import Questions
import Testing

@Suite struct LoweringTests {
    private let weight = Matrix<Float>(rows: 2, columns: 2, elements: [1, 2, 3, -4])

    @Test func linearAndReLUAreOneStage() throws {
        var builder = NetworkBuilder(input: [2])
        try builder.linear(weight: weight, bias: [5, 6])
        builder.relu()
        try builder.linear(weight: Matrix(rows: 1, columns: 2, elements: [0, 7]), bias: [8])
        let lowered = try builder.build().lowered
        #expect(lowered.stages.map(kind) == ["identity", "relu", "identity"])
        #expect(lowered.stages.map(\.width) == [2, 2, 1])
        #expect((lowered.inputCount, lowered.classCount, lowered.outputStage) == (2, 1, 2))
        #expect(lowered.reluStages == [1])
        #expect(lowered.stages[0].terms.isEmpty && lowered.stages[0].bias.isEmpty)
        let hidden = lowered.stages[1]
        #expect(hidden.terms.map(\.source) == [0])
        #expect(hidden.bias == [5, 6])
        #expect(hidden.isReLU && hidden.preActivations == 2 && hidden.fanIn == 3)
        guard case .dense(let dense) = hidden.terms[0].matrix else { throw Unexpected() }
        #expect(dense == weight.doubles)
        #expect(hidden.terms[0].transposed == weight.doubles.transposed)
        #expect(hidden.terms[0].rowMagnitudes == [3, 7])
        #expect(lowered.stages[2].terms[0].matrix.entries(ofRow: 0).map(\.column) == [1])
    }

    @Test func affineAfterAffineBecomesAStageOfItsOwn() throws {
        var builder = NetworkBuilder(input: [2])
        try builder.linear(weight: weight, bias: [0, 0])
        try builder.linear(weight: weight, bias: [1, 1])
        let lowered = try builder.build().lowered
        #expect(lowered.stages.map(kind) == ["identity", "identity", "identity"])
        #expect(lowered.stages.dropFirst().map { $0.terms[0].source } == [0, 1])
        #expect(lowered.reluStages.isEmpty)
    }

    @Test func aTrailingActivationIsFollowedByAnIdentity() throws {
        var builder = NetworkBuilder(input: [2])
        builder.relu()
        let lowered = try builder.build().lowered
        #expect(lowered.stages.map(kind) == ["identity", "relu", "identity"])
        for stage in lowered.stages.dropFirst() {
            guard case .sparse(let matrix) = stage.terms[0].matrix else { throw Unexpected() }
            #expect(matrix == SparseMatrix(diagonal: [1, 1]))
            #expect(stage.bias == [0, 0])
        }
    }

    @Test func flattenLeavesNoTrace() throws {
        var builder = NetworkBuilder(input: [1, 1, 2])
        builder.flatten()
        try builder.linear(weight: weight, bias: [0, 0])
        #expect(try builder.build().lowered.stages.count == 2)
    }

    /// Subtraction and scaling are kept apart: together they would round.
    @Test func normaliseIsTwoStages() throws {
        var builder = NetworkBuilder(input: [2, 1, 2])
        try builder.normalise(mean: [0.1, 0.2], deviation: [0.3, 0.7])
        try builder.linear(weight: Matrix(rows: 1, columns: 4, elements: [1, 1, 1, 1]), bias: [0])
        let lowered = try builder.build().lowered
        #expect(lowered.stages.map(kind) == ["identity", "identity", "identity", "identity"])
        let (shift, scale) = (lowered.stages[1], lowered.stages[2])
        #expect(shift.bias == [-0.1, -0.1, -0.2, -0.2])
        #expect(scale.bias == [0, 0, 0, 0])
        guard case .sparse(let ones) = shift.terms[0].matrix, case .sparse(let factors) = scale.terms[0].matrix
        else { throw Unexpected() }
        #expect(ones == SparseMatrix(diagonal: [1, 1, 1, 1]))
        #expect(factors == SparseMatrix(diagonal: [1 / 0.3, 1 / 0.3, 1 / 0.7, 1 / 0.7]))
        #expect(scale.terms[0].source == 1)
    }

    @Test func convolutionIsSparseWithOneEntryPerTap() throws {
        var builder = NetworkBuilder(input: [1, 3, 3])
        try builder.convolution(
            kernels: Matrix(rows: 2, columns: 4, elements: [1, 2, 3, 4, 5, 0, 7, 8]), bias: [0.5, -1],
            kernelHeight: 2, kernelWidth: 2, stride: 2, padding: 1)
        let stage = try builder.build().lowered.stages[1]
        #expect(stage.bias == [0.5, 0.5, 0.5, 0.5, -1, -1, -1, -1])
        let matrix = stage.terms[0].matrix
        #expect((matrix.rows, matrix.columns, matrix.fanIn) == (8, 9, 4))
        #expect(stage.terms[0].transposed == nil)
        #expect(matrix.entries(ofRow: 0).map(\.column) == [0])
        #expect(matrix.entries(ofRow: 0).map(\.value) == [4])
        #expect(matrix.entries(ofRow: 3).map(\.column) == [4, 5, 7, 8])
        #expect(matrix.entries(ofRow: 3).map(\.value) == [1, 2, 3, 4])
        // The kernel's zero is no entry.
        #expect(matrix.entries(ofRow: 7).map(\.column) == [4, 7, 8])
        #expect(matrix.rowMagnitudes == [4, 7, 6, 10, 8, 15, 8, 20])
    }

    @Test func maxPoolIsAnActivationWithItsWindows() throws {
        var builder = NetworkBuilder(input: [1, 2, 3])
        try builder.maxPool(kernel: 2, stride: 1)
        let stage = try builder.build().lowered.stages[1]
        guard case .maxPool(let windows) = stage.activation else { throw Unexpected() }
        #expect(windows == [[0, 1, 3, 4], [1, 2, 4, 5]])
        #expect((stage.width, stage.preActivations) == (2, 6))
    }

    @Test func averagePoolIsSparse() throws {
        var builder = NetworkBuilder(input: [1, 2, 3])
        try builder.averagePool(kernel: 2, stride: 1)
        let stage = try builder.build().lowered.stages[1]
        #expect(kind(stage) == "identity")
        #expect(stage.terms[0].matrix.entries(ofRow: 1).map(\.column) == [1, 2, 4, 5])
        #expect(stage.terms[0].matrix.entries(ofRow: 1).map(\.value) == [0.25, 0.25, 0.25, 0.25])
        #expect(stage.bias == [0, 0])
    }

    @Test func residualAdditionHasTwoTerms() throws {
        var builder = NetworkBuilder(input: [2])
        let skip = builder.relu()
        let branch = try builder.linear(weight: weight, bias: [1, 2])
        try builder.add(skip, branch)
        builder.relu()
        let lowered = try builder.build().lowered
        let sum = lowered.stages[2]
        #expect(sum.terms.count == 2 && sum.terms.allSatisfy { $0.source == 1 })
        #expect(sum.bias == [1, 2])
        #expect(sum.isReLU && sum.fanIn == 1 + 1 + 2)
    }

    @Test(arguments: Examples.networks) func stagesAreWellFormed(example: Examples.Named) {
        let lowered = example.network.lowered
        #expect(lowered.inputCount == example.network.inputShape.count)
        #expect(lowered.classCount == example.network.classCount)
        #expect(lowered.outputStage == lowered.stages.count - 1)
        #expect(kind(lowered.stages[lowered.outputStage]) == "identity")
        for (index, stage) in lowered.stages.enumerated().dropFirst() {
            for term in stage.terms {
                #expect(term.source < index)
                #expect(term.matrix.rows == stage.preActivations)
                #expect(term.matrix.columns == lowered.stages[term.source].width)
                let magnitudes = (0..<term.matrix.rows).map { row in
                    term.matrix.entries(ofRow: row).reduce(0) { $0 + abs($1.value) }
                }
                #expect(agree(term.rowMagnitudes, magnitudes, within: 1e-14))
            }
            if case .maxPool(let windows) = stage.activation {
                #expect(windows.count == stage.width)
                #expect(windows.allSatisfy { !$0.isEmpty && $0.allSatisfy((0..<stage.preActivations).contains) })
            } else {
                #expect(stage.width == stage.preActivations)
            }
        }
        #expect(lowered.roundingCount >= lowered.stages.reduce(0) { $0 + $1.fanIn + 2 * $1.preActivations })
    }

    @Test(arguments: Examples.networks) func poolsAsReLUsAreTheSameFunction(example: Examples.Named) {
        let (lowered, rewritten) = (example.network.lowered, example.network.lowered.withPoolsAsReLUs)
        #expect(!rewritten.hasMaxPools)
        #expect((rewritten.stages.count == lowered.stages.count) == !lowered.hasMaxPools)
        let images = Examples.images(for: example.network, count: 5, seed: 9)
        for row in 0..<images.rows {
            let image = images.row(row).map(Double.init)
            let expected = LoweredEvaluation.logits(of: lowered, at: image)
            #expect(agree(LoweredEvaluation.logits(of: rewritten, at: image), expected, within: 1e-12))
        }
    }

    private func kind(_ stage: LoweredNetwork.Stage) -> String {
        switch stage.activation {
        case .identity: "identity"
        case .relu: "relu"
        case .maxPool: "max-pool"
        }
    }

    private struct Unexpected: Error {}
}
