import LinearAlgebra
import Networks

/// What the lines of every stage's activation range over, while its pre-activations keep their bounds [l, u]: from the lower line
/// at l to the upper line at u.
///
/// They enclose the values h. Interval arithmetic over them reads one line of a neuron as independent of all others, where
/// substitution goes on with all of them jointly: what it proves, substitution with the same lines proves as well.
struct LineRanges {
    /// Per stage; index 0 is the input box.
    let stages: [StageBounds]

    init(_ bounds: NetworkBounds, _ relaxations: [Relaxation], _ network: LoweredNetwork) {
        stages = zip(bounds.stages, relaxations).enumerated().map { index, pair in
            let (bounds, relaxation) = pair
            guard case .relu(let lowerSlope, let upperSlope, _) = relaxation else {
                return bounds.values(after: network.stages[index].activation)
            }
            // A slope in [0, 1] times l < 0 is not above 0, however it is rounded; h ≤ max(u, 0) as it is.
            let lower = lowerSlope.indices.map { neuron in
                upperSlope[neuron] == 0 ? 0 : lowerSlope[neuron] * bounds.lower[neuron]
            }
            return StageBounds(lower: lower, upper: bounds.upper.map { max($0, 0) })
        }
    }
}
