import LinearAlgebra
import Networks
import Questions
import Testing

/// Layers that only move entries.
@Suite struct SelectionTests {
    private func row(_ values: [Double]) -> Matrix<Double> { Matrix(rows: 1, columns: values.count, elements: values) }

    private let weight = Matrix<Float>(rows: 4, columns: 2, elements: [1, 2, 3, -4, 5, 6, 7, 8])

    @Test func `a selection copies, drops and fills with zeros`() throws {
        var builder = NetworkBuilder(input: [4])
        try builder.select([3, -1, 0, 0], shape: [1, 2, 2])
        let network = try builder.build()
        #expect(network.nodes[1].shape == [1, 2, 2])
        let evaluator = Evaluator<Double>(network)
        let trace = evaluator.trace(row([1, 2, 3, 4]))
        #expect(trace.logits.elements == [4, 0, 1, 1])
        #expect(evaluator.pullback(row([10, 20, 30, 40]), through: trace).elements == [70, 0, 0, 10])
        let batch = Matrix<Float>(rows: 2, columns: 4, elements: [1, 2, 3, 4, 5, 6, 7, 8])
        #expect(network.evaluator.logits(batch).elements == [4, 0, 1, 1, 8, 0, 5, 5])
    }

    @Test func `a concatenation stands in the order of its sources`() throws {
        var builder = NetworkBuilder(input: [2])
        let twice = try builder.linear(weight: Matrix(rows: 1, columns: 2, elements: [2, 3]), bias: [1])
        try builder.concatenate([twice, 0, twice], shape: [4])
        let network = try builder.build()
        let evaluator = Evaluator<Double>(network)
        let trace = evaluator.trace(row([5, 7]))
        #expect(trace.logits.elements == [32, 5, 7, 32])
        #expect(evaluator.pullback(row([1, 10, 100, 1000]), through: trace).elements == [10 + 2002, 100 + 3003])
        let both = evaluator.trace(Matrix(rows: 2, columns: 2, elements: [5, 7, 1, 1])).logits
        #expect(both.elements == [32, 5, 7, 32, 6, 1, 1, 6])
    }

    @Test func `a reshape keeps the entries`() throws {
        var builder = NetworkBuilder(input: [2, 3, 1])
        try builder.reshape([3, 2])
        let network = try builder.build()
        #expect(network.nodes[1].shape == [3, 2])
        #expect(network.layerKinds == [.reshape])
        #expect(Evaluator<Double>(network).logits(row([1, 2, 3, 4, 5, 6])).elements == [1, 2, 3, 4, 5, 6])
        #expect(network.lowered.stages.count == 2)
    }

    @Test func `a scale may have a gain for every entry`() throws {
        var builder = NetworkBuilder(input: [2, 1, 2])
        try builder.scale(gain: [1, 2, 3, 4], offset: [0, 0.5, 0, -1])
        try builder.scale(gain: [2, 3], offset: [0, 0])
        let network = try builder.build()
        let evaluator = Evaluator<Double>(network)
        let trace = evaluator.trace(row([1, 1, 1, 1]))
        #expect(trace.logits.elements == [2, 5, 9, 9])
        #expect(evaluator.pullback(row([1, 1, 1, 1]), through: trace).elements == [2, 4, 9, 12])
        #expect(LoweredEvaluation.logits(of: network.lowered, at: [1, 1, 1, 1]) == [2, 5, 9, 9])
        #expect(throws: NetworkFault.self) { try builder.scale(gain: [1, 2, 3], offset: [0, 0, 0]) }
    }

    // MARK: Lowering

    /// Rows of a dense map that waits are picked; they are no stage of their own.
    @Test func `a selection after a linear layer takes its rows`() throws {
        var builder = NetworkBuilder(input: [2])
        let all = try builder.linear(weight: weight, bias: [1, 2, 3, 4])
        let part = try builder.select([2, 0], shape: [2], after: all)
        builder.relu(after: part)
        let lowered = try builder.build().lowered
        #expect(lowered.stages.count == 3)
        guard case .dense(let matrix) = lowered.stages[1].terms[0].matrix else {
            Issue.record("not dense")
            return
        }
        #expect(matrix.elements == [5, 6, 1, 2])
        #expect(lowered.stages[1].bias == [3, 1])
    }

    /// What is picked twice is computed once.
    @Test func `a selection with copies is a sparse matrix after a stage`() throws {
        var builder = NetworkBuilder(input: [2])
        try builder.linear(weight: weight, bias: [1, 2, 3, 4])
        try builder.select([3, -1, 3, 0], shape: [4])
        let lowered = try builder.build().lowered
        #expect(lowered.stages.count == 3)
        guard case .sparse(let matrix) = lowered.stages[2].terms[0].matrix else {
            Issue.record("not sparse")
            return
        }
        #expect(matrix == SparseMatrix(selecting: [3, -1, 3, 0], of: 4))
        #expect(matrix.values == [1, 1, 1])
        #expect(lowered.stages[2].bias == [0, 0, 0, 0])
    }

