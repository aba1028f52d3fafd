import ExactArithmetic
import LinearAlgebra
import Questions
import Testing
import Verifiers

/// Sums of coefficients against exact numbers.
@Suite struct CertifiedSumsTests {
    /// Terms that cancel, of magnitudes up to 2⁶⁰ apart, on few columns.
    private struct Terms {
        var terms: [(factor: Double, value: Double, column: Int)]
        var constants: [(factor: Double, value: Double)]

        init(seed: UInt64) {
            var generator = SeededGenerator(seed: seed)
            func number() -> Double {
                let scale = Double(sign: .plus, exponent: Int.random(in: -60...60, using: &generator), significand: 1)
                return Double(Float.random(in: -1...1, using: &generator)) * scale
            }
            terms = (0..<12).map { _ in
                (Bool.random(using: &generator) ? 1 : -1, number(), Int.random(in: 0..<3, using: &generator))
            }
            // What comes back with the opposite sign leaves only what was absorbed.
            terms += terms.prefix(8).map { (-$0.factor, $0.value, $0.column) }
            constants = (0..<4).map { _ in (Bool.random(using: &generator) ? 1 : 0.3, number()) }
        }
    }

    @Test(arguments: 0..<300 as Range<UInt64>) func theErrorCoversWhatRoundingLost(seed: UInt64) throws {
        let example = Terms(seed: seed)
        let extents = [0.5, 1, 7]
        var accumulator = LinearAccumulator(columns: 3)
        var exact = [Dyadic](repeating: .zero, count: 3)
        var constant = Dyadic.zero
        for term in example.terms {
            accumulator.add(term.factor, term.value, column: term.column)
            exact[term.column] += try #require(Dyadic(term.factor)) * #require(Dyadic(term.value))
        }
        for term in example.constants {
            accumulator.add(term.factor, constant: term.value)
            constant += try #require(Dyadic(term.factor)) * #require(Dyadic(term.value))
        }
        let sum = accumulator.sum { extents[$0] }
        var lost = (constant - (try #require(Dyadic(sum.constant)))).magnitude
        for column in 0..<3 {
            let place = sum.columns.firstIndex(of: Int32(column))
            let kept = try #require(Dyadic(place.map { sum.values[$0] } ?? 0))
            lost += (exact[column] - kept).magnitude * (try #require(Dyadic(extents[column])))
        }
        #expect(lost <= (try #require(Dyadic(sum.error))))
    }

    @Test func singleTermsAreExact() {
        var accumulator = LinearAccumulator(columns: 2)
        accumulator.add(1, 0.1, column: 0)
        accumulator.add(-1, 3e-40, column: 1)
        accumulator.add(1, constant: 0.7)
        let sum = accumulator.sum { _ in 1e9 }
        #expect(sum.error == 0)
        #expect(sum.values == [0.1, -3e-40])
    }

    @Test func rowsCarryTheErrorOfTheirFunction() {
        var program = LinearProgram()
        let column = program.addColumn(lower: 0, upper: 1)
        program.addRow(
            LinearFunction(columns: [Int32(column)], values: [1], constant: 0, error: 0.25), .atLeast, 1)
        let certified = CertifiedProgram(program)
        let bound = certified.lowerBound(of: .column(column), multipliers: [1])
        #expect(bound <= 0.75 && bound > 0.7499)
    }
}

/// Norms and balls against exact numbers.
@Suite struct RigorousNormTests {
    @Test(arguments: [1e-300, 1e-200, 1e-38, 1, 1e150, 1e300]) func normsAreUpperBounds(scale: Double) throws {
        var generator = SeededGenerator(seed: 11)
        for count in [1, 3, 50] {
            let vector = (0..<count).map { _ in Double.random(in: -1...1, using: &generator) * scale }
            let upper = try #require(Dyadic(Norm.two.upperBound(of: vector)))
            let square = try vector.reduce(Dyadic.zero) { try $0 + #require(Dyadic($1)) * #require(Dyadic($1)) }
            #expect(square <= upper * upper)
            let plain = Norm.two(vector.map { $0 / scale }) * scale
            #expect(Norm.two.upperBound(of: vector) <= plain * (1 + 1e-12))
            let sum = try vector.reduce(Dyadic.zero) { try $0 + #require(Dyadic($1)).magnitude }
            #expect(sum <= (try #require(Dyadic(Norm.one.upperBound(of: vector)))))
        }
    }

    @Test func normsOfNoNumbersAreInfinite() {
        for norm in Norm.allCases {
            #expect(norm.upperBound(of: [1, .nan, 2]) == .infinity)
            #expect(norm.upperBound(of: [1, -.infinity]) == .infinity)
            #expect(norm.upperBound(of: [0, 0]) == 0)
        }
    }

    @Test(arguments: [1e-7, 1e-4, 0.01, 0.3, 2]) func projectedPointsLieInTheBall(epsilon: Double) throws {
        var generator = SeededGenerator(seed: 3)
        let radius = try #require(Dyadic(epsilon))
        var moved = 0
        for _ in 0..<200 {
            let centre = (0..<20).map { _ in generator.unitFloat() }
            let point = centre.map { $0 + (generator.unitFloat() - 0.5) * Float(epsilon) * 8 }
            let projected = BallProjection(centre: centre, epsilon: epsilon).project(point)
            let square = try zip(projected, centre).reduce(Dyadic.zero) { sum, pair in
                let offset = try #require(Dyadic(Double(pair.0))) - #require(Dyadic(Double(pair.1)))
                return sum + offset * offset
            }
            #expect(square <= radius * radius)
            moved += projected == centre ? 0 : 1
        }
        #expect(moved > 150)
    }
}
