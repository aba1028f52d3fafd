import LinearAlgebra

/// What a network with fixed pre-activation bounds comes down to around one query: only the inputs and the unstable
/// ReLUs, in topological order.
///
///     z = A x' + B h + c,   h = max(z, 0),   margin_k = a_k x' + b_k h + c_k
///
/// B is strictly lower triangular by stage. The single precision of a reduced network, so every architecture that lowers to
/// ReLUs (fully connected, convolutional, residual) has this form. Bounds computed here guide the search and are never a
/// proof, see `LeafCertificate`.
package struct ReLUSystem: Sendable {
    /// One hidden stage's unstable ReLUs: a range of rows of A and B.
    package let stages: [Range<Int>]
    /// A: unstable ReLUs × inputs.
    package let inputMap: InputMap
    /// Per stage t and earlier stage s: B restricted to rows of t and columns of s; `nil` where it is zero.
    package let hiddenWeights: [[BatchMatrix?]]
    /// c, one per unstable ReLU.
    package let bias: [Float]
    /// Bounds of the pre-activations of the unstable ReLUs: l < 0 < u.
    package let lower: [Float]
    package let upper: [Float]
    /// Slope s and intercept −s l of the upper line of an open ReLU.
    package let slopes: [Float]
    package let intercepts: [Float]
    /// The box of the inputs.
    package let inputLower: [Float]
    package let inputUpper: [Float]
    /// The l2 ball that they lie in as well, where they lie in one.
    package let ball: SystemBall?
    /// Per variable of the reduced network: the unstable ReLU that it is.
    private let unitOfVariable: [Int32?]

    package var count: Int { bias.count }
    package var inputCount: Int { inputLower.count }
}

extension ReLUSystem {
    /// The system of `network`, whose activations are ReLUs.
    ///
    /// - Complexity: one pass over the entries of the substituted pre-activations.
    package init(_ network: ReducedNetwork) {
        let units = network.unstable
        let inputs = network.inputCount
        var position = [Int32?](repeating: nil, count: network.variableCount)
        for (index, unit) in units.enumerated() { position[unit.variable] = Int32(index) }
        unitOfVariable = position
        var inputWeights = Matrix<Float>(rows: units.count, columns: inputs)
        var hidden = [[(column: Int, value: Float)]](repeating: [], count: units.count)
        for (index, unit) in units.enumerated() {
            let form = unit.form.substituted
            for (variable, value) in zip(form.columns, form.values) {
                let variable = Int(variable)
                if variable < inputs {
                    inputWeights[index, variable] = Float(value)
                } else if let source = position[variable] {
                    hidden[index].append((Int(source), Float(value)))
                }
            }
        }
        let stages = ReLUSystem.ranges(units.map(\.stage))
        self.stages = stages
        hiddenWeights = stages.map { target in
            stages.map { source in
                guard source.lowerBound < target.lowerBound else { return nil }
                return ReLUSystem.block(hidden[target], source)
            }
        }
        inputMap = InputMap(network, inputWeights, direct: stages.first?.count ?? 0)
        bias = units.map { Float($0.form.substituted.constant) }
        lower = units.map { Float($0.lower) }
        upper = units.map { Float($0.upper) }
        // In double precision: an interval can be narrower than the least number of single precision.
        let lines = units.map { unit -> (slope: Double, intercept: Double) in
            let slope = unit.upper / (unit.upper - unit.lower)
            return (slope, -unit.lower * slope)
        }
        slopes = lines.map { Float($0.slope) }
        intercepts = lines.map { Float($0.intercept) }
        inputLower = network.lower.prefix(inputs).map { Float($0) }
        inputUpper = network.upper.prefix(inputs).map { Float($0) }
        ball = network.region.twoBall.flatMap { SystemBall($0) }
    }

    /// A function of the network's free variables in single precision, `exact` for certificates.
    func objective(_ function: LinearFunction, exact: LinearFunction) -> SystemObjective {
        var inputs = [Float](repeating: 0, count: inputCount)
        var hidden = [Float](repeating: 0, count: count)
        for (variable, value) in zip(function.columns, function.values) {
            if Int(variable) < inputCount {
                inputs[Int(variable)] = Float(value)
            } else if let unit = unitOfVariable[Int(variable)] {
                hidden[Int(unit)] = Float(value)
            }
        }
        return SystemObjective(
            inputWeights: inputs, hiddenWeights: hidden, constant: Float(function.constant), exact: exact)
    }

    /// Rows of B restricted to the columns of one stage; `nil` where they are zero.
    private static func block(
        _ rows: ArraySlice<[(column: Int, value: Float)]>, _ source: Range<Int>
    ) -> BatchMatrix? {
        var block = Matrix<Float>(rows: rows.count, columns: source.count)
        var isZero = true
        for (row, entries) in rows.enumerated() {
            for (column, value) in entries where source.contains(column) {
                block[row, column - source.lowerBound] = value
                isZero = false
            }
        }
        return isZero ? nil : BatchMatrix(block)
    }

    /// Ranges of equal numbers next to each other.
    private static func ranges(_ stages: [Int]) -> [Range<Int>] {
        var ranges = [Range<Int>]()
        for (index, stage) in stages.enumerated() {
            if index > 0, stages[index - 1] == stage {
                let last = ranges.removeLast()
                ranges.append(last.lowerBound..<index + 1)
            } else {
                ranges.append(index..<index + 1)
            }
        }
        return ranges
    }
}
