import ExactArithmetic
import LinearAlgebra
import Questions
import Testing
import Verifiers

/// Extrema over box ∩ l1 ball against enumeration without rounding.
@Suite struct BoxedOneBallTests {
    /// A linear function and a set, on up to four inputs.
    private struct Example {
        var centre: [Float]
        var set: PerturbationSet
        var coefficients: [Double]

        init(seed: UInt64) {
            var generator = SeededGenerator(seed: seed)
            func pick<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &generator)] }
            let count = 1 + Int(seed % 4)
            centre = (0..<count).map { _ in pick([0, 1, 0.5, generator.unitFloat(), generator.unitFloat()]) }
            set = PerturbationSet(
                norm: .one, epsilon: pick([0, 0x1p-60, 0.01, 0.1, 0.25, 0.7, 1.5, 10]),
                domain: pick([.unit, .unit, InputDomain(lower: -0.25, upper: 1.25), nil]))
            coefficients = (0..<count).map { _ in
                pick([0, 1, -1, 0x1p-50, 3e20, generator.normal(), generator.normal()])
            }
        }

        /// The smallest Σ c x: at a vertex, where all inputs but one are at the centre or at an end of their box, and
        /// the one takes what is left of ε, as far as its box goes.
        func minimum(sign: Double) throws -> Dyadic {
            func exact(_ value: Double) throws -> Dyadic { try #require(Dyadic(value)) }
            let box = set.enclosingBox(around: centre)
            let (points, epsilon) = (try centre.map { try exact(Double($0)) }, try exact(set.epsilon))
            // The box is rounded outwards by an ulp; exactly it ends at ε or at the domain.
            let lower = try points.indices.map { index in
                set.domain == nil ? points[index] - epsilon : max(points[index] - epsilon, try exact(box.lower[index]))
            }
            let upper = try points.indices.map { index in
                set.domain == nil ? points[index] + epsilon : min(points[index] + epsilon, try exact(box.upper[index]))
            }
            let factors = try coefficients.map { try exact(sign * $0) }
            var best: Dyadic?
            func note(_ moves: [Dyadic]) {
                var value = Dyadic.zero
                for (index, move) in moves.enumerated() { value += factors[index] * (points[index] + move) }
                best = best.map { min($0, value) } ?? value
            }
            func visit(_ moves: [Dyadic], _ left: Dyadic) {
                guard left.sign >= 0 else { return }
                guard moves.count < points.count else {
                    note(moves)
                    for index in moves.indices where moves[index].sign == 0 {
                        for end in [lower[index] - points[index], upper[index] - points[index]] {
                            var filled = moves
                            filled[index] = end.sign < 0 ? -min(end.magnitude, left) : min(end, left)
                            note(filled)
                        }
                    }
                    return
                }
                let index = moves.count
                for end in [Dyadic.zero, lower[index] - points[index], upper[index] - points[index]] {
                    visit(moves + [end], left - end.magnitude)
                }
            }
            visit([], epsilon)
            return try #require(best)
        }
    }

    @Test(arguments: 0..<1000 as Range<UInt64>) func `extrema are the exact ones but for rounding`(_ seed: UInt64)
        throws
    {
        let example = Example(seed: seed)
        let box = example.set.enclosingBox(around: example.centre)
        let ball = BoxedOneBall(
            centre: example.centre.map(Double.init), radius: example.set.epsilon, box: (box.lower, box.upper))
        let found = ball.extrema(of: example.coefficients.enumerated().map { ($0, $1) })
        let size =
            found.size
            + zip(example.coefficients, example.centre).reduce(0) { $0 + abs($1.0) * abs(Double($1.1)) }
        let error = Rounding.gamma(2 * example.centre.count + 8) * size + Rounding.underflow(16)
        let (least, greatest) = (try example.minimum(sign: 1), -(try example.minimum(sign: -1)))
        #expect(try #require(Dyadic(found.minimum - error)) <= least)
        #expect(try #require(Dyadic(found.maximum + error)) >= greatest)
        // The box that the ball lies in is an ulp larger than meant, which the radius makes up for but for rounding.
        let slack = error + 0x1p-50 * size + 0x1p-50 * example.coefficients.reduce(0) { $0 + abs($1) }
        #expect(try #require(Dyadic(found.minimum + slack)) >= least)
        #expect(try #require(Dyadic(found.maximum - slack)) <= greatest)
    }

    @Test func `what overflows is infinite, never no number`() {
        for coefficient in [1e308, .infinity, .nan] {
            let ball = BoxedOneBall(centre: [0.5, 0.5], radius: 1e300, box: ([-1e300, 0], [1e300, 1]))
            let found = ball.extrema(of: [(0, coefficient), (1, 1)])
            #expect(!found.size.isFinite && !found.size.isNaN)
        }
    }
}
