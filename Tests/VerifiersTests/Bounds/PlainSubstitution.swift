import Networks
import Questions

/// Backward substitution written for clarity: one objective at a time, dense, a number at a time, without any care for rounding.
struct PlainSubstitution {
    typealias Bounds = [(lower: Double, upper: Double)]

    let network: LoweredNetwork
    let set: PlainSet
    /// CROWN's lower line; else Fast-Lin's.
    let isAdaptive: Bool
    /// Per stage; of the input, nothing.
    private(set) var bounds: [Bounds] = [[]]

    /// Bounds every stage below the logits in turn.
    init(_ network: LoweredNetwork, _ set: PlainSet, isAdaptive: Bool) {
        (self.network, self.set, self.isAdaptive) = (network, set, isAdaptive)
        for stage in 1..<network.outputStage {
            let bounds: Bounds = (0..<network.stages[stage].preActivations).map { neuron in
                (minimum([neuron: 1], at: stage), -minimum([neuron: -1], at: stage))
            }
            self.bounds.append(bounds)
        }
    }

    /// A lower bound on Σ c z over pre-activations of `stage`.
    func minimum(_ coefficients: [Int: Double], at stage: Int) -> Double {
        var constant = 0.0
        var onValues = network.stages.map { _ in [Int: Double]() }
        var preActivations = coefficients
        for index in (1...stage).reversed() {
            if index < stage {
                preActivations = [:]
                for (value, lambda) in onValues[index] where lambda != 0 {
                    constant += relax(value, lambda, at: index, &preActivations)
                }
            }
            for (neuron, lambda) in preActivations {
                constant += lambda * network.stages[index].bias[neuron]
                for term in network.stages[index].terms {
                    for (column, weight) in term.matrix.entries(ofRow: neuron) {
                        onValues[term.source][column, default: 0] += lambda * weight
                    }
                }
            }
        }
        return constant + set.minimum(onValues[0])
    }

    /// Replaces λ h by its line in z; returns the constant part.
    private func relax(_ value: Int, _ lambda: Double, at stage: Int, _ result: inout [Int: Double]) -> Double {
        switch network.stages[stage].activation {
        case .identity:
            result[value, default: 0] += lambda
            return 0
        case .relu:
            let (l, u) = bounds[stage][value]
            if u <= 0 { return 0 }
            let slope = l >= 0 ? 1 : u / (u - l)
            let lower = l >= 0 ? 1 : isAdaptive ? (u >= -l ? 1 : 0) : slope
            result[value, default: 0] += lambda * (lambda > 0 ? lower : slope)
            return lambda > 0 || l >= 0 ? 0 : -lambda * slope * l
        case .maxPool(let windows):
            let window = windows[value]
            var best = window[0]
            for input in window where bounds[stage][input].lower > bounds[stage][best].lower { best = input }
            let rivals = window.filter { $0 != best && bounds[stage][$0].upper > bounds[stage][best].lower }
            if lambda > 0 || rivals.isEmpty {
                result[best, default: 0] += lambda
                return 0
            }
            return lambda * (window.map { bounds[stage][$0].upper }.max() ?? 0)
        }
    }
}

/// The points of an lp ball around a point that lie in [0, 1].
struct PlainSet {
    let centre: [Double]
    let radius: Double
    let norm: Norm

    init(_ query: Query) {
        centre = query.sample.pixels.map(Double.init)
        radius = query.perturbation.epsilon
        norm = query.perturbation.norm
    }

    /// min Σ c x, to about 12 digits.
    func minimum(_ coefficients: [Int: Double]) -> Double {
        // Way to the end of the box that −c points to.
        let items = coefficients.filter { $0.value != 0 }.map { index, value in
            (slope: abs(value), room: min(value > 0 ? centre[index] : 1 - centre[index], radius))
        }
        let value = coefficients.reduce(0) { $0 + $1.value * centre[$1.key] }
        switch norm {
        case .infinity: return value - items.reduce(0) { $0 + $1.slope * $1.room }
        case .one:
            var (left, way) = (radius, 0.0)
            for item in items.sorted(by: { $0.slope > $1.slope }) {
                let step = min(left, item.room)
                way += step * item.slope
                left -= step
            }
            return value - way
        case .two: return value - twoWay(items)
        }
    }

    /// The longest way over steps t · slope, cut off at the rooms, of length ε at most: by bisection for t.
    private func twoWay(_ items: [(slope: Double, room: Double)]) -> Double {
        func steps(_ t: Double) -> [Double] { items.map { min($0.slope * t, $0.room) } }
        func length(_ t: Double) -> Double { steps(t).reduce(0) { $0 + $1 * $1 }.squareRoot() }
        var (low, high) = (0.0, 1.0)
        while length(high) < radius, high < 1e9 { high *= 2 }
        for _ in 0..<200 {
            let middle = (low + high) / 2
            if length(middle) < radius { low = middle } else { high = middle }
        }
        return zip(steps(high), items).reduce(0) { $0 + $1.0 * $1.1.slope }
    }
}
