import LinearAlgebra
import Networks

/// What a network with fixed pre-activation bounds comes down to around one query: only the inputs and the unstable
/// ReLUs, in topological order.
///
///     z = A x' + B h + c,   h = max(z, 0),   margin_k = a_k x' + b_k h + c_k
///
/// B is strictly lower triangular by stage. Built from the compact relaxation, so every architecture that lowers to
/// ReLUs (fully connected, convolutional, residual) has this form. Single precision: bounds computed here guide the
/// search and are never a proof, see `LeafCertificate`.
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
    /// Columns of h and p = max(−z, 0) in the model's program, per unstable ReLU.
    let columns: [(h: Int, p: Int)]
    /// Rows of the model's program that tie z and that cut off the triangle, per unstable ReLU.
    let rows: [(tie: Int, triangle: Int)]

    /// The model's program, for certificates.
    let certified: CertifiedProgram

    package var count: Int { bias.count }
    var inputCount: Int { inputLower.count }
}

/// What the columns of a batch minimise: one function for all, or one for each.
struct DualObjective: Sendable {
    private let functions: [SystemObjective]

    /// The same function for every column.
    init(_ function: SystemObjective) { functions = [function] }

    /// A function per column; at least one.
    init(each functions: [SystemObjective]) { self.functions = functions }

    /// The function of all columns, or of the first.
    var shared: SystemObjective { functions[0] }

    /// Of the column that was loaded at `origin`.
    func constant(_ origin: Int) -> Float { functions[functions.count == 1 ? 0 : origin].constant }

    /// Writes every column's coefficient on a ReLU.
    func fill(_ row: UnsafeMutablePointer<Float>, _ width: Int, hidden unit: Int, _ origins: [Int]) {
        guard functions.count > 1 else { return row.update(repeating: shared.hiddenWeights[unit], count: width) }
        for column in 0..<width { row[column] = functions[origins[column]].hiddenWeights[unit] }
    }

    /// Writes every column's coefficient on an input.
    func fill(_ row: UnsafeMutablePointer<Float>, _ width: Int, input: Int, _ origins: [Int]) {
        guard functions.count > 1 else { return row.update(repeating: shared.inputWeights[input], count: width) }
        for column in 0..<width { row[column] = functions[origins[column]].inputWeights[input] }
    }
}

/// A margin as a function of inputs and unstable ReLUs.
package struct SystemObjective: Sendable {
    /// One per input.
    package let inputWeights: [Float]
    /// One per unstable ReLU.
    package let hiddenWeights: [Float]
    package let constant: Float
    /// The same function on the program's columns, for certificates.
    package let exact: LinearFunction
}

extension ReLUSystem {
    /// The system of `model`, all of whose stages below the logits are built with the relaxed encoding and whose
    /// activations are ReLUs.
    package init(_ model: RelaxationModel) {
        let network = model.network
        let inputs = network.inputCount
        let units = model.unstableReLUs
        var position = [Int: Int]()
        for (index, unit) in units.enumerated() { position[unit.compactH] = index }
        var inputWeights = Matrix<Float>(rows: units.count, columns: inputs)
        var hidden = [[(column: Int, value: Float)]](repeating: [], count: units.count)
        var bias = [Float](repeating: 0, count: units.count)
        for (index, unit) in units.enumerated() {
            // The row reads h − p − (A x + B h) = c.
            let row = model.compact.rows[unit.compactTie]
            bias[index] = Float(row.rightHandSide)
            for (column, value) in zip(row.columns, row.values) {
                let column = Int(column)
                if column < inputs {
                    inputWeights[index, column] = Float(-value)
                } else if column != unit.compactH, column != unit.compactP, let source = position[column] {
                    hidden[index].append((source, Float(-value)))
                }
            }
        }
        let stages = ReLUSystem.ranges(units.map(\.stage))
        self.stages = stages
        hiddenWeights = stages.map { target in
            stages.map { source in
                guard source.lowerBound < target.lowerBound else { return nil }
                var block = Matrix<Float>(rows: target.count, columns: source.count)
                var isZero = true
                for row in target {
                    for (column, value) in hidden[row] where source.contains(column) {
                        block[row - target.lowerBound, column - source.lowerBound] = value
                        isZero = false
                    }
                }
                return isZero ? nil : BatchMatrix(block)
            }
        }
        inputMap = InputMap(model, inputWeights, direct: stages.first?.count ?? 0)
        self.bias = bias
        lower = units.map { Float(-model.program.upper[$0.p]) }
        upper = units.map { Float(model.program.upper[$0.h]) }
        // In double precision: an interval can be narrower than the least number of single precision.
        let lines = units.map { unit -> (slope: Double, intercept: Double) in
            let (l, u) = (-model.program.upper[unit.p], model.program.upper[unit.h])
            return (u / (u - l), -l * (u / (u - l)))
        }
        slopes = lines.map { Float($0.slope) }
        intercepts = lines.map { Float($0.intercept) }
        inputLower = (0..<inputs).map { Float(model.program.lower[$0]) }
        inputUpper = (0..<inputs).map { Float(model.program.upper[$0]) }
        columns = units.map { ($0.h, $0.p) }
        rows = units.map { ($0.tie, $0.triangle) }
        certified = CertifiedProgram(model.program)
    }

    /// The margin f_y − f_k.
    package func objective(_ model: RelaxationModel, label: Int, adversarial: Int) -> SystemObjective {
        objective(model, model.objective([(label, 1), (adversarial, -1)], of: model.network.outputStage))
    }

    /// `exact`, a function of the model's columns.
    func objective(_ model: RelaxationModel, _ exact: LinearFunction) -> SystemObjective {
        let compact = model.compacted(exact)
        var inputs = [Float](repeating: 0, count: inputCount)
        var hidden = [Float](repeating: 0, count: count)
        let position = Dictionary(
            uniqueKeysWithValues: model.unstableReLUs.enumerated().map { ($0.element.compactH, $0.offset) })
        for (column, value) in zip(compact.columns, compact.values) {
            if Int(column) < inputCount {
                inputs[Int(column)] = Float(value)
            } else if let unit = position[Int(column)] {
                hidden[unit] = Float(value)
            }
        }
        return SystemObjective(
            inputWeights: inputs, hiddenWeights: hidden, constant: Float(compact.constant), exact: exact)
    }

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
