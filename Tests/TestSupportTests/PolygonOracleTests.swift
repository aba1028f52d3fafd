import LinearAlgebra
import Networks
import Questions
import TestSupport
import Testing

@Suite struct PolygonOracleTests {
    /// logits = (ReLU(x − y), ReLU(x + y − 1) − 0.25): margin of label 0 is ReLU(x − y) − ReLU(x + y − 1) + 0.25.
    private func handMade() throws -> Network {
        var builder = NetworkBuilder(input: [2])
        try builder.linear(weight: Matrix(rows: 2, columns: 2, elements: [1, -1, 1, 1]), bias: [0, -1])
        builder.relu()
        try builder.linear(weight: Matrix(rows: 2, columns: 2, elements: [1, 0, 0, 1]), bias: [0, -0.25])
        return try builder.build()
    }

    @Test func handComputedMargins() throws {
        let network = try handMade()
        func worst(_ label: Int, _ lower: [Double], _ upper: [Double]) -> Double {
            PolygonOracle.worstMargin(of: network, label: label, lower: lower, upper: upper)
        }
        // Both neurons dead: the constant 0.25.
        #expect(worst(0, [0, 0.25], [0.25, 0.5]) == 0.25)
        // Smallest at the corner (1, 1): 0 − 1 + 0.25.
        #expect(worst(0, [0, 0], [1, 1]) == -0.75)
        // x ≤ 0.5 and y ≤ 0.75: smallest at (0.5, 0.75), 0 − 0.25 + 0.25, a tie.
        #expect(worst(0, [0, 0], [0.5, 0.75]) == 0)
        // Label 1 is the negative margin: largest x − y − (x + y − 1)₊ + 0.25 at (1, 0).
        #expect(worst(1, [0, 0], [1, 1]) == -1.25)
        // On y = 0.5 both neurons are x − 0.5 beyond the middle, so that the margin is constant.
        #expect(worst(0, [0, 0.5], [1, 0.5]) == 0.25)
        // A single point.
        #expect(worst(0, [0.75, 0.5], [0.75, 0.5]) == 0.25)
        #expect(worst(0, [0.5, 1], [0.5, 1]) == -0.25)
    }

    @Test func queriesAreCutAtTheDomain() throws {
        let network = try handMade()
        func query(_ pixels: [Float], _ domain: InputDomain?) -> Query {
            Query(
                sample: Sample(id: SampleID(dataset: "x", split: "y", index: 0), label: 0, pixels: pixels), label: 0,
                perturbation: PerturbationSet(epsilon: 0.5, domain: domain))
        }
        #expect(PolygonOracle.worstMargin(of: network, query: query([0.75, 0.75], .unit)) == -0.75)
        #expect(PolygonOracle.worstMargin(of: network, query: query([0.75, 0.75], nil)) == -1.25)
    }

    @Test func l1BallsAreCutAtTheDomain() throws {
        let network = try handMade()
        func worst(_ pixels: [Float], _ epsilon: Double, _ domain: InputDomain?) -> Double {
            let query = Query(
                sample: Sample(id: SampleID(dataset: "x", split: "y", index: 0), label: 0, pixels: pixels), label: 0,
                perturbation: PerturbationSet(norm: .one, epsilon: epsilon, domain: domain))
            return PolygonOracle.worstMargin(of: network, query: query)
        }
        // All of the radius goes to y: 0 − ε + 0.25. A box of that radius would double it.
        #expect(worst([0.5, 0.5], 0.125, .unit) == 0.125)
        #expect(worst([0.5, 0.5], 0.25, .unit) == 0)
        #expect(worst([0.5, 0.5], 0, .unit) == 0.25)
        // y ends at 1 after a quarter; x takes the rest, up to where both neurons grow.
        #expect(worst([0.5, 0.75], 0.5, .unit) == -0.5)
        #expect(worst([0.5, 1], 0.25, .unit) == -0.5)
        // Label 0 at (1, 1): only x can fall, and the margin with it grows.
        #expect(worst([1, 1], 0.5, .unit) == -0.75)
        #expect(worst([1, 1], 0.5, nil) == -1.25)
    }

    @Test func interiorMinimaAreFound() throws {
        // margin of label 0 = |x − 0.5| + |y − 0.25| − 0.125: smallest inside the square, at a vertex of four regions.
        var builder = NetworkBuilder(input: [2])
        try builder.linear(
            weight: Matrix(rows: 4, columns: 2, elements: [1, 0, -1, 0, 0, 1, 0, -1]), bias: [-0.5, 0.5, -0.25, 0.25])
        builder.relu()
        try builder.linear(weight: Matrix(rows: 2, columns: 4, elements: [1, 1, 1, 1, 0, 0, 0, 0]), bias: [0, 0.125])
        let network = try builder.build()
        #expect(PolygonOracle.worstMargin(of: network, label: 0, lower: [0, 0], upper: [1, 1]) == -0.125)
        #expect(PolygonOracle.worstMargin(of: network, label: 0, lower: [0.75, 0], upper: [1, 1]) == 0.125)
    }

