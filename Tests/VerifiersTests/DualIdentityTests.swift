import LinearAlgebra
import Networks
import Questions
import TestSupport
import Testing

/// LP-GREEDY equals the value of the Wong–Kolter dual at its feasible point.
@Suite struct DualIdentityTests {
    @Test(arguments: (0..<60).map { RandomCase(family: .fullyConnected, seed: UInt64($0), epsilon: 0.15) })
    func `LP-GREEDY is the Wong–Kolter dual`(_ example: RandomCase) throws {
        let network = try example.network()
        let query = example.query(on: network)
        let bound = try #require(try answer("lp-greedy", query, on: network).marginLower)
        let pixels = query.sample.pixels.map(Double.init)
        let dual = WongKolterDual(
            network, lower: pixels.map { max($0 - example.epsilon, 0) },
            upper: pixels.map { min($0 + example.epsilon, 1) })
        let value = dual.worstMargin(label: query.label)
        // LP-GREEDY falls back on intervals where they are better, so it may exceed the dual, never fall below it.
        #expect(bound >= value - 1e-9 * (1 + abs(value)))
        let interval = try #require(try answer("interval", query, on: network).marginLower)
        #expect(bound <= max(value, interval) + 1e-9 * (1 + abs(value)))
    }
}

/// The dual J(ν) of Wong & Kolter (2018), equation 8 and Algorithm 1, written for clarity and in their signs:
/// J = −Σ νᵢ₊₁ᵀ bᵢ + min over the box of −ν̂₁ᵀ x' … + Σ l [ν]₊ over unstable units, one objective at a time.
struct WongKolterDual {
    private let layers: [LinearLayer]
    private let lower: [Double]
    private let upper: [Double]

    init(_ network: Network, lower: [Double], upper: [Double]) {
        layers = network.nodes.compactMap { node in
            if case .linear(let layer) = node.operation { layer } else { nil }
        }
        self.lower = lower
        self.upper = upper
    }

    func worstMargin(label: Int) -> Double {
        var bounds = [[(l: Double, u: Double)]]()
        for depth in 0..<layers.count - 1 {
            bounds.append(
                layers[depth].bias.indices.map { unit in
                    var objective = [Double](repeating: 0, count: layers[depth].bias.count)
                    objective[unit] = 1
                    let low = value(objective, depth, bounds)
                    objective[unit] = -1
                    return (low, -value(objective, depth, bounds))
                })
        }
        let classes = layers[layers.count - 1].bias.indices.filter { $0 != label }
        return classes.map { adversarial in
            var objective = [Double](repeating: 0, count: classes.count + 1)
            objective[label] = 1
            objective[adversarial] = -1
            return value(objective, layers.count - 1, bounds)
        }.min() ?? .infinity
    }

    /// J for the objective c on the pre-activations of layer `depth`, with ν = −c there.
    private func value(_ c: [Double], _ depth: Int, _ bounds: [[(l: Double, u: Double)]]) -> Double {
        var nu = c.map { -$0 }
        var total = 0.0
        for index in (0...depth).reversed() {
            let layer = layers[index]
            for row in nu.indices { total -= nu[row] * Double(layer.bias[row]) }
            let hat = (0..<layer.weight.columns).map { column in
                nu.indices.reduce(0.0) { $0 + Double(layer.weight[$1, column]) * nu[$1] }
            }
            guard index > 0 else {
                for column in hat.indices { total -= max(hat[column] * lower[column], hat[column] * upper[column]) }
                break
            }
            nu = hat.indices.map { unit in
                let (l, u) = bounds[index - 1][unit]
                if u <= 0 { return 0 }
                if l >= 0 { return hat[unit] }
                let scaled = u / (u - l) * hat[unit]
                total += l * max(scaled, 0)
                return scaled
            }
        }
        return total
    }
}
