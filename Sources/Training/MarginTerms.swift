import LinearAlgebra

/// The terms of MMR of one image, times a weight, and their derivatives.
struct MarginTerms<Scalar: BLASScalar> {
    /// A derivative by a pre-activation or by the norm of a row; `layer` counts from 0.
    struct Slope {
        var layer: Int
        /// Neuron of a hidden layer; for norms of the last layer, the position of the class among those other than the
        /// label.
        var neuron: Int
        var value: Scalar
    }

    let weight: Scalar
    private(set) var total: Scalar = 0
    private(set) var onValues: [Slope] = []
    private(set) var onNorms: [Slope] = []

    init(weight: Scalar) { self.weight = weight }

    /// The faces |z| / norm of the hidden layers; the `count` nearest enter.
    mutating func addFaces(_ values: ArraySlice<[Scalar]>, _ norms: [[Scalar]], count: Int, gamma: Double) {
        let gamma = Scalar(gamma)
        var all = 0
        // Only what lies within γ adds anything.
        var faces = [(distance: Scalar, layer: Int, neuron: Int)]()
        for (layer, values) in values.enumerated() {
            let norms = norms[layer]
            for neuron in values.indices where norms[neuron] > 0 {
                all += 1
                let distance = values[neuron].magnitude / norms[neuron]
                if distance < gamma { faces.append((distance, layer, neuron)) }
            }
        }
        faces.sort { ($0.distance, $0.layer, $0.neuron) < ($1.distance, $1.layer, $1.neuron) }
        let share = weight / Scalar(min(count, max(1, all)))
        for face in faces.prefix(count) {
            let norm = norms[face.layer][face.neuron]
            let slope = share / (gamma * norm)
            let isNegative = values[values.startIndex + face.layer][face.neuron] < 0
            total += share * (1 - face.distance / gamma)
            onValues.append(Slope(layer: face.layer, neuron: face.neuron, value: isNegative ? slope : -slope))
            onNorms.append(Slope(layer: face.layer, neuron: face.neuron, value: slope * face.distance))
        }
    }

    /// The decision boundaries (f_y − f_k) / norm; all enter, with their sign.
    mutating func addBoundaries(
        _ logits: [Scalar], layer: Int, _ norms: [Scalar], label: Int, gamma: Double
    ) {
        let share = weight / Scalar(logits.count - 1)
        let gamma = Scalar(gamma)
        let classes = logits.indices.filter { $0 != label }
        for (position, other) in classes.enumerated() where norms[position] > 0 {
            let distance = (logits[label] - logits[other]) / norms[position]
            guard distance < gamma else { continue }
            let slope = share / (gamma * norms[position])
            total += share * (1 - distance / gamma)
            onValues.append(Slope(layer: layer, neuron: label, value: -slope))
            onValues.append(Slope(layer: layer, neuron: other, value: slope))
            onNorms.append(Slope(layer: layer, neuron: position, value: slope * distance))
        }
    }
}
