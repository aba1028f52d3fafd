import LinearAlgebra

/// The rows of the first layer: its weights, less what stands on padding.
extension JacobianRows {
    /// Norms of the first layer's rows, as many as it has neurons.
    var firstNorms: [Scalar] {
        let positions = fields.grids[1].positions
        var norms = [Scalar](repeating: 0, count: layers[0].outputs)
        for (entries, places) in fields.firstClasses {
            for row in 0..<layers[0].rows {
                var sum: Scalar = 0
                forEachWeight(row, entries) { sum += norm.term(parameters[$0]) }
                let value = norm.root(sum)
                for place in places { norms[row * positions + place] = value }
            }
        }
        return norms
    }

    /// Adds the derivatives by the first layer's weights, given those by the norms of its rows.
    func pullFirst(_ slopes: [Scalar], _ norms: [Scalar], into gradient: inout [Scalar]) {
        let positions = fields.grids[1].positions
        for (entries, places) in fields.firstClasses {
            for row in 0..<layers[0].rows {
                let slope = places.reduce(0) { $0 + slopes[row * positions + $1] }
                guard slope != 0 else { continue }
                let value = norms[row * positions + places[0]]
                forEachWeight(row, entries) {
                    gradient[$0] += norm.derivative(parameters[$0], slope: slope, norm: value)
                }
            }
        }
    }

    /// Calls `body` with the index of every weight of the kernel `row` at some of its entries.
    @inline(__always)
    private func forEachWeight(_ row: Int, _ entries: [Int], _ body: (Int) -> Void) {
        let layer = layers[0]
        for channel in 0..<fields.grids[0].channels {
            let start = layer.start + row * layer.columns + channel * fields.areas[1]
            for entry in entries { body(start + entry) }
        }
    }
}