    /// No point of a fine grid lies below the oracle, and zooming into the best cells reaches it.
    @Test(arguments: RandomNetworks.Family.allCases) func agreesWithDenseSampling(
        family: RandomNetworks.Family
    ) throws {
        for seed in 1...12 as ClosedRange<UInt64> {
            let network = try RandomNetworks.make(family, seed: seed)
            let sample = RandomNetworks.sample(for: network, seed: seed)
            let query = Query(
                sample: sample, label: sample.label,
                perturbation: PerturbationSet(epsilon: seed % 3 == 0 ? 0.1 : 0.35))
            let exact = PolygonOracle.worstMargin(of: network, query: query)
            let sampled = DenseSampling(network: network, query: query).smallestMargin()
            #expect(exact <= sampled + 1e-12, "seed \(seed)")
            #expect(sampled - exact <= 1e-7 * max(1, abs(exact)), "seed \(seed): \(sampled) against \(exact)")
        }
    }

    @Test(arguments: RandomNetworks.Family.allCases) func growsWithTheBox(family: RandomNetworks.Family) throws {
        for seed in 21...26 as ClosedRange<UInt64> {
            let network = try RandomNetworks.make(family, seed: seed)
            let sample = RandomNetworks.sample(for: network, seed: seed)
            let margins = [0, 0.01, 0.1, 0.3, 1].map { epsilon in
                PolygonOracle.worstMargin(
                    of: network,
                    query: Query(
                        sample: sample, label: sample.label, perturbation: PerturbationSet(epsilon: epsilon)))
            }
            #expect(zip(margins, margins.dropFirst()).allSatisfy { $0 >= $1 - 1e-12 })
            let logits = Evaluator<Double>(network).logits(
                Matrix(rows: 1, columns: 2, elements: sample.pixels.map(Double.init))
            ).elements
            let here = logits.indices.filter { $0 != sample.label }.map { logits[sample.label] - logits[$0] }.min()
            #expect(abs(margins[0] - (here ?? .nan)) < 1e-12)
        }
    }
}

/// The smallest margin over a grid, refined by zooming into its best cells.
private struct DenseSampling {
    let evaluator: Evaluator<Double>
    let label: Int
    let lower: [Double]
    let upper: [Double]

    init(network: Network, query: Query) {
        evaluator = Evaluator(network)
        label = query.label
        let pixels = query.sample.pixels.map(Double.init)
        lower = pixels.map { max($0 - query.perturbation.epsilon, 0) }
        upper = pixels.map { min($0 + query.perturbation.epsilon, 1) }
    }

    func smallestMargin() -> Double {
        let steps = 120
        let coarse = grid(lower, upper, steps: steps).sorted { $0.margin < $1.margin }
        var cell = [0, 1].map { (upper[$0] - lower[$0]) / Double(steps) }
        var best = Array(coarse.prefix(6))
        for _ in 0..<14 {
            best = best.map { point in
                let low = [0, 1].map { max(lower[$0], point.position[$0] - 2 * cell[$0]) }
                let high = [0, 1].map { min(upper[$0], point.position[$0] + 2 * cell[$0]) }
                return grid(low, high, steps: 16).min { $0.margin < $1.margin } ?? point
            }
            cell = cell.map { $0 / 4 }
        }
        return min(best.map(\.margin).min() ?? .infinity, coarse.first?.margin ?? .infinity)
    }

    private func grid(_ low: [Double], _ high: [Double], steps: Int) -> [(position: [Double], margin: Double)] {
        var points = [[Double]]()
        for row in 0...steps {
            for column in 0...steps {
                points.append([
                    min(low[0] + (high[0] - low[0]) * Double(row) / Double(steps), high[0]),
                    min(low[1] + (high[1] - low[1]) * Double(column) / Double(steps), high[1]),
                ])
            }
        }
        let logits = evaluator.logits(Matrix(rows: points.count, columns: 2, elements: points.flatMap { $0 }))
        return points.indices.map { index in
            let values = logits.row(index)
            var margin = Double.infinity
            for other in values.indices where other != label { margin = min(margin, values[label] - values[other]) }
            return (points[index], margin)
        }
    }
}
