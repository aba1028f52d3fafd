import LinearAlgebra

/// An upper plane of a ReLU over the box of what it reads and the bounds of its pre-activation.
///
/// For any w and any κ, κ′ ≥ 0, max(z, 0) ≤ w·v + max(A, B) with z = a·v + b, l ≤ z ≤ u and
///
///     A = κ u + max over v of ((1 − κ) z − w·v),   B = −κ′ l + max over v of (κ′ z − w·v),
///
/// both maxima over the box: A holds where z ≥ 0, by z ≤ u, and B where z ≤ 0, by z ≥ l. Without κ and κ′ these are the planes of
/// Anderson et al. (2020), with w = κ′ a and κ + κ′ = 1 the triangle; all of them together are the hull of the ReLU over box and bounds.
package struct EnvelopePlane: Sendable {
    /// w: one per entry of the direct form, numbers of single precision.
    package let weights: [Float]
    /// κ and κ′.
    package let active: Double
    package let inactive: Double

    /// The plane itself, its constant rounded up.
    ///
    /// - Complexity: one pass over the entries.
    package func placed(_ unit: Int, _ relu: ReducedNeuron, in network: ReducedNetwork) -> HiddenPlane {
        let form = relu.form.direct
        var whenActive = active * relu.upper + (1 - active) * form.constant
        var whenInactive = inactive * (form.constant - relu.lower)
        var reach = abs(form.constant) + abs(relu.upper) + abs(relu.lower)
        for (position, variable) in form.columns.enumerated() {
            let (value, weight) = (form.values[position], Double(weights[position]))
            let (low, high) = (network.lower[Int(variable)], network.upper[Int(variable)])
            let (on, off) = ((1 - active) * value - weight, inactive * value - weight)
            whenActive += max(on * low, on * high)
            whenInactive += max(off * low, off * high)
            reach += (abs(value) + abs(weight)) * network.extent(Int(variable))
        }
        let count = form.columns.count
        let error = Rounding.gamma(4 * count + 32) * (8 * reach) + form.error * (1 + 0x1p-30)
        let lost = Rounding.underflow(4 * count, reach: reach)
        return HiddenPlane(
            unit: unit, plane: self,
            slopes: LinearFunction(columns: form.columns, values: weights.map(Double.init), constant: 0),
            constant: (max(whenActive, whenInactive) + error + lost).nextUp)
    }

    /// A plane between this one and another of the same ReLU, of which it takes `share`.
    package func mixed(with other: EnvelopePlane, share: Double) -> EnvelopePlane {
        func mix(_ first: Double, _ second: Double) -> Double { (1 - share) * first + share * second }
        return EnvelopePlane(
            weights: zip(weights, other.weights).map { Float(mix(Double($0), Double($1))) },
            active: mix(active, other.active), inactive: mix(inactive, other.inactive))
    }
}

/// The upper plane of one ReLU of a later stage: max(z, 0) ≤ w·v + constant.
package struct HiddenPlane: Sendable {
    /// Index among the unstable ReLUs.
    package let unit: Int
    package let plane: EnvelopePlane
    /// w·v in the network's variables.
    package let slopes: LinearFunction
    package let constant: Double

    /// h − w·v, which is at most `constant`, in the network's variables.
    func excess(_ relu: ReducedNeuron) -> LinearFunction {
        LinearFunction(
            columns: slopes.columns + [Int32(relu.variable)], values: slopes.values.map { -$0 } + [1], constant: 0)
    }
}
