import LinearAlgebra
import Questions

/// Bounds of the first layer over the perturbation sets of a batch: middle ± reach.
///
/// Over boxes the middle is W c + b and the reach |W| r; over balls they are W x + b and ε ‖Wⱼ‖₂, the same for every image.
struct FirstBounds<Scalar: BLASScalar> {
    let norm: Norm
    let epsilon: Scalar
    let centre: Matrix<Scalar>
    /// Of boxes, per pixel; all 0 for balls.
    let radius: Matrix<Scalar>
    let middle: Matrix<Scalar>
    /// Per image and neuron for boxes; one row for balls.
    let reach: Matrix<Scalar>
    /// ‖Wⱼ‖₂, for balls.
    private let rowNorms: [Scalar]

    @inline(__always)
    init(_ images: Matrix<Scalar>, _ layer: AffineLayer, _ parameters: [Scalar], norm: Norm, epsilon: Scalar) {
        self.norm = norm
        self.epsilon = epsilon
        if norm == .two {
            centre = images
            radius = Matrix(rows: 0, columns: images.columns)
            let norms = Self.rowNorms(layer, parameters)
            reach = Matrix(rows: 1, columns: layer.rows, elements: norms.map { epsilon * $0 })
            rowNorms = norms
        } else {
            (centre, radius) = InputBox.centreAndRadius(images, epsilon: epsilon)
            reach = layer.forward(radius, parameters.map(\.magnitude), withBias: false)
            rowNorms = []
        }
        middle = layer.forward(centre, parameters)
    }

    private static func rowNorms(_ layer: AffineLayer, _ parameters: [Scalar]) -> [Scalar] {
        (0..<layer.rows).map { row in
            var square: Scalar = 0
            let start = layer.start + row * layer.columns
            for index in start..<start + layer.columns { square += parameters[index] * parameters[index] }
            return square.squareRoot()
        }
    }

    @inline(__always)
    func sample(_ row: Int, label: Int) -> DualSample<Scalar> {
        let isBall = norm == .two
        return DualSample(
            label: label, centre: centre.row(row), set: isBall ? .ball(radius: epsilon) : .box(radius: radius.row(row)),
            middle: middle.row(row), reach: reach.row(isBall ? 0 : row))
    }

    /// Adds the derivatives by the first layer's parameters, given those by middle and reach of every image.
    @inline(__always)
    func pull(
        onMiddle: Matrix<Scalar>, onReach: Matrix<Scalar>, _ layer: AffineLayer, _ parameters: [Scalar],
        into gradient: inout [Scalar]
    ) {
        layer.accumulateGradient(onMiddle, inputs: centre, into: &gradient)
        if norm == .two {
            pullRowNorms(onReach, layer, parameters, into: &gradient)
        } else {
            pullMagnitudes(onReach, layer, parameters, into: &gradient)
        }
    }

    private func pullMagnitudes(
        _ onReach: Matrix<Scalar>, _ layer: AffineLayer, _ parameters: [Scalar], into gradient: inout [Scalar]
    ) {
        var onMagnitudes = [Scalar](repeating: 0, count: layer.end)
        layer.accumulateGradient(onReach, inputs: radius, into: &onMagnitudes, withBias: false)
        for index in layer.weights {
            gradient[index] += parameters[index] < 0 ? -onMagnitudes[index] : onMagnitudes[index]
        }
    }

    /// ∂ ε ‖Wⱼ‖₂ / ∂ Wⱼ = ε Wⱼ / ‖Wⱼ‖₂, the same for every image.
    private func pullRowNorms(
        _ onReach: Matrix<Scalar>, _ layer: AffineLayer, _ parameters: [Scalar], into gradient: inout [Scalar]
    ) {
        for neuron in 0..<layer.rows where rowNorms[neuron] > 0 {
            var slope: Scalar = 0
            for row in 0..<onReach.rows { slope += onReach[row, neuron] }
            slope *= epsilon / rowNorms[neuron]
            let start = layer.start + neuron * layer.columns
            for index in start..<start + layer.columns { gradient[index] += slope * parameters[index] }
        }
    }
}
