import LinearAlgebra
import Networks
import Questions

/// The polytope of inputs with the same activation pattern as x, on which every value is affine: z = V x' + v.
///
/// Jacobians V are accumulated stage by stage in double precision; beside every row runs a bound on its error in the dual
/// norm, so that distances are lower bounds in exact arithmetic too.
struct ActivationRegion {
    private let network: LoweredNetwork
    private let dual: Norm
    /// Rigorous enclosures of the pre-activations at x.
    private let enclosures: [StageBounds]
    /// Per stage: rows of ∂h/∂x'; `nil` is the identity (stage 0).
    fileprivate var jacobians: [ErrorBoundedRows?]
    /// Distance to the nearest face seen so far.
    private var faceDistance = Double.infinity

    /// Rows of a Jacobian with, per row, a bound on the norm of its error.
    fileprivate struct ErrorBoundedRows {
        var matrix: Matrix<Double>
        var error: [Double]
    }

    init(_ network: LoweredNetwork, at pixels: [Float], dual: Norm) {
        self.network = network
        self.dual = dual
        let point = pixels.map(Double.init)
        var enclosures = [StageBounds(lower: point, upper: point)]
        var values = enclosures
        for stage in network.stages.dropFirst() {
            let pre = IntervalArithmetic.preActivations(of: stage, from: values)
            enclosures.append(pre)
            values.append(pre.values(after: stage.activation))
        }
        self.enclosures = enclosures
        jacobians = [nil]
    }

    /// A lower bound on the distance from x to the nearest input with a margin ≤ 0, in the norm whose dual was given;
    /// 0 for a misclassified x.
    ///
    /// - Complexity: one product of every layer's matrix with a Jacobian of input-many columns.
    mutating func distance(label: Int) -> Double {
        for stage in 1..<network.outputStage {
            let rows = preActivationRows(of: stage)
            enter(stage, rows)
            if faceDistance == 0 { return 0 }
        }
        return min(faceDistance, boundaryDistance(label))
    }

    /// Rows of ∂z/∂x' of a stage.
    fileprivate func preActivationRows(of index: Int) -> ErrorBoundedRows {
        let stage = network.stages[index]
        let inputs = network.inputCount
        var sum = Matrix<Double>(rows: stage.preActivations, columns: inputs)
        var error = [Double](repeating: 0, count: stage.preActivations)
        let gamma = Rounding.gamma(stage.fanIn + inputs)
        for term in stage.terms {
            guard let source = jacobians[term.source] else {
                // Exact by itself; added to other terms, it is rounded with them.
                add(term.matrix, to: &sum)
                guard stage.terms.count > 1 else { continue }
                for row in error.indices {
                    error[row] += gamma * dual.upperBound(of: term.matrix.entries(ofRow: row).map(\.value))
                }
                continue
            }
            let carried = (0..<source.matrix.rows).map { row in
                source.error[row] + gamma * dual.upperBound(of: source.matrix.row(row))
            }
            add(term.matrix, source.matrix, to: &sum)
            // Each of the row's entries may lose every one of its products to underflow.
            let lost = Rounding.underflow(inputs * (stage.fanIn + 8))
            for row in error.indices {
                error[row] += term.matrix.entries(ofRow: row).reduce(lost) { $0 + abs($1.value) * carried[$1.column] }
            }
        }
        return ErrorBoundedRows(matrix: sum, error: error.map { $0 * (1 + 1e-9) })
    }

    private func add(_ matrix: AffineMatrix, to sum: inout Matrix<Double>) {
        for row in 0..<matrix.rows {
            for entry in matrix.entries(ofRow: row) { sum[row, entry.column] += entry.value }
        }
    }

