/// The concave envelope of one ReLU over the box of what it reads and the bounds of its pre-activation, at one point.
///
/// At v it is the largest F(λ), λ ∈ [0, 1] the share of the active side:
///
///     F(λ) = min( λ u,  z − (1 − λ) l,  λ b + Σ min(λ Mⱼ, aⱼ vⱼ − (1 − λ) mⱼ) )
///
/// with mⱼ and Mⱼ the least and the largest aⱼ vⱼ. F is concave. The pieces that meet at its maximum, mixed so that λ drops out, are the
/// plane that supports the envelope there.
package struct ReLUEnvelope {
    private let relu: ReducedNeuron
    private let least: [Double]
    private let largest: [Double]
    private let terms: [Double]
    private let preActivation: Double

    /// Linear in v and λ; one of those that F is the least of.
    private enum Piece {
        case upper
        case lower
        /// The last sum, with the minima that it takes at this λ.
        case entries(at: Double)
    }

    /// - Parameter point: values of the network's variables.
    package init(_ relu: ReducedNeuron, _ network: ReducedNetwork, at point: [Double]) {
        self.relu = relu
        let form = relu.form.direct
        var (least, largest, terms) = ([Double](), [Double](), [Double]())
        for (variable, value) in zip(form.columns, form.values) {
            let ends = (value * network.lower[Int(variable)], value * network.upper[Int(variable)])
            least.append(min(ends.0, ends.1))
            largest.append(max(ends.0, ends.1))
            terms.append(min(max(value * point[Int(variable)], least[least.count - 1]), largest[largest.count - 1]))
        }
        (self.least, self.largest, self.terms) = (least, largest, terms)
        preActivation = terms.reduce(form.constant, +)
    }

    /// The envelope's value and a plane that attains it.
    ///
    /// - Complexity: 40 passes over the entries.
    package func support() -> (value: Double, plane: EnvelopePlane) {
        var (low, high) = (0.0, 1.0)
        var rising: (piece: Piece, slope: Double)?
        var falling: (piece: Piece, slope: Double)?
        for _ in 0..<40 {
            let middle = (low + high) / 2
            let lowest = lowest(at: middle)
            if lowest.slope > 0 {
                low = middle
                rising = (lowest.piece, lowest.slope)
            } else {
                high = middle
                falling = (lowest.piece, lowest.slope)
            }
        }
        let value = lowest(at: low).value
        switch (rising, falling) {
        case (let rising?, let falling?):
            let share = falling.slope / (falling.slope - rising.slope)
            return (value, plane([(rising.piece, share), (falling.piece, 1 - share)]))
        // At an end, where λ = 1 or λ = 0 supports as well.
        case (let rising?, nil): return (value, plane([(rising.piece, 1)]))
        case (nil, let falling?): return (value, plane([(falling.piece, 1)]))
        case (nil, nil): return (value, plane([]))
        }
    }

    private func lowest(at share: Double) -> (piece: Piece, value: Double, slope: Double) {
        var (value, slope) = (share * relu.form.direct.constant, relu.form.direct.constant)
        for entry in terms.indices {
            let (whole, rest) = (share * largest[entry], terms[entry] - (1 - share) * least[entry])
            value += min(whole, rest)
            slope += rest < whole ? least[entry] : largest[entry]
        }
        var lowest = (piece: Piece.entries(at: share), value: value, slope: slope)
        let upper = share * relu.upper
        if upper < lowest.value { lowest = (.upper, upper, relu.upper) }
        let lower = preActivation - (1 - share) * relu.lower
        if lower < lowest.value { lowest = (.lower, lower, relu.lower) }
        return lowest
    }

    private func plane(_ pieces: [(piece: Piece, share: Double)]) -> EnvelopePlane {
        let values = relu.form.direct.values
        var weights = [Double](repeating: 0, count: values.count)
        var (active, inactive) = (0.0, 0.0)
        for (piece, part) in pieces {
            switch piece {
            case .upper: active += part
            case .lower:
                inactive += part
                for entry in weights.indices { weights[entry] += part * values[entry] }
            case .entries(let share):
                for entry in weights.indices
                where terms[entry] - (1 - share) * least[entry] < share * largest[entry] {
                    weights[entry] += part * values[entry]
                }
            }
        }
        return EnvelopePlane(weights: weights.map(Float.init), active: active, inactive: inactive)
    }
}
