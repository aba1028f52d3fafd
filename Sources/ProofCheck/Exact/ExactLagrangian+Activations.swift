import ExactArithmetic
import Networks
import Proofs

extension ExactLagrangian {
    /// min (λ − μ) h over l ≤ h ≤ u, h = z.
    func identityPart(_ lambda: Dyadic, _ mu: Double, _ stage: Int, _ row: Int) -> Dyadic {
        let rest = lambda - Self.exact(mu)
        guard rest.sign != 0 else { return .zero }
        let interval = bounds.stages[stage]
        return rest * Self.exact(rest.sign > 0 ? interval.lower[row] : interval.upper[row])
    }

    /// min λ max(z, 0) − μ z over the half of l ≤ z ≤ u that the splits leave: at an end or at 0.
    func reluPart(_ lambda: Dyadic, _ mu: Double, _ stage: Int, _ row: Int) -> Dyadic {
        guard lambda.sign != 0 || mu != 0 else { return .zero }
        var (low, high) = (bounds.stages[stage].lower[row], bounds.stages[stage].upper[row])
        let unit = units.ofNeuron[stage][row]
        for side in unit >= 0 ? halves[unit] ?? [] : [] {
            switch side {
            case .first:
                low = max(low, 0)
                high = max(high, low)
            case .second:
                high = min(high, 0)
                low = min(low, high)
            }
        }
        let multiplier = Self.exact(mu)
        let ends = [low, high].map { end in
            end > 0 ? (lambda - multiplier) * Self.exact(end) : -(multiplier * Self.exact(end))
        }
        let least = min(ends[0], ends[1])
        return low < 0 && high > 0 ? min(least, .zero) : least
    }

    /// λ < 0 times the plane of a neuron: its slopes become coefficients on what it reads, its constant is returned.
    ///
    /// The weights t are the doubles nearest to 255ths: any weights in [0, 1] give a plane.
    mutating func raise(_ lambda: Dyadic, _ stage: Int, _ row: Int) -> Dyadic {
        let description = bounds.network.stages[stage]
        let entries = description.terms[0].matrix.entries(ofRow: row)
        let source = description.terms[0].source
        let box = bounds.box(of: source)
        var active = Self.exact(description.bias[row])
        var inactive = Dyadic.zero
        for (entry, part) in zip(entries, planes[units.ofNeuron[stage][row]] ?? []) {
            let (value, weight) = (Self.exact(entry.value), Self.exact(Double(part) / UpperPlanes.parts))
            let (low, high) = (Self.exact(box.lower[entry.column]), Self.exact(box.upper[entry.column]))
            let isPositive = entry.value > 0
            let largest = value * (isPositive ? high : low)
            active += largest - weight * largest
            inactive += -(weight * value * (isPositive ? low : high))
            add(lambda * weight * value, to: entry.column, of: source)
        }
        return lambda * max(active, inactive)
    }

    /// Every window's part, and what the sums of the windows' multipliers differ from those of the pre-activations.
    func poolingPart(_ windows: [[Int]], _ lambda: [Dyadic], _ mu: [Double], _ stage: Int) -> Dyadic {
        let interval = bounds.stages[stage]
        var rests = mu.map { -Self.exact($0) }
        var total = Dyadic.zero
        for (index, window) in windows.enumerated() {
            let own = trace.pools[stage]?[index]?[column] ?? Array(repeating: 0, count: window.count)
            let multipliers = own.map(Self.exact)
            for (input, multiplier) in zip(window, multipliers) { rests[input] += multiplier }
            total += PoolingPart.smallest(
                lambda[index], multipliers, window.map { Self.exact(interval.lower[$0]) },
                window.map { Self.exact(interval.upper[$0]) })
        }
        for (input, rest) in rests.enumerated() where rest.sign != 0 {
            total += rest * Self.exact(rest.sign > 0 ? interval.lower[input] : interval.upper[input])
        }
        return total
    }
}
