import Foundation
import Testing
import VNNLIB

@Suite struct DecimalNumberTests {
    @Test func roundingAgreesWithFractions() throws {
        for row in roundedDecimals {
            let number = try #require(DecimalNumber(row.text), "\(row.text)")
            #expect((number.roundedDown + 0).bitPattern == row.down, "\(row.text)")
            #expect((number.roundedUp + 0).bitPattern == row.up, "\(row.text)")
            #expect((number.floatRoundedDown + 0).bitPattern == row.floatDown, "\(row.text)")
            #expect((number.floatRoundedUp + 0).bitPattern == row.floatUp, "\(row.text)")
        }
    }

    @Test func equalNumbersAreEqualValues() {
        for texts in [
            ["1", "1.0", "+1", "10e-1", "0.1e1", "1.", "00001"], ["0", "-0.0", "0e5", ".0", "0e999999"],
            ["-2.5", "-25e-1"],
            ["1e30", "1000000000000000000000000000000", "10.0e29"],
        ] {
            #expect(Set(texts.map { DecimalNumber($0) }).count == 1, "\(texts)")
        }
    }

    @Test func whatIsNoNumber() {
        for text in [
            "", "-", ".", "+.", "e5", "1e", "1e+", "1.2.3", "0x1p3", "nan", "inf", "-inf", "1,5", " 1", "1 ", "--1",
            "1e1001",
            "1e99999999999999999999", "1e-1100", String(repeating: "1", count: 3000), "٣",
        ] {
            #expect(DecimalNumber(text) == nil, "\(text)")
        }
    }

    /// Sums, products, comparisons and quotients against whole numbers: a/10^k with small a and k.
    @Test func arithmeticAgreesWithWholeNumbers() throws {
        var random = SplitMix(seed: 1)
        for _ in 0..<3000 {
            let (a, b) = (random.next(in: -99999...99999), random.next(in: -99999...99999))
            let (x, y) = (decimal(a, 3), decimal(b, 3))
            #expect(x + y == decimal(a + b, 3))
            #expect(x - y == decimal(a - b, 3))
            #expect(x * y == decimal(a * b, 6))
            #expect((x < y) == (a < b))
            if let quotient = x.divided(by: y) { #expect(quotient * y == x) }
        }
        #expect(decimal(1, 0).divided(by: decimal(8, 0)) == decimal(125, 3))
        #expect(decimal(3, 0).divided(by: decimal(-6, 1)) == decimal(-5, 0))
        #expect(decimal(1, 0).divided(by: decimal(3, 0)) == nil)
        #expect(decimal(6, 0).divided(by: decimal(3, 0)) == decimal(2, 0))
        #expect(decimal(1, 0).divided(by: .zero) == nil)
    }

    /// Beyond 64 bits: squares against the binomial formula, and differences that leave little.
    @Test func longNumbers() throws {
        let a = try #require(DecimalNumber("123456789012345678901234567890.123456789"))
        let b = try #require(DecimalNumber("0.000000000000000000000000000000000987654321"))
        #expect((a + b) * (a + b) == a * a + a * b + a * b + b * b)
        #expect(a + b - a == b)
        #expect(a < a + b)
        #expect(-(a + b) < -a)
        #expect("\(a + b)" == "123456789012345678901234567890.123456789000000000000000000000000987654321")
        let least = DecimalNumber(Int.min)
        #expect(-(-least) == least && "\(-least)" == "9223372036854775808.0")
    }

    @Test func doublesAreExact() throws {
        #expect(
            "\(try #require(DecimalNumber(exactly: 0.1)))"
                == "0.1000000000000000055511151231257827021181583404541015625")
        #expect(DecimalNumber(exactly: .nan) == nil && DecimalNumber(exactly: -.infinity) == nil)
        #expect(DecimalNumber(exactly: -0.0) == .zero)
        var random = SplitMix(seed: 2)
        var doubles = (0..<2000).map { _ in Double(bitPattern: random.next()) }.filter(\.isFinite)
        doubles += [5e-324, -5e-324, .leastNormalMagnitude, .greatestFiniteMagnitude, 1, -0.5, 1 / 3]
        for double in doubles {
            let number = try #require(DecimalNumber(exactly: double))
            #expect(number.roundedDown == double && number.roundedUp == double && number.nearest == double)
            #expect(DecimalNumber("\(number)") == number)
        }
    }

    /// Texts that people and other tools read.
    @Test func descriptions() {
        for (text, expected) in [
            ("0", "0.0"), ("-5", "-5.0"), ("0.50", "0.5"), ("1e3", "1000.0"), ("1e22", "1.0e22"),
            ("-1.25e-7", "-1.25e-7"),
            ("0.00001", "0.00001"), ("0.0000001", "1.0e-7"), ("123.456", "123.456"),
        ] {
            #expect(DecimalNumber(text).map { "\($0)" } == expected)
        }
    }

    private func decimal(_ significand: Int, _ digits: Int) -> DecimalNumber {
        DecimalNumber("\(significand)e-\(digits)") ?? .zero
    }
}
