import LinearAlgebra
import Robustness

/// Rows of the Jacobian V_θ of one image: those of all hidden pre-activations and of the margins f_y − f_k, their dual
/// norms, and the derivatives through these.
///
/// Layers are numbered from 1 to L as in `DualSubstitution`; only active neurons (z > 0) enter the products. The first
/// layer's rows are W₁ itself, the same for all images.
struct JacobianRows<Scalar: BLASScalar> {
    let layers: [AffineLayer]
    let parameters: [Scalar]
    /// The norm of distances: the rows' norms are the dual one, ℓ1 for ∞, ℓ2 for 2.
    let norm: Norm

    init(_ architecture: TrainableArchitecture, _ parameters: [Scalar], norm: Norm) {
        layers = architecture.layers
        self.parameters = parameters
        self.norm = norm
    }

    struct Trace {
        /// Per layer number; `nil` for the input: all of it.
        var active: [[Int]?] = [nil]
        /// Gⱼ, active rows × active columns of Wⱼ; empty at 0.
        var products: [[Scalar]] = [[]]
        /// For the layers 2, …, L: coefficients on the values of each layer below, and on the pixels at 0; coefficients ×
        /// rows.
        var chains: [[[Scalar]]] = []
        /// For the layers 2, …, L: the norms of the rows.
        var norms: [[Scalar]] = []
    }

    /// Norms of the rows of W₁.
    var firstNorms: [Scalar] {
        let layer = layers[0]
        return (0..<layer.rows).map { row in
            let start = layer.start + row * layer.columns
            return Self.norm(parameters[start..<start + layer.columns], norm)
        }
    }

    /// - Parameter values: pre-activations of every layer.
    func trace(_ values: [[Scalar]], label: Int) -> Trace {
        var trace = Trace()
        for number in 1...layers.count {
            if number > 1 {
                let chain = chain(number, trace, label)
                let rows = rowCount(number)
                trace.norms.append(columnNorms(chain[0], count: rows))
                trace.chains.append(chain)
            }
            guard number < layers.count else { break }
            let active = values[number - 1].indices.filter { values[number - 1][$0] > 0 }
            let substitution = DualSubstitution<Scalar>(layers: layers, parameters: parameters)
            trace.products.append(
                substitution.product(number, rows: active, columns: trace.active[number - 1]))
            trace.active.append(active)
        }
        return trace
    }

    /// Neurons of a hidden layer, margins of the last.
    private func rowCount(_ number: Int) -> Int { layers[number - 1].rows - (number == layers.count ? 1 : 0) }

    /// The rows of layer `number` carried down to the pixels.
    private func chain(_ number: Int, _ trace: Trace, _ label: Int) -> [[Scalar]] {
        let layer = layers[number - 1]
        let isLast = number == layers.count
        let classes = (0..<layer.rows).filter { !isLast || $0 != label }
        let active = trace.active[number - 1] ?? []
        var values = [Scalar](repeating: 0, count: active.count * classes.count)
        let own = layer.start + label * layer.columns
        for (column, row) in classes.enumerated() {
            let start = layer.start + row * layer.columns
            for (position, neuron) in active.enumerated() {
                let weight = parameters[start + neuron]
                values[position * classes.count + column] = isLast ? parameters[own + neuron] - weight : weight
            }
        }
        var chain = [[Scalar]](repeating: [], count: number)
        for below in (1..<number).reversed() {
            chain[below] = values
            values = DualSubstitution.product(
                trace.products[below], transposed: true, rows: trace.active[below - 1]?.count ?? layers[0].columns,
                inner: trace.active[below]?.count ?? 0, columns: classes.count, values)
        }
        chain[0] = values
        return chain
    }

    // MARK: Reverse