    @Test func `a concatenation has a term for every stage that it reads`() throws {
        var builder = NetworkBuilder(input: [2])
        let first = builder.relu()
        let scaled = try builder.scale(gain: [2, 3], offset: [1, -1], after: 0)
        let swapped = try builder.select([1, 0], shape: [2], after: first)
        try builder.concatenate([first, scaled, swapped], shape: [6])
        builder.relu()
        let lowered = try builder.build().lowered
        #expect(lowered.stages.count == 4)
        let joined = lowered.stages[2]
        #expect(joined.terms.map(\.source) == [0, 1])
        #expect(joined.bias == [0, 0, 1, -1, 0, 0])
        let rows = joined.terms.map { term in (0..<6).map { term.matrix.entries(ofRow: $0).map(\.column) } }
        #expect(rows == [[[], [], [0], [1], [], []], [[0], [1], [], [], [1], [0]]])
        #expect(joined.terms[0].matrix.entries(ofRow: 3).map(\.value) == [3])
    }

    /// Slices put together again are one term.
    @Test func `parts of one stage make one term`() throws {
        var builder = NetworkBuilder(input: [4])
        let hidden = builder.relu()
        let parts = [
            try builder.select([2, 3], shape: [2], after: hidden),
            try builder.select([0], shape: [1], after: hidden),
        ]
        try builder.concatenate(parts, shape: [3])
        let lowered = try builder.build().lowered
        #expect(lowered.stages.count == 3)
        #expect(lowered.stages[2].terms.count == 1)
        guard case .sparse(let matrix) = lowered.stages[2].terms[0].matrix else { throw NetworkFault.noLayers }
        #expect(matrix == SparseMatrix(selecting: [2, 3, 0], of: 4))
    }

    /// A permutation of 20,000 entries would be 3 GB as a dense matrix.
    @Test func `large selections stay sparse`() throws {
        let count = 20_000
        var builder = NetworkBuilder(input: [count])
        try builder.select((0..<count).map { ($0 * 7919) % count }, shape: [count])
        try builder.concatenate([0, builder.last], shape: [2, count])
        let lowered = try builder.build().lowered
        #expect(lowered.stages.count == 2)
        #expect(lowered.stages[1].terms.allSatisfy { if case .sparse = $0.matrix { true } else { false } })
    }

    // MARK: Faults

    @Test func `what does not fit is refused`() {
        func fault(_ build: (inout NetworkBuilder) throws(NetworkFault) -> Int) -> String {
            var builder = NetworkBuilder(input: [2, 3, 1])
            do {
                _ = try build(&builder)
                return "none"
            } catch { return error.description }
        }
        #expect(
            fault { builder throws(NetworkFault) in try builder.select([0, 6], shape: [2]) }
                == "select (node 1): there is no entry 6; the source has 6, counted from 0, and -1 is a zero")
        #expect(
            fault { builder throws(NetworkFault) in try builder.select([0, -2], shape: [2], name: "slice") }
                == "slice: there is no entry -2; the source has 6, counted from 0, and -1 is a zero")
        #expect(
            fault { builder throws(NetworkFault) in try builder.select([0, 1, 2], shape: [2, 2]) }
                == "select (node 1): expected shape a shape of 3 entries, found 2×2")
        #expect(fault { builder throws(NetworkFault) in try builder.select([], shape: [0]) }.contains("0 entries"))
        #expect(fault { builder throws(NetworkFault) in try builder.select([0], shape: []) }.contains("found none"))
        #expect(
            fault { builder throws(NetworkFault) in try builder.select([0], shape: [1], after: 4) }
                == "select (node 1): there is no earlier node 4")
        #expect(
            fault { builder throws(NetworkFault) in try builder.concatenate([], shape: [1]) }
                == "concat (node 1): expected shape 1, found no sources")
        #expect(
            fault { builder throws(NetworkFault) in try builder.concatenate([0, 1], shape: [12]) }
                == "concat (node 1): there is no earlier node 1")
        #expect(
            fault { builder throws(NetworkFault) in try builder.concatenate([0, 0], shape: [4, 2, 1]) }
                == "concat (node 1): expected shape a shape of 12 entries, found 4×2×1")
        #expect(
            fault { builder throws(NetworkFault) in try builder.reshape([5]) }
                == "reshape (node 1): expected shape a shape of 6 entries, found 5")
        for shape in [[-2, -3], [6, 1, 0], [Int.max, 2], [1 << 40, 1 << 40]] {
            #expect(fault { builder throws(NetworkFault) in try builder.reshape(TensorShape(shape)) } != "none")
        }
    }
}
