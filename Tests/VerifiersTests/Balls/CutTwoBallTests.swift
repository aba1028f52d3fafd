import LinearAlgebra
import Questions
import Testing
import Verifiers

/// Minima over box ∩ l2 ball, the centre inside or outside of the box, against enumeration.
@Suite struct CutTwoBallTests {
    private struct Case {
        let ball: CutTwoBall
        let costs: [Double]

        init(_ seed: UInt64) {
            var generator = SeededGenerator(seed: seed)
            func pick(_ values: [Double]) -> Double { values[Int.random(in: 0..<values.count, using: &generator)] }
            let count = 1 + Int(seed % 4)
            let centre = (0..<count).map { _ in pick([0, 1, 0.5, generator.unitFloat().asDouble]) }
            let radius = pick([0x1p-20, 0.01, 0.1, 0.7, 1.5])
            // An end at the centre, beyond it, or short of it.
            let ends = (0..<count).map { index in
                let ways = (0..<2).map { _ in pick([0, -1, 1, generator.normal(), generator.normal() / 3]) }
                return ways.map { centre[index] + radius * $0 }.sorted()
            }
            ball = CutTwoBall(centre: centre, radius: radius, lower: ends.map { $0[0] }, upper: ends.map { $0[1] })
            costs = (0..<count).map { _ in pick([0, 1, -1, 1e-150, 0x1p-50, 3e20, generator.normal()]) }
        }

        /// The best of all points with some inputs at ends of the box and the others along −c, which are those where the
        /// minimum can be; `nil` where none is in the set.
        var exact: Double? {
            var best: Double?
            func consider(_ point: [Double?]) {
                var (left, norm, value) = (ball.radius * ball.radius, 0.0, 0.0)
                for (index, end) in point.enumerated() {
                    if let end {
                        left -= (end - ball.centre[index]) * (end - ball.centre[index])
                        value += costs[index] * end
                    } else {
                        norm += costs[index] * costs[index]
                    }
                }
                guard left >= -1e-14 * ball.radius * ball.radius else { return }
                let scale = norm == 0 ? 0 : (max(left, 0) / norm).squareRoot()
                for (index, end) in point.enumerated() where end == nil {
                    let place = ball.centre[index] - scale * costs[index]
                    let room = 1e-13 * ball.radius
                    guard place >= ball.lower[index] - room, place <= ball.upper[index] + room else { return }
                    value += costs[index] * place
                }
                best = min(best ?? .infinity, value)
            }
            for choice in 0..<Int(powl(3, costs.count)) {
                var code = choice
                consider(
                    costs.indices.map { index in
                        defer { code /= 3 }
                        return [nil, ball.lower[index], ball.upper[index]][code % 3]
                    })
            }
            return best
        }

        private func powl(_ base: Int, _ exponent: Int) -> Int { (0..<exponent).reduce(1) { value, _ in value * base } }
    }

    @Test(arguments: 0..<2000 as Range<UInt64>) func `minima are the exact ones but for rounding`(_ seed: UInt64) {
        let example = Case(seed)
        let found = example.ball.minimum(example.costs)
        guard let exact = example.exact else { return }
        #expect(!example.ball.isEmpty)
        #expect(found.least <= exact + 1e-13 * found.size)
        #expect(found.least >= exact - 1e-9 * found.size, "\(found), \(exact)")
        let point = example.ball.minimiser(example.costs)
        let value = zip(example.costs, point).reduce(0) { $0 + $1.0 * $1.1 }
        #expect(abs(value - exact) <= 1e-6 * found.size)
    }

    /// The smallest minimum of many is a sound bound at random points as well.
    @Test(arguments: 0..<300 as Range<UInt64>) func `no point of the set lies below`(_ seed: UInt64) {
        let example = Case(seed)
        var generator = SeededGenerator(seed: seed &+ 1)
        let (ball, costs) = (example.ball, example.costs)
        let found = ball.minimum(costs)
        for _ in 0..<200 {
            let point = ball.centre.indices.map { index in
                ball.lower[index] + generator.unitFloat().asDouble * (ball.upper[index] - ball.lower[index])
            }
            let square = zip(point, ball.centre).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
            guard square <= ball.radius * ball.radius else { continue }
            #expect(!ball.isEmpty)
            #expect(zip(costs, point).reduce(0) { $0 + $1.0 * $1.1 } >= found.least - 1e-13 * found.size)
        }
    }

    /// Around a centre in the box, many columns at a time: the bound and the point that attains it.
    @Test(arguments: 0..<200 as Range<UInt64>) func `single precision comes to the same`(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let (count, width) = (1 + Int(seed % 23), 1 + Int(seed / 3 % 19))
        let centre = (0..<count).map { _ in generator.unitFloat() < 0.3 ? 0 : Double(generator.unitFloat()) }
        let radius = [0.01, 0.3, 1, 5][Int(seed % 4)]
        let ball = CutTwoBall(
            centre: centre, radius: radius, lower: centre.map { max($0 - radius, 0) },
            upper: centre.map { min($0 + radius, 1) })
        let single = try #require(SystemBall(ball))
        let nu = (0..<count * width).map { _ in generator.unitFloat() < 0.2 ? 0 : Float(generator.normal()) }
        let (bounds, inputs) = (FloatBlock(width), FloatBlock(count * width))
        for isWanted in [false, true] {
            bounds.fill(0..<width, 1)
            single.minimise(
                FloatRows(FloatBlock(nu), 0..<count, width: width),
                FloatRows(FloatBlock(4 * width), 0..<4, width: width),
                inputs: isWanted ? FloatRows(inputs, 0..<count, width: width) : nil,
                into: FloatRows(bounds, 0..<1, width: width))
            for column in 0..<width {
                let costs = (0..<count).map { Double(nu[$0 * width + column]) }
                let exact = ball.minimum(costs)
                #expect(abs(Double(bounds[column]) - 1 - exact.least) <= 1e-5 * (1 + exact.size))
                guard isWanted else { continue }
                let point = (0..<count).map { Double(inputs[$0 * width + column]) }
                let square = zip(point, centre).reduce(0) { $0 + ($1.0 - $1.1) * ($1.0 - $1.1) }
                #expect(square <= radius * radius * (1 + 1e-4))
                let value = zip(costs, point).reduce(0) { $0 + $1.0 * $1.1 }
                #expect(abs(value - exact.least) <= 1e-4 * (1 + exact.size))
            }
        }
    }

    @Test func `a box beyond the ball is empty, one that touches it is not`() {
        func isEmpty(_ lower: [Double], radius: Double = 5) -> Bool {
            CutTwoBall(centre: [0, 0], radius: radius, lower: lower, upper: [10, 10]).isEmpty
        }
        #expect(!isEmpty([3, 4]) && !isEmpty([0, 5]) && isEmpty([3, 4.0000001]) && isEmpty([5.0000001, 0]))
    }
}

extension Float {
    fileprivate var asDouble: Double { Double(self) }
}
