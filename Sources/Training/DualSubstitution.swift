import LinearAlgebra

/// Backward substitution with parallel lines for one image at a time, and its reverse sweep.
///
/// Layers are numbered from 1, the last one being L; layer 0 is the input. Only the active neurons of an image
/// enter its products: Gⱼ are the rows and columns of Wⱼ that belong to active neurons.
struct DualSubstitution<Scalar: BLASScalar> {
    let layers: [AffineLayer]
    let parameters: [Scalar]

    init(_ architecture: TrainableArchitecture, _ parameters: [Scalar]) {
        self.init(layers: architecture.layers, parameters: parameters)
    }

    init(layers: [AffineLayer], parameters: [Scalar]) {
        self.layers = layers
        self.parameters = parameters
    }

    /// What the forward sweep leaves behind; index = number of the layer.
    struct Trace {
        var lines: [DualLines<Scalar>?] = [nil]
        /// Gⱼ, active rows × active columns of Wⱼ; empty at 0.
        var products: [[Scalar]] = [[]]
        var objectives: [DualObjective<Scalar>?] = [nil, nil]
        var margins: [Scalar] = []
    }

    struct Result {
        var loss: Double
        var isError: Bool
        /// Derivatives of the loss by the bounds of the first layer.
        var lower: [Scalar]
        var upper: [Scalar]
    }

    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func margins(_ sample: DualSample<Scalar>) -> [Scalar] { forward(sample).margins }

    /// The loss of one image; adds the derivatives by all parameters, save those through the first layer's bounds, which
    /// are returned.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func evaluate(_ sample: DualSample<Scalar>, into gradient: inout [Scalar]) -> Result {
        var trace = forward(sample)
        // Worst-case logits relative to the label's: −margin, and 0 at the label, here in front.
        let logits = [0] + trace.margins.map { -$0 }
        var derivatives = [Scalar](repeating: 0, count: logits.count)
        let loss = CrossEntropy.value(logits, count: logits.count, label: 0, gradient: &derivatives)
        var lower = derivatives.dropFirst().map { -$0 }
        var upper = [Scalar](repeating: 0, count: lower.count)
        var onProducts = trace.products.map { [Scalar](repeating: 0, count: $0.count) }
        for number in (2...layers.count).reversed() {
            pull(number, sample, &trace, lower, upper, &onProducts, into: &gradient)
            let below = layers[number - 2]
            (lower, upper) = trace.lines[number - 1]?.boundGradients(width: below.rows) ?? ([], [])
        }
        scatter(onProducts, active: trace.lines.map { $0?.active }, into: &gradient)
        return Result(loss: loss.loss, isError: loss.isError, lower: lower, upper: upper)
    }

    // MARK: Forward

    private func forward(_ sample: DualSample<Scalar>) -> Trace {
        var trace = Trace()
        var lower = zip(sample.middle, sample.reach).map { $0 - $1 }
        var upper = zip(sample.middle, sample.reach).map { $0 + $1 }
        for number in 1...layers.count {
            if number > 1 { (lower, upper) = substitute(number, sample, &trace) }
            guard number < layers.count else { break }
            let lines = DualLines(lower: lower, upper: upper, biases: parameters[layers[number - 1].biases])
            trace.products.append(product(number, rows: lines.active, columns: trace.lines[number - 1]?.active))
            trace.lines.append(lines)
        }
        trace.margins = lower
        return trace
    }

    /// Bounds of layer `number` (its lower margins at the last layer) by substitution down to the input.
    private func substitute(
        _ number: Int, _ sample: DualSample<Scalar>, _ trace: inout Trace
    ) -> (lower: [Scalar], upper: [Scalar]) {
        let layer = layers[number - 1]
        let isLast = number == layers.count
        let classes = (0..<layer.rows).filter { !isLast || $0 != sample.label }
        let active = trace.lines[number - 1]?.active ?? []
        var objective = DualObjective<Scalar>(
            count: classes.count, onValues: Array(repeating: [], count: number),
            onPreActivations: Array(repeating: [], count: number))
        var values = [Scalar](repeating: 0, count: active.count * classes.count)
        var low = [Scalar](repeating: 0, count: classes.count)
        let own = layer.start + sample.label * layer.columns
        for (column, row) in classes.enumerated() {
            let start = layer.start + row * layer.columns
            let bias = parameters[layer.biases.lowerBound + row]
            low[column] = isLast ? parameters[layer.biases.lowerBound + sample.label] - bias : bias
            for (position, neuron) in active.enumerated() {
                let weight = parameters[start + neuron]
                values[position * classes.count + column] = isLast ? parameters[own + neuron] - weight : weight
            }
        }
        var up = low
        for below in (1..<number).reversed() {
            guard let lines = trace.lines[below] else { continue }
            objective.onValues[below] = values
            let scaled = DualKernels.applyLines(values, lines, &low, &up)
            let width = trace.lines[below - 1]?.count ?? layers[0].columns
            values = Self.product(
                trace.products[below], transposed: true, rows: width, inner: lines.count, columns: classes.count, scaled
            )
            objective.onPreActivations[below] = scaled
        }
        sample.set.addExtrema(values, sample.centre, &low, &up)
        objective.onValues[0] = values
        trace.objectives.append(objective)
        return (low, up)
    }

    // MARK: Reverse

    /// Adds the derivatives through the bounds of layer `number`, given those by the bounds.
    private func pull(
        _ number: Int, _ sample: DualSample<Scalar>, _ trace: inout Trace, _ onLower: [Scalar], _ onUpper: [Scalar],
        _ onProducts: inout [[Scalar]], into gradient: inout [Scalar]
    ) {
        guard var objective = trace.objectives[number] else { return }
        trace.objectives[number] = nil
        let layer = layers[number - 1]
        let sum = zip(onLower, onUpper).map { $0 + $1 }
        let difference = zip(onUpper, onLower).map { $0 - $1 }
        var current = objective.onValues[0]
        objective.onValues[0] = []
        sample.set.pull(&current, sample.centre, sum: sum, difference: difference)
        for below in 1..<number {
            guard var lines = trace.lines[below] else { continue }
            trace.lines[below] = nil
            let width = trace.lines[below - 1]?.count ?? layers[0].columns
            let scaled = objective.onPreActivations[below]
            Self.addOuterProduct(
                scaled, current, rows: lines.count, columns: width, inner: objective.count, to: &onProducts[below])
            current = Self.product(
                trace.products[below], transposed: false, rows: lines.count, inner: width, columns: objective.count,
                current)
            let biases = layers[below - 1].biases.lowerBound
            DualKernels.pullLines(
                &current, values: objective.onValues[below], scaled: scaled, &lines, onLower: onLower,
                onUpper: onUpper, sum: sum
            ) { neuron, bias in gradient[biases + neuron] += bias }
            trace.lines[below] = lines
        }
        let isLast = number == layers.count
        let active = trace.lines[number - 1]?.active ?? []
        let own = layer.start + sample.label * layer.columns
        var column = 0
        for row in 0..<layer.rows where !isLast || row != sample.label {
            let start = layer.start + row * layer.columns
            let sign: Scalar = isLast ? -1 : 1
            gradient[layer.biases.lowerBound + row] += sign * sum[column]
            if isLast { gradient[layer.biases.lowerBound + sample.label] += sum[column] }
            for (position, neuron) in active.enumerated() {
                let value = current[position * objective.count + column]
                gradient[start + neuron] += sign * value
                if isLast { gradient[own + neuron] += value }
            }
            column += 1
        }
    }
}
