import LinearAlgebra
import Networks
import Questions
import TestSupport
import Testing
import Verifiers

/// α-CROWN between CROWN and the linear program over the triangles; its soundness is held against enumeration in
/// `BruteForceTests`.
@Suite struct AlphaCROWNTests {
    /// The linear program of one hidden layer on a rectangle, per class: at the optimum h = max(z, 0) where its coefficient is
    /// ≥ 0 and h = s (z − l) where it is < 0, so that the margin is a convex function of the two inputs, affine between the lines
    /// z = 0: it is smallest where two of these or of the rectangle's sides meet.
    private func programmed(
        _ layers: [(weights: [[Float]], bias: [Float])], _ query: Query
    ) -> Double {
        let x = query.sample.pixels.map(Double.init)
        let epsilon = query.perturbation.epsilon
        let lines = zip(layers[0].weights, layers[0].bias).map { row, bias in
            (a: Double(row[0]), b: Double(row[1]), c: Double(bias))
        }
        let sides = [(1, 0, epsilon - x[0]), (1, 0, -epsilon - x[0]), (0, 1, epsilon - x[1]), (0, 1, -epsilon - x[1])]
            .map { (a: Double($0.0), b: Double($0.1), c: $0.2) }
        var points = [(Double, Double)]()
        let all = lines + sides
        for (index, one) in all.enumerated() {
            for other in all[..<index] {
                let determinant = one.a * other.b - one.b * other.a
                guard abs(determinant) > 1e-9 else { continue }
                points.append(
                    (
                        (one.b * other.c - one.c * other.b) / determinant,
                        (one.c * other.a - one.a * other.c) / determinant
                    ))
            }
        }
        let inside = points.filter { abs($0.0 - x[0]) <= epsilon + 1e-12 && abs($0.1 - x[1]) <= epsilon + 1e-12 }
        return layers[1].bias.indices.filter { $0 != query.label }.reduce(.infinity) { least, adversarial in
            inside.reduce(least) { min($0, margin($1, lines, layers[1], query, adversarial)) }
        }
    }

    private func margin(
        _ point: (Double, Double), _ lines: [(a: Double, b: Double, c: Double)],
        _ layer: (weights: [[Float]], bias: [Float]), _ query: Query, _ adversarial: Int
    ) -> Double {
        let (x, epsilon) = (query.sample.pixels.map(Double.init), query.perturbation.epsilon)
        var value = Double(layer.bias[query.label]) - Double(layer.bias[adversarial])
        for (index, line) in lines.enumerated() {
            let coefficient = Double(layer.weights[query.label][index]) - Double(layer.weights[adversarial][index])
            let centre = line.a * x[0] + line.b * x[1] + line.c
            let reach = epsilon * (abs(line.a) + abs(line.b))
            let (l, u) = (centre - reach, centre + reach)
            let z = line.a * point.0 + line.b * point.1 + line.c
            let isOpen = l < 0 && u > 0
            value += coefficient * (coefficient < 0 && isOpen ? u / (u - l) * (z - l) : max(z, 0))
        }
        return value
    }

    @Test func `reaches the linear program, and never exceeds it`() throws {
        var (gap, start) = (0.0, 0.0)
        for seed in 0..<200 as Range<UInt64> {
            let (network, layers) = try SmallNetwork.random([2, 2 + Int(seed % 4), 3], seed: seed)
            let query = SmallNetwork.query([0.5, 0.25], on: network, epsilon: [0.1, 0.3, 0.9][Int(seed % 3)])
            let optimum = programmed(layers, query)
            let crown = try #require(try answer("crown", query, on: network).marginLower)
            var last = crown
            for steps in [0, 20, 400] {
                let bound = try #require(
                    try answer("alpha-crown", query, on: network, options: ["steps": .integer(steps)]).marginLower)
                #expect(bound <= optimum + 1e-9 * (1 + abs(optimum)), "seed \(seed), \(steps) steps")
                #expect(bound >= crown)
                #expect(bound >= last - 1e-3 * (1 + abs(last)), "seed \(seed): fewer steps were better")
                last = bound
            }
            gap += optimum - last
            start += optimum - crown
        }
        // What ascent leaves of the way from CROWN to the linear program.
        #expect(gap <= 0.01 * start, "\(gap) of \(start) left")
    }

    @Test(arguments: RandomCase.all(12), Norm.allCases)
    func `at least CROWN and LP-GREEDY, at most LP-ALL`(_ example: RandomCase, _ norm: Norm) throws {
        let network = try example.network()
        let query = example.query(on: network, norm: norm)
        func bound(_ name: String, _ options: [String: OptionValue] = [:]) throws -> Double {
            try #require(try answer(name, query, on: network, options: options).marginLower)
        }
        let (crown, greedy) = (try bound("crown"), try bound("lp-greedy"))
        // Programs see the box around an l2 ball.
        let programs = norm == .two ? .infinity : try bound("lp-all")
        for hidden in ["tighter", "crown"] {
            let found = try bound("alpha-crown", ["intermediate": .text(hidden)])
            #expect(found >= crown && found >= greedy)
            #expect(found <= programs + 1e-7 * (1 + abs(found)))
        }
    }

    /// What a verdict stops early for is the verdict of all steps.
    @Test(arguments: RandomCase.all(12)) func `verdicts are those of margins`(_ example: RandomCase) throws {
        let network = try example.network()
        let margin = try answer("alpha-crown", example.query(on: network), on: network)
        let verdict = try answer("alpha-crown", example.query(on: network, measure: .verdict), on: network)
        guard abs(margin.marginLower ?? 0) > 1e-3 else { return }
        #expect(margin.verdict == verdict.verdict)
    }

    @Test func `more inputs and layers, all norms`() throws {
        for seed in 0..<10 as Range<UInt64> {
            let (network, _) = try SmallNetwork.random([12, 20, 20, 20, 4], seed: seed)
            var generator = SeededGenerator(seed: seed)
            let pixels = (0..<12).map { _ in generator.unitFloat() }
            for (norm, epsilon) in [(Norm.infinity, 0.01), (.two, 0.05), (.one, 0.1)] {
                let query = SmallNetwork.query(pixels, on: network, norm: norm, epsilon: epsilon, domain: .unit)
                let crown = try #require(try answer("crown", query, on: network).marginLower)
                let found = try #require(try answer("alpha-crown", query, on: network).marginLower)
                #expect(found >= crown)
                // A sampled margin is an upper bound.
                let attack = try answer("pgd", query, on: network, options: ["step-size": .number(epsilon / 8)])
                if let upper = attack.marginUpper { #expect(found <= upper + 1e-5) }
            }
        }
    }
}
