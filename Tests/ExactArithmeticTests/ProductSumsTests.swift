import ExactArithmetic
import LinearAlgebra
import Testing

@Suite struct ProductSumsTests {
    /// Doubles of very different magnitudes, zeros and subnormals among them.
    private func number(_ generator: inout SeededGenerator, _ span: Int) -> Double {
        switch Int.random(in: 0..<12, using: &generator) {
        case 0: return 0
        case 1 where span > 1000: return .leastNonzeroMagnitude * Double(Int.random(in: -9...9, using: &generator))
        default:
            let exponent = Int.random(in: -span...span, using: &generator)
            return Double.random(in: -2...2, using: &generator)
                * Double(sign: .plus, exponent: exponent, significand: 1)
        }
    }

    @Test(arguments: [0, 3, 60, 400, 1020], 0..<10)
    func `they are what whole numbers give`(_ span: Int, _ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let first = (0..<200).map { _ in number(&generator, span) }
        let second = (0..<200).map { _ in number(&generator, span) }
        var sums = ProductSums(count: 3, BitRange(first), BitRange(second))
        var expected = [Dyadic](repeating: .zero, count: 3)
        for (place, (a, b)) in zip(first, second).enumerated() {
            sums.add(a, b, to: place % 3)
            expected[place % 3] += try #require(Dyadic(a)) * (try #require(Dyadic(b)))
        }
        for index in 0..<3 { #expect(sums[index] == expected[index]) }
    }

    @Test func `what cancels is zero, and nothing is lost beside it`() {
        let factors = [0x1p900, 0x1p-900, 3]
        var sums = ProductSums(count: 1, BitRange(factors), BitRange(factors))
        sums.add(0x1p900, 0x1p900, to: 0)
        sums.add(-0x1p-900, 3, to: 0)
        sums.add(-0x1p900, 0x1p900, to: 0)
        #expect(sums[0] == Dyadic(-0x1p-900 * 3))
        sums.add(0x1p-900, 3, to: 0)
        #expect(sums[0] == .zero)
    }

    @Test func `without factors they are zero`() {
        let sums = ProductSums(count: 2, BitRange(), BitRange([0.0, 0.0]))
        #expect(sums[0] == .zero && sums[1] == .zero)
        #expect(BitRange([0.0]).isEmpty)
    }
}
