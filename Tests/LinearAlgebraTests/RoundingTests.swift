import LinearAlgebra
import Testing

@Suite struct RoundingTests {
    private static let counts = Array(0...300) + (3...20).flatMap { [1 << $0 - 1, 1 << $0, 1 << $0 + 1] }

    @Test func unitIsHalfAnUlpOfOne() {
        #expect(Rounding.unit == Double.ulpOfOne / 2)
        #expect(1 + Rounding.unit == 1)
    }

    /// γₙ = n / (2⁵³ − n) exactly; both are whole doubles, so that their quotient is rounded once.
    @Test(arguments: counts) func gammaIsAboveTheExactValueAndClose(n: Int) {
        let exact = Double(n) / (0x1p53 - Double(n))
        #expect(Rounding.gamma(n) > exact.nextUp)
        let padded = Double(n + 8) / (0x1p53 - Double(n + 8))
        #expect(Rounding.gamma(n) >= padded.nextUp)
        #expect(Rounding.gamma(n) <= padded * (1 + 0x1p-48))
    }

    @Test func gammaAndUnderflowGrowStrictly() {
        let sorted = Set(Self.counts).sorted()
        for (smaller, larger) in zip(sorted, sorted.dropFirst()) {
            #expect(Rounding.gamma(smaller) < Rounding.gamma(larger))
            #expect(Rounding.underflow(smaller) < Rounding.underflow(larger))
        }
        #expect(Rounding.underflow(0) > 0)
        for n in sorted { #expect(Rounding.underflow(n) >= Double(n) * 0x1p-1074) }
    }

    /// Dot products by BLAS and by a plain loop against 128-bit integers, which are exact.
    @Test func gammaBoundsTheErrorOfRealDotProducts() {
        var generator = SeededGenerator(seed: 31)
        var largest = 0.0
        for n in [1, 2, 5, 17, 100, 1000] {
            for _ in 0..<40 {
                let a = (0..<n).map { _ in Int64.random(in: -(1 << 53)...(1 << 53), using: &generator) }
                let b = (0..<n).map { _ in Int64.random(in: -(1 << 53)...(1 << 53), using: &generator) }
                let exact = zip(a, b).reduce(Int128(0)) { $0 + Int128($1.0) * Int128($1.1) }
                let size = zip(a, b).reduce(0.0) { $0 + abs(Double($1.0)) * abs(Double($1.1)) }
                let (x, y) = (a.map(Double.init), b.map(Double.init))
                let looped = zip(x, y).reduce(0.0) { $0 + $1.0 * $1.1 }
                let row = Matrix(rows: 1, columns: n, elements: x)
                let blas = row.times(Matrix(rows: n, columns: 1, elements: y))[0, 0]
                for value in [looped, blas] {
                    let error = Double((Int128(value) - exact).magnitude)
                    #expect(error <= Rounding.gamma(n) * size)
                    largest = max(largest, error / size)
                }
            }
        }
        #expect(largest > 0x1p-60, "the inputs provoke rounding errors")
    }
}
