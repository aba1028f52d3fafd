import LinearAlgebra
import Networks
import Testing

/// Linear layers whose weights are nearly all 0 are lowered by the entries that are not.
@Suite struct SparseLoweringTests {
    /// One layer of 64 inputs; about one of `period` weights is other than 0.
    private func network(_ rows: Int, period: Int) throws -> Network {
        var generator = SeededGenerator(seed: UInt64(period))
        var builder = NetworkBuilder(input: [64])
        try builder.linear(
            weight: Matrix(
                rows: rows, columns: 64,
                elements: (0..<rows * 64).map { $0 % period == 0 ? Float(generator.normal()) : 0 }),
            bias: (0..<rows).map { _ in Float(generator.normal()) })
        return try builder.build()
    }

    private func matrix(_ network: Network) -> AffineMatrix {
        network.lowered.stages[network.lowered.outputStage].terms[0].matrix
    }

    @Test func `large matrices of few entries are sparse, others dense`() throws {
        if case .dense = matrix(try network(96, period: 9)) { Issue.record("6144 weights, 683 of them not 0") }
        if case .sparse = matrix(try network(96, period: 5)) { Issue.record("6144 weights, 1229 of them not 0") }
        if case .sparse = matrix(try network(32, period: 9)) { Issue.record("2048 weights") }
    }

    @Test func `no weight is lost`() throws {
        let network = try network(96, period: 9)
        guard case .linear(let layer) = network.nodes[1].operation else { return #expect(Bool(false)) }
        let matrix = matrix(network)
        for row in 0..<96 {
            var found = [Float](repeating: 0, count: 64)
            for entry in matrix.entries(ofRow: row) { found[entry.column] = Float(entry.value) }
            #expect(found == layer.weight.row(row))
        }
        #expect(matrix.fanIn == 8)
    }
}
