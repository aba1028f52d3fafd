import LinearAlgebra
import Networks
import Questions
import Testing
import Verifiers

/// The closed form against a search over θ, written from Theorem 4 alone.
@Suite struct DecisionBoundaryTests {
    /// min over k and over θ on a grid of |Σ θⱼ cⱼ zⱼ + d| / (‖c‖_q ‖W₁‖); 0 where the function of θ changes sign.
    private func searched(
        _ layers: [(weights: [[Float]], bias: [Float])], _ pixels: [Float], _ label: Int, _ norm: Norm,
        _ stretch: Double
    ) -> Double {
        let z = zip(layers[0].weights, layers[0].bias).map { row, bias in
            zip(row, pixels).reduce(Double(bias)) { $0 + Double($1.0) * Double($1.1) }
        }
        var least = Double.infinity
        for adversarial in layers[1].bias.indices where adversarial != label {
            let c = z.indices.map { Double(layers[1].weights[label][$0]) - Double(layers[1].weights[adversarial][$0]) }
            let d = Double(layers[1].bias[label]) - Double(layers[1].bias[adversarial])
            var (low, high, nearest) = (Double.infinity, -Double.infinity, Double.infinity)
            // Every θⱼ from {0, ½, 1}.
            for code in 0..<Int(exactly: 3.0.raised(to: z.count))! {
                var (value, rest) = (d, code)
                for index in z.indices {
                    value += Double(rest % 3) / 2 * c[index] * z[index]
                    rest /= 3
                }
                (low, high, nearest) = (min(low, value), max(high, value), min(nearest, abs(value)))
            }
            let length = norm.dual(c) * stretch
            least = min(least, low <= 0 && high >= 0 ? 0 : nearest / length)
        }
        return least
    }

    /// ‖W‖ by formula: the spectral norm of an n × 2 matrix from its 2 × 2 Gram matrix.
    private func stretch(_ rows: [[Float]], _ norm: Norm) -> Double {
        let rows = rows.map { $0.map(Double.init) }
        switch norm {
        case .infinity: return rows.map { abs($0[0]) + abs($0[1]) }.max() ?? 0
        case .one: return (0..<2).map { column in rows.reduce(0) { $0 + abs($1[column]) } }.max() ?? 0
        case .two:
            let a = rows.reduce(0) { $0 + $1[0] * $1[0] }
            let b = rows.reduce(0) { $0 + $1[0] * $1[1] }
            let d = rows.reduce(0) { $0 + $1[1] * $1[1] }
            return ((a + d + ((a - d) * (a - d) + 4 * b * b).squareRoot()) / 2).squareRoot()
        }
    }

    @Test(arguments: Norm.allCases) func `as searched`(_ norm: Norm) throws {
        var positive = 0
        for seed in 0..<150 as Range<UInt64> {
            let (network, layers) = try SmallNetwork.random([2, 1 + Int(seed % 3), 2 + Int(seed % 2)], seed: seed)
            let pixels: [Float] = [0.75, 0.25]
            let query = SmallNetwork.query(pixels, on: network, norm: norm)
            let found = try #require(try answer("decision-boundary", query, on: network).distanceLower)
            let truth = searched(layers, pixels, query.label, norm, stretch(layers[0].weights, norm))
            #expect(found <= truth * (1 + 1e-13) && found >= truth * (1 - 1e-7), "seed \(seed)")
            if found > 0 { positive += 1 }
        }
        #expect(positive > 15)
    }

    /// A normalisation counts with its norm.
    @Test func `affine maps before the hidden layer`() throws {
        var builder = NetworkBuilder(input: [2, 1, 1])
        try builder.normalise(mean: [0.5, 0.5], deviation: [0.5, 0.25])
        try builder.linear(weight: Matrix(rows: 1, columns: 2, elements: [1, 0]), bias: [3])
        builder.relu()
        try builder.linear(weight: Matrix(rows: 2, columns: 1, elements: [1, 0]), bias: [1, 0])
        let network = try builder.build()
        let query = SmallNetwork.query([0.5, 0.5], on: network)
        // min over θ of 3 θ + 1, over ‖c‖ = 1, ‖W₁‖ = 1 and 1 / 0.25.
        let found = try #require(try answer("decision-boundary", query, on: network).distanceLower)
        #expect(found <= 0.25 && found > 0.25 * (1 - 1e-9))
    }
}

extension Double {
    fileprivate func raised(to exponent: Int) -> Double { (0..<exponent).reduce(1) { value, _ in value * self } }
}