    private func add(_ matrix: AffineMatrix, _ jacobian: Matrix<Double>, to sum: inout Matrix<Double>) {
        switch matrix {
        case .dense(let dense):
            let product = dense.times(jacobian)
            for index in sum.elements.indices { sum.elements[index] += product.elements[index] }
        case .sparse(let sparse):
            let width = jacobian.columns
            sum.elements.withUnsafeMutableBufferPointer { sum in
                jacobian.elements.withUnsafeBufferPointer { jacobian in
                    for row in 0..<sparse.rows {
                        for position in sparse.rowStarts[row]..<sparse.rowStarts[row + 1] {
                            let value = sparse.values[position]
                            let source = jacobian.baseAddress! + Int(sparse.columnIndices[position]) * width
                            let target = sum.baseAddress! + row * width
                            for column in 0..<width { target[column] += value * source[column] }
                        }
                    }
                }
            }
        }
    }

    /// Notes the faces of a stage and keeps the rows of its values.
    fileprivate mutating func enter(_ index: Int, _ rows: ErrorBoundedRows) {
        let pre = enclosures[index]
        switch network.stages[index].activation {
        case .identity: jacobians.append(rows)
        case .relu:
            var values = rows
            for neuron in pre.lower.indices {
                let clearance = max(pre.lower[neuron], -pre.upper[neuron])
                noteFace(clearance, rows.matrix.row(neuron), rows.error[neuron])
                if pre.lower[neuron] < 0 { values.clear(neuron) }
            }
            jacobians.append(values)
        case .maxPool(let windows):
            var matrix = Matrix<Double>(rows: windows.count, columns: network.inputCount)
            var error = [Double](repeating: 0, count: windows.count)
            for (output, window) in windows.enumerated() {
                let best = window.dropFirst().reduce(window[0]) { pre.lower[$0] < pre.lower[$1] ? $1 : $0 }
                for rival in window where rival != best {
                    let row = zip(rows.matrix.row(best), rows.matrix.row(rival)).map { $0 - $1 }
                    noteFace(
                        (pre.lower[best] - pre.upper[rival]).nextDown, row,
                        (rows.error[best] + rows.error[rival]) * (1 + 1e-9) + dual.upperBound(of: row) * 0x1p-50)
                }
                let chosen = rows.matrix.row(best)
                matrix.elements.replaceSubrange(output * matrix.columns..<(output + 1) * matrix.columns, with: chosen)
                error[output] = rows.error[best]
            }
            jacobians.append(ErrorBoundedRows(matrix: matrix, error: error))
        }
    }

    private mutating func noteFace(_ clearance: Double, _ row: [Double], _ error: Double) {
        faceDistance = min(faceDistance, distance(clearance, row, error))
    }

    /// clearance / ‖row‖, rounded down; a row that is surely zero is no face.
    private func distance(_ clearance: Double, _ row: [Double], _ error: Double) -> Double {
        guard clearance > 0 else { return 0 }
        let norm = (dual.upperBound(of: row) + error).nextUp
        guard norm.isFinite, clearance.isFinite else { return 0 }
        // Beyond the largest double, the largest is a lower bound.
        if error == 0, row.allSatisfy({ $0 == 0 }) { return .infinity }
        return max(0, min(clearance / norm * (1 - 0x1p-50), .greatestFiniteMagnitude).nextDown)
    }

    private func boundaryDistance(_ label: Int) -> Double {
        let stage = network.stages[network.outputStage]
        let logits = preActivationRows(of: network.outputStage)
        let classes = MarginObjectives.classes(network, label: label)
        let values = enclosures.indices.dropLast().map {
            enclosures[$0].values(after: network.stages[$0].activation)
        }
        let margins = IntervalArithmetic.bounds(
            of: MarginObjectives.matrix(network, label: label, classes: classes), at: stage, from: values
        ).lower
        return zip(classes, margins).reduce(.infinity) { smallest, entry in
            let row = zip(logits.matrix.row(label), logits.matrix.row(entry.0)).map { $0 - $1 }
            let error =
                (logits.error[label] + logits.error[entry.0]) * (1 + 1e-9)
                + (dual.upperBound(of: logits.matrix.row(label)) + dual.upperBound(of: logits.matrix.row(entry.0)))
                * 0x1p-50
            return min(smallest, distance(entry.1, row, error))
        }
    }
}

extension ActivationRegion.ErrorBoundedRows {
    fileprivate mutating func clear(_ row: Int) {
        for column in 0..<matrix.columns { matrix[row, column] = 0 }
        error[row] = 0
    }
}
