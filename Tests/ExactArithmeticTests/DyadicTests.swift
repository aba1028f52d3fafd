import BigInt
import ExactArithmetic
import LinearAlgebra
import Testing

@Suite struct DyadicTests {
    static let doubles: [Double] = [
        0, 1, -1, 0.1, -3.75, .leastNonzeroMagnitude, -.leastNonzeroMagnitude, .leastNormalMagnitude,
        Double.leastNormalMagnitude.nextDown, .greatestFiniteMagnitude, 0x1p-1060 * 3, 1e300, -1e-300, 1.5,
    ]

    @Test(arguments: doubles) func everyFiniteDoubleComesBack(_ value: Double) throws {
        #expect(try #require(Dyadic(value)).rounded == value)
    }

    @Test func infinitiesAreNone() {
        #expect(Dyadic(.infinity) == nil)
        #expect(Dyadic(.nan) == nil)
    }

    @Test func sumsAndProductsHaveTheRoundedValueOfDoubles() throws {
        var generator = SeededGenerator(seed: 5)
        for _ in 0..<2_000 {
            let a = Double.random(in: -4...4, using: &generator) * (Bool.random(using: &generator) ? 0x1p-30 : 1)
            let b = Double.random(in: -4...4, using: &generator)
            let (x, y) = (try #require(Dyadic(a)), try #require(Dyadic(b)))
            #expect((x + y).rounded == a + b)
            #expect((x - y).rounded == a - b)
            #expect((x * y).rounded == a * b)
            #expect((x < y) == (a < b))
        }
    }

    @Test func nothingIsLostBetweenFarMagnitudes() throws {
        let (big, small) = (try #require(Dyadic(1e300)), try #require(Dyadic(1e-300)))
        #expect(((big + small) - big) == small)
        #expect(((big * small) - (small * big)).sign == 0)
        #expect((big * big).rounded == .infinity)
        #expect((small * small).rounded == 0)
        #expect((small * small).sign == 1)
    }

    @Test func roundingGoesToTheNearestWithTiesToEven() {
        let tie = Dyadic(significand: (BigInt(1) << 53) + 1, exponent: 0)
        #expect(tie.rounded == 0x1p53)
        let above = Dyadic(significand: (BigInt(1) << 53) + 3, exponent: 0)
        #expect(above.rounded == 0x1p53 + 4)
        #expect(Dyadic(significand: 3, exponent: -1075).rounded == 0x1p-1073)
        #expect(Dyadic(significand: 1, exponent: -1075).rounded == 0)
        #expect(Dyadic(significand: 5, exponent: -1076).rounded == 0x1p-1074)
    }
}
