import LinearAlgebra
import Questions

/// Rows of the Jacobian V_θ of one image: those of all hidden pre-activations and of the margins f_y − f_k, their dual
/// norms, and the derivatives through these.
///
/// Layers are numbered from 1 to L; 0 is the input. Only active neurons (z > 0) enter the products, and of those only
/// what a row sees (`ReceptiveFields`): the rows of one position of a convolution are carried through its receptive field
/// alone. The first layer's rows are its kernels, the same for all images.
struct JacobianRows<Scalar: BLASScalar> {
    let layers: [AffineLayer]
    let fields: ReceptiveFields
    let parameters: [Scalar]
    let norm: DualNorm
    private let input: ActiveNeurons

    /// - Parameter norm: of distances.
    init(_ architecture: TrainableArchitecture, _ fields: ReceptiveFields, _ parameters: [Scalar], norm: Norm) {
        layers = architecture.layers
        self.fields = fields
        self.parameters = parameters
        self.norm = DualNorm(of: norm)
        input = ActiveNeurons(all: fields.grids[0])
    }

    struct Trace {
        /// Per layer number, from the input to the last hidden layer.
        var active: [ActiveNeurons]
        /// Gⱼ of the layers 1, …, L − 1.
        var weights: [ActiveWeights<Scalar>] = []
        /// For the layers 2, …, L and their positions: coefficients on the active neurons seen of each layer below, and on
        /// the pixels at 0; coefficients × rows.
        var chains: [[[[Scalar]]]] = []
        /// For the layers 2, …, L: the norms of the rows.
        var norms: [[Scalar]] = []
    }

    /// - Parameter values: pre-activations of every layer.
    func trace(_ values: [[Scalar]], label: Int) -> Trace {
        var trace = Trace(active: [input])
        for number in 1...layers.count {
            if number > 1 {
                let grid = fields.grids[number]
                let rows = rows(number, label)
                var norms = [Scalar](repeating: 0, count: rows.count * grid.positions)
                let chains = (0..<grid.positions).map { chain(number, $0, rows, trace, label) }
                for (position, chain) in chains.enumerated() {
                    for (row, value) in norm.columnNorms(chain[0], width: rows.count).enumerated() {
                        norms[row * grid.positions + position] = value
                    }
                }
                trace.norms.append(norms)
                trace.chains.append(chains)
            }
            guard number < layers.count else { break }
            trace.active.append(ActiveNeurons(values[number - 1], fields.grids[number]))
            trace.weights.append(ActiveWeights(number, layers, fields, trace.active, parameters))
        }
        return trace
    }

    /// Channels of a hidden layer, the classes other than the label of the last.
    private func rows(_ number: Int, _ label: Int) -> [Int] {
        (0..<layers[number - 1].rows).filter { number < layers.count || $0 != label }
    }

    /// The rows of one position of layer `number` carried down to the pixels.
    private func chain(_ number: Int, _ position: Int, _ rows: [Int], _ trace: Trace, _ label: Int) -> [[Scalar]] {
        let field = fields.fields[number][position]
        var chain = [[Scalar]](repeating: [], count: number)
        var values = self.values(number, position, rows, trace, label)
        for below in (1..<number).reversed() {
            chain[below] = values
            values = trace.weights[below - 1].lowered(values, in: field, below, width: rows.count)
        }
        chain[0] = values
        return chain
    }

    /// The rows themselves: coefficients on the active neurons of the layer below.
    private func values(_ number: Int, _ position: Int, _ rows: [Int], _ trace: Trace, _ label: Int) -> [Scalar] {
        let columns = weights(number, position, trace)
        let layer = layers[number - 1]
        let own = number == layers.count ? layer.start + label * layer.columns : nil
        return [Scalar](unsafeUninitializedCapacity: columns.count * rows.count) { buffer, count in
            for (column, row) in rows.enumerated() {
                let start = layer.start + row * layer.columns
                for (place, index) in columns.enumerated() {
                    let weight = parameters[start + index]
                    buffer[place * rows.count + column] = own.map { parameters[$0 + index] - weight } ?? weight
                }
            }
            count = columns.count * rows.count
        }
    }

    /// The columns of a layer's weight that stand for the active neurons which one position reads.
    private func weights(_ number: Int, _ position: Int, _ trace: Trace) -> [Int] {
        let active = trace.active[number - 1]
        let area = fields.areas[number]
        var result = [Int]()
        for tap in fields.taps[number][position] {
            for channel in active.channels[active.starts[tap.position]..<active.starts[tap.position + 1]] {
                result.append(channel * area + tap.entry)
            }
        }
        return result
    }

    // MARK: Reverse

    /// Adds the derivatives by the weights, given those by norms of the layers above the first.
    func pull(_ trace: Trace, _ slopes: [MarginTerms<Scalar>.Slope], label: Int, into gradient: inout [Scalar]) {
        guard !slopes.isEmpty else { return }
        var onWeights = trace.weights.map { [Scalar](repeating: 0, count: $0.values.count) }
        for number in 2...layers.count {
            let positions = fields.grids[number].positions
            var chosen = [[MarginTerms<Scalar>.Slope]](repeating: [], count: positions)
            for slope in slopes where slope.layer == number - 1 { chosen[slope.neuron % positions].append(slope) }
            let rows = rows(number, label)
            for (position, slopes) in chosen.enumerated() where !slopes.isEmpty {
                let columns = slopes.map { $0.neuron / positions }
                let chain = trace.chains[number - 2][position].map { Self.select(columns, of: $0, width: rows.count) }
                var current = chain[0]
                let norms = slopes.map { trace.norms[number - 2][$0.neuron] }
                norm.pullColumns(&current, slopes: slopes.map(\.value), norms: norms)
                let field = fields.fields[number][position]
                for below in 1..<number {
                    let weights = trace.weights[below - 1]
                    weights.addDerivatives(
                        current, values: chain[below], in: field, below, width: columns.count,
                        to: &onWeights[below - 1])
                    current = weights.raised(current, in: field, below, width: columns.count)
                }
                add(current, number, position, columns.map { rows[$0] }, trace, label, to: &gradient)
            }
        }
        for (weights, derivatives) in zip(trace.weights, onWeights) { weights.scatter(derivatives, into: &gradient) }
    }

    /// Adds derivatives by what `values(_:_:_:_:_:)` gives for some rows.
    private func add(
        _ derivatives: [Scalar], _ number: Int, _ position: Int, _ rows: [Int], _ trace: Trace, _ label: Int,
        to gradient: inout [Scalar]
    ) {
        let columns = weights(number, position, trace)
        let layer = layers[number - 1]
        let isLast = number == layers.count
        let own = layer.start + label * layer.columns
        for (column, row) in rows.enumerated() {
            let start = layer.start + row * layer.columns
            for (place, index) in columns.enumerated() {
                let value = derivatives[place * rows.count + column]
                gradient[start + index] += isLast ? -value : value
                if isLast { gradient[own + index] += value }
            }
        }
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
