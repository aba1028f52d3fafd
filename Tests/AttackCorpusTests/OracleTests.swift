import LinearAlgebra
import Networks
import Questions
import TestSupport
import Testing

/// The corpus' own arithmetic, against closed forms and against an enumeration in floating point.
@Suite struct OracleTests {
    @Test func `fractions are exact`() {
        #expect(Rational(0.1) != Rational(1) / Rational(10))
        #expect(Rational(0.1) - Rational(0.1) == .zero)
        #expect(Rational(3e300) * Rational(1e-300) / Rational(3e300) == Rational(1e-300))
        #expect(Rational(5e-324) == .power(-1074) && Rational(-5e-324).sign == -1)
        #expect(Rational(1) / Rational(3) + Rational(1) / Rational(6) == Rational(1) / Rational(2))
        #expect(Rational(1) / Rational(-3) < .zero)
        for value in [1.5, -0.1, 3e38, 1e-45, 1e300, 7] {
            #expect(abs(Rational(value).approximation / value - 1) < 1e-15)
            #expect(abs((Rational(value) / Rational(3)).approximation / (value / 3) - 1) < 1e-15)
        }
        let common = Rational.withOneDenominator([Rational(1) / Rational(3), Rational(1) / Rational(5), .zero])
        #expect(common == [Rational(1) / Rational(3), Rational(1) / Rational(5), .zero])
    }

    @Test func `directions have length 1 and go once around`() {
        let directions = ExactSet.directions
        #expect(directions.count == 36)
        for (index, one) in directions.enumerated() {
            let next = directions[(index + 1) % directions.count]
            #expect(one[0] * one[0] + one[1] * one[1] == Rational(1))
            #expect((one[0] * next[1] - one[1] * next[0]).sign == 1)
        }
    }

    @Test(arguments: RandomNetworks.Family.allCases, 0..<12 as Range<UInt64>)
    func `the worst case is that of an enumeration of polygons`(_ family: RandomNetworks.Family, _ seed: UInt64) throws
    {
        let network = try RandomNetworks.make(family, seed: seed)
        let sample = RandomNetworks.sample(for: network, seed: seed)
        let query = Query(sample: sample, label: sample.label, perturbation: PerturbationSet(epsilon: 0.2))
        let worst = try #require(WorstCase(of: network, query))
        let found = try #require(worst.margin).approximation
        let expected = PolygonOracle.worstMargin(of: network, query: query)
        #expect(worst.isExact && ExactSet(query).contains(worst.point))
        #expect(abs(found - expected) <= 1e-9 * (1 + abs(expected)), "\(found), \(expected)")
        let smaller = try #require(
            WorstCase(of: network, changing(query) { $0.norm = .one })?.margin)
        let ball = try #require(WorstCase(of: network, changing(query) { $0.norm = .two })?.margin)
        #expect(try #require(worst.margin) <= ball && ball <= smaller)
    }

    @Test func `affine functions have their closed forms on every ball`() throws {
        // 3x + 4y − 2 on radius ⅛ around (½, ½): it falls by 7/8, 4/8 and 5/8.
        let network = try chain(inputs: 2, .dense, [([[3, 4], [0, 0]], [-2, 0])])
        for (norm, fall) in [(Norm.infinity, 7), (.one, 4), (.two, 5)] {
            let subject = Subject("", network, at: [0.5, 0.5], PerturbationSet(norm: norm, epsilon: 0.125)).answered()
            #expect(try #require(subject.truth?.attained) == Rational(1.5) - Rational(fall) / Rational(8))
        }
        let cut = PerturbationSet(norm: .one, epsilon: 0.125, domain: InputDomain(lower: 0.4375, upper: 1))
        #expect(
            Subject("", network, at: [0.5, 0.5], cut).answered().truth?.attained == Rational(1.5) - Rational(7)
                / Rational(16))
    }

    @Test func `closed forms of constructions are what enumeration finds`() throws {
        for construction in [Construction.summationOrder, .planted] {
            for subject in try construction.make(.dense).map({ $0.answered() })
            where subject.query.sample.pixels.count <= 3 {
                let worst = try #require(WorstCase(of: subject.network, subject.query))
                guard worst.isExact, let truth = subject.truth, truth.isExact else { continue }
                #expect(truth.attained == worst.margin, "\(subject.name)")
            }
        }
    }

    @Test func `layers of no width are refused`() {
        var builder = NetworkBuilder(input: [2])
        #expect(throws: NetworkFault.self) {
            try builder.linear(weight: Matrix<Float>(rows: 0, columns: 2), bias: [])
        }
    }

    private func changing(_ query: Query, _ change: (inout PerturbationSet) -> Void) -> Query {
        var query = query
        change(&query.perturbation)
        return query
    }
}
