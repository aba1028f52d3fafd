import LinearAlgebra
import Networks
import Testing

/// On which networks outcomes of the first error analysis hold.
@Suite struct IdentityTests {
    private func chain(_ weight: Float, layers: Int = 3) throws -> Network {
        var builder = NetworkBuilder(input: [2])
        for _ in 0..<layers {
            try builder.linear(weight: Matrix(rows: 2, columns: 2, elements: [weight, 1, 0, weight]), bias: [0, 0.1])
            builder.relu()
        }
        return try builder.build()
    }

    @Test func ordinaryChainsKeepIt() throws {
        #expect(try chain(0.5).identity.keepsFirstAnalysis)
        #expect(try chain(1e-30).identity.keepsFirstAnalysis)
        #expect(try chain(0.5).identity.digest == chain(0.5).digest)
    }

    @Test func extremeScalesDoNot() throws {
        #expect(try !chain(1e-40, layers: 9).identity.keepsFirstAnalysis)
        #expect(try !chain(1e17).identity.keepsFirstAnalysis)
    }

    @Test func branchesThatMeetDoNot() throws {
        var builder = NetworkBuilder(input: [2])
        let first = try builder.linear(weight: Matrix(rows: 2, columns: 2, elements: [1, 0, 0, 1]), bias: [0, 0])
        let second = try builder.linear(
            weight: Matrix(rows: 2, columns: 2, elements: [1, 2, 3, 4]), bias: [0, 0], after: 0)
        try builder.add(first, second)
        #expect(try !builder.build().identity.keepsFirstAnalysis)
    }
}
