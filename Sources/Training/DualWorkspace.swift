import LinearAlgebra

/// The lines of one hidden layer for one image, for its active neurons (upper bound > 0) alone:
/// s z ≤ max(z, 0) ≤ s z + t.
struct DualLines<Scalar: BLASScalar> {
    /// Neurons that may be active.
    var active: [Int] = []
    var slope: [Scalar] = []
    /// t = −s l for unstable neurons, 0 for stable ones.
    var intercept: [Scalar] = []
    var bias: [Scalar] = []
    var lower: [Scalar] = []
    var upper: [Scalar] = []
    /// Derivatives of the loss by s and t.
    var onSlope: [Scalar] = []
    var onIntercept: [Scalar] = []

    var count: Int { active.count }

    /// The lines for pre-activations within [lower, upper]; `biases` are the layer's.
    init(lower allLower: [Scalar], upper allUpper: [Scalar], biases: ArraySlice<Scalar>) {
        for neuron in allLower.indices where allUpper[neuron] > 0 {
            let (l, u) = (allLower[neuron], allUpper[neuron])
            active.append(neuron)
            bias.append(biases[biases.startIndex + neuron])
            lower.append(l)
            upper.append(u)
            let s = l < 0 ? u / (u - l) : 1
            slope.append(s)
            intercept.append(l < 0 ? -s * l : 0)
        }
        onSlope = [Scalar](repeating: 0, count: active.count)
        onIntercept = onSlope
    }

    /// Derivatives of the loss by the bounds of all `width` neurons, from those by s = u/(u − l) and t = −s l.
    func boundGradients(width: Int) -> (lower: [Scalar], upper: [Scalar]) {
        var onLower = [Scalar](repeating: 0, count: width)
        var onUpper = onLower
        for (position, neuron) in active.enumerated() where lower[position] < 0 {
            let (l, u) = (lower[position], upper[position])
            let scale = 1 / ((u - l) * (u - l))
            onLower[neuron] = scale * u * (onSlope[position] - u * onIntercept[position])
            onUpper[neuron] = scale * l * (l * onIntercept[position] - onSlope[position])
        }
        return (onLower, onUpper)
    }
}

/// Λ of one objective layer on its way to the input: coefficients × objectives, column by column one objective.
struct DualObjective<Scalar: BLASScalar> {
    /// Number of objectives: the layer's neurons, or the margins.
    var count: Int
    /// Coefficients on the values h of layer j; at 0 on the pixels.
    var onValues: [[Scalar]]
    /// Coefficients on the pre-activations z of layer j; empty at 0.
    var onPreActivations: [[Scalar]]
}
