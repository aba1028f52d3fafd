import LinearAlgebra
import Networks
import Questions
import Testing
import Verifiers

/// Extrema over box ∩ l2 ball against enumeration.
@Suite struct BoxedTwoBallTests {
    /// The largest Σ c m over 0 ≤ m ≤ a, ‖m‖₂ ≤ ε: with the inputs at their ends named, the others go along c. The best of
    /// all choices that are allowed is the best there is.
    private func farthest(_ slopes: [Double], _ rooms: [Double], _ radius: Double) -> Double {
        var best = 0.0
        for choice in 0..<1 << slopes.count {
            var (gain, left, norm) = (0.0, radius * radius, 0.0)
            for index in slopes.indices {
                if choice >> index & 1 == 1 {
                    gain += slopes[index] * rooms[index]
                    left -= rooms[index] * rooms[index]
                } else {
                    norm += slopes[index] * slopes[index]
                }
            }
            guard left >= -1e-15 * radius * radius else { continue }
            let scale = norm == 0 ? 0 : (max(left, 0) / norm).squareRoot()
            let isAllowed = slopes.indices.allSatisfy {
                choice >> $0 & 1 == 1 || slopes[$0] * scale <= rooms[$0] * (1 + 1e-14)
            }
            if isAllowed { best = max(best, gain + norm * scale) }
        }
        return best
    }

    @Test(arguments: 0..<1000 as Range<UInt64>) func `extrema are the exact ones but for rounding`(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        func pick<Value>(_ values: [Value]) -> Value { values[Int.random(in: 0..<values.count, using: &generator)] }
        let count = 1 + Int(seed % 5)
        let centre = (0..<count).map { _ in pick([0, 1, 0.5, generator.unitFloat(), generator.unitFloat()]) }
        let set = PerturbationSet(
            norm: .two, epsilon: pick([0, 0x1p-60, 0.01, 0.1, 0.25, 0.7, 1.5, 10]),
            domain: pick([.unit, .unit, InputDomain(lower: -0.25, upper: 1.25), nil]))
        let coefficients = (0..<count).map { _ in pick([0, 1, -1, 1e-150, 0x1p-50, 3e20, generator.normal()]) }
        let box = set.enclosingBox(around: centre)
        let points = centre.map(Double.init)
        let ball = BoxedTwoBall(centre: points, radius: set.epsilon, box: (box.lower, box.upper))
        let found = ball.extrema(of: coefficients.enumerated().map { ($0, $1) })
        let (below, above) = (
            points.indices.map { points[$0] - box.lower[$0] }, points.indices.map { box.upper[$0] - points[$0] }
        )
        func rooms(_ sign: Double) -> [Double] {
            points.indices.map { sign * coefficients[$0] > 0 ? below[$0] : above[$0] }
        }
        let value = zip(coefficients, points).reduce(0) { $0 + $1.0 * $1.1 }
        let size = found.size + zip(coefficients, points).reduce(0) { $0 + abs($1.0 * $1.1) }
        let (fall, rise) = (
            farthest(coefficients.map(abs), rooms(1), set.epsilon),
            farthest(coefficients.map(abs), rooms(-1), set.epsilon)
        )
        #expect(found.minimum <= value - fall + 1e-14 * size && found.minimum >= value - fall - 1e-12 * size)
        #expect(found.maximum >= value + rise - 1e-14 * size && found.maximum <= value + rise + 1e-12 * size)
    }

    @Test func `what overflows is infinite, never no number`() {
        for coefficient in [1e308, .infinity, .nan] {
            let ball = BoxedTwoBall(centre: [0.5, 0.5], radius: 1e300, box: ([-1e300, 0], [1e300, 1]))
            let found = ball.extrema(of: [(0, coefficient), (1, 1)])
            #expect(!found.size.isFinite && !found.size.isNaN)
        }
    }

    /// margin 7.5 − 3x − 4y around (1/2, 15/16) with ε = 5/16: y goes to its end 1 by 1/16, x by what is left, √(24)/16.
    @Test(arguments: ["interval", "lp-greedy", "crown", "lp-last", "lp-all"])
    func `the domain cuts the ball off`(_ method: String) throws {
        var builder = NetworkBuilder(input: [2])
        try builder.linear(weight: Matrix(rows: 2, columns: 2, elements: [-3, -4, 0, 0]), bias: [8, 0])
        builder.relu()
        try builder.linear(weight: Matrix(rows: 2, columns: 2, elements: [1, 0, 0, 0]), bias: [0, 0.5])
        let sample = Sample(
            id: SampleID(dataset: "x", split: "test", index: 0), label: 0, pixels: [0.5, 0.9375])
        let query = Query(
            sample: sample, label: 0, perturbation: PerturbationSet(norm: .two, epsilon: 0.3125))
        let lower = try #require(try answer(method, query, on: try builder.build()).marginLower)
        // The ball alone would allow 25/16, the box 19/16.
        let expected = 8 - 3 * (0.5 + 24.0.squareRoot() / 16) - 4 - 0.5
        #expect(abs(lower - expected) < 1e-9)
    }

    /// Balls nest: l1 in l2 in l∞.
    @Test(arguments: BallCase.all(16)) func `margins nest`(_ example: BallCase) throws {
        let network = try example.network()
        for method in ["interval", "lp-all"] {
            let margins = try [Norm.infinity, .two, .one].map { norm in
                try #require(try answer(method, example.query(on: network, norm: norm), on: network).marginLower)
            }
            #expect(margins[0] <= margins[1] + 1e-9 * (1 + abs(margins[0])), "\(method)")
            // Programs see the box around an l2 ball, so that only intervals must be ordered.
            if method == "interval" { #expect(margins[1] <= margins[2] + 1e-9 * (1 + abs(margins[1])), "\(method)") }
        }
    }

    @Test(arguments: BallCase.all(24)) func `lower bounds hold and are ordered`(_ example: BallCase) throws {
        let network = try example.network()
        let query = example.query(on: network, norm: .two)
        var smallest = Double.infinity
        for point in pointsInBall(query, seed: example.example.seed) {
            let logits = network.evaluator.logits(.init(rows: 1, columns: 2, elements: point)).row(0).map(Double.init)
            let others = logits.indices.filter { $0 != query.label }
            smallest = min(smallest, others.map { logits[query.label] - logits[$0] }.min() ?? .infinity)
        }
        var lower = [String: Double]()
        for method in BruteForceTests.bounds {
            lower[method] = try #require(try answer(method, query, on: network).marginLower)
            #expect(try #require(lower[method]) <= smallest + 1e-5, "\(method)")
        }
        for (weaker, stronger) in [("interval", "lp-greedy"), ("lp-greedy", "lp-last"), ("lp-last", "lp-all")] {
            let (weak, strong) = (try #require(lower[weaker]), try #require(lower[stronger]))
            #expect(weak <= strong + 1e-9 * (1 + abs(weak)), "\(weaker) ≤ \(stronger)")
        }
    }
}