    /// Adds the derivatives by the weights, given those by norms of the layers above the first.
    func pull(_ trace: Trace, _ slopes: [MarginTerms<Scalar>.Slope], label: Int, into gradient: inout [Scalar]) {
        guard !slopes.isEmpty else { return }
        var onProducts = trace.products.map { [Scalar](repeating: 0, count: $0.count) }
        for number in 2...layers.count {
            let chosen = slopes.filter { $0.layer == number - 1 }
            guard !chosen.isEmpty else { continue }
            let columns = chosen.map(\.neuron)
            let all = rowCount(number)
            let chain = trace.chains[number - 2].map { Self.select(columns, of: $0, width: all) }
            var current = chain[0]
            let norms = columns.map { trace.norms[number - 2][$0] }
            pullNorms(&current, slopes: chosen.map(\.value), norms)
            for below in 1..<number {
                let width = trace.active[below - 1]?.count ?? layers[0].columns
                let count = trace.active[below]?.count ?? 0
                DualSubstitution.addOuterProduct(
                    chain[below], current, rows: count, columns: width, inner: columns.count, to: &onProducts[below])
                current = DualSubstitution.product(
                    trace.products[below], transposed: false, rows: count, inner: width, columns: columns.count, current
                )
            }
            addToWeights(number, columns, current, trace, label, &gradient)
        }
        scatter(onProducts, trace, into: &gradient)
    }

    /// Adds the derivatives by W₁, given those by the norms of its rows.
    func pullFirst(_ slopes: [Scalar], _ norms: [Scalar], into gradient: inout [Scalar]) {
        let layer = layers[0]
        for row in slopes.indices where slopes[row] != 0 {
            for index in layer.start + row * layer.columns..<layer.start + (row + 1) * layer.columns {
                gradient[index] += Self.derivative(parameters[index], slopes[row], norms[row], norm)
            }
        }
    }

    private func addToWeights(
        _ number: Int, _ columns: [Int], _ current: [Scalar], _ trace: Trace, _ label: Int, _ gradient: inout [Scalar]
    ) {
        let layer = layers[number - 1]
        let isLast = number == layers.count
        let own = layer.start + label * layer.columns
        let active = trace.active[number - 1] ?? []
        for (place, column) in columns.enumerated() {
            let row = isLast && column >= label ? column + 1 : column
            let start = layer.start + row * layer.columns
            for (position, neuron) in active.enumerated() {
                let value = current[position * columns.count + place]
                gradient[start + neuron] += isLast ? -value : value
                if isLast { gradient[own + neuron] += value }
            }
        }
    }

    private func scatter(_ onProducts: [[Scalar]], _ trace: Trace, into gradient: inout [Scalar]) {
        let substitution = DualSubstitution<Scalar>(layers: layers, parameters: parameters)
        substitution.scatter(onProducts, active: trace.active, into: &gradient)
    }

    private func pullNorms(_ values: inout [Scalar], slopes: [Scalar], _ norms: [Scalar]) {
        let width = slopes.count
        for index in values.indices {
            values[index] = Self.derivative(values[index], slopes[index % width], norms[index % width], norm)
        }
    }

    private func columnNorms(_ values: [Scalar], count: Int) -> [Scalar] {
        var sums = [Scalar](repeating: 0, count: count)
        for start in stride(from: 0, to: values.count, by: count) {
            for column in 0..<count {
                let value = values[start + column]
                sums[column] += norm == .two ? value * value : value.magnitude
            }
        }
        return norm == .two ? sums.map { $0.squareRoot() } : sums
    }

    /// slope · ∂norm/∂value.
    private static func derivative(_ value: Scalar, _ slope: Scalar, _ norm: Scalar, _ kind: Norm) -> Scalar {
        if kind == .two { return norm > 0 ? slope * value / norm : 0 }
        return value > 0 ? slope : value < 0 ? -slope : 0
    }

    private static func norm(_ values: ArraySlice<Scalar>, _ norm: Norm) -> Scalar {
        norm == .two
            ? values.reduce(0) { $0 + $1 * $1 }.squareRoot() : values.reduce(0) { $0 + $1.magnitude }
    }

    /// Some columns of a matrix with `width` columns.
    private static func select(_ columns: [Int], of values: [Scalar], width: Int) -> [Scalar] {
        if columns.count == width, columns == Array(0..<width) { return values }
        var result = [Scalar]()
        result.reserveCapacity(values.count / width * columns.count)
        for start in stride(from: 0, to: values.count, by: width) {
            for column in columns { result.append(values[start + column]) }
        }
        return result
    }
}
