import LinearAlgebra
import Networks
import ONNX

/// Sums, means and extremes over axes.
extension GraphConverter {
    mutating func reduction(_ operation: KnownOperator, _ call: OperatorCall) throws(Reason) -> GraphValue {
        let value = try call.value(0)
        let shape = try call.shape(0)
        var axes = try call.axes(try call.integers("axes", orInput: 1) ?? [], rank: shape.count)
        if axes.isEmpty {
            if try call.integer("noop_with_empty_axes", or: 0) != 0 { return value }
            axes = Array(shape.indices)
        }
        let kept = shape.indices.filter { !axes.contains($0) }
        let keepsAxes = try call.integer("keepdims", or: 1) != 0
        let result = keepsAxes ? shape.indices.map { axes.contains($0) ? 1 : shape[$0] } : kept.map { shape[$0] }
        // Rows of what is reduced.
        let rows = try count(kept.map { shape[$0] })
        let columns = try count(axes.sorted().map { shape[$0] })
        guard rows > 0, columns > 0 else { throw .malformed("nothing is left of \(shape)") }
        let table = IndexTables.transposition(of: shape, kept + axes.sorted())
        let matrix = try rearranged(value, table, [rows, columns], call.name)
        if case .constant(let tensor) = matrix, case .integers(let entries) = tensor.values {
            return .constant(ONNXTensor(shape: result, integers: try reduced(entries, columns, operation)))
        }
        let source = try computed(matrix, call.name)
        let step = try reduced(source, rows, columns, operation, call.name)
        return .computed(Computed(step: step, shape: result))
    }

    /// One number per row of a matrix.
    private mutating func reduced(
        _ matrix: Computed, _ rows: Int, _ columns: Int, _ operation: KnownOperator, _ name: String
    ) throws(Reason) -> Int {
        let window = WindowSpec(kernelHeight: 1, kernelWidth: columns)
        switch operation {
        case .reduceSum:
            let ones = Matrix(rows: 1, columns: columns, elements: [Float](repeating: 1, count: columns))
            let source = image(matrix, 1, rows, columns, name)
            return draft.append(
                .convolution(kernels: ones, bias: [0], window: window, groups: 1), [source], [1, rows, 1], name)
        case .reduceMean:
            noteAverage(columns, name)
            let source = image(matrix, rows, 1, columns, name)
            return draft.append(.averagePool(window), [source], [rows, 1, 1], name)
        case .reduceMax:
            let source = image(matrix, rows, 1, columns, name)
            return draft.append(.maxPool(window), [source], [rows, 1, 1], name)
        case .reduceMin:
            let source = image(negated(matrix, name), rows, 1, columns, name)
            return draft.negated(draft.append(.maxPool(window), [source], [rows, 1, 1], name), name)
        default: throw .notPiecewiseLinear("the product of values that are computed from the image")
        }
    }

    /// Of whole numbers, as shapes are computed from.
    private func reduced(_ entries: [Int], _ columns: Int, _ operation: KnownOperator) throws(Reason) -> [Int] {
        var result = [Int]()
        for start in stride(from: 0, to: entries.count, by: columns) {
            var value = entries[start]
            for entry in entries[start + 1..<start + columns] {
                let (next, overflow) =
                    switch operation {
                    case .reduceProduct: value.multipliedReportingOverflow(by: entry)
                    case .reduceMax: (max(value, entry), false)
                    case .reduceMin: (min(value, entry), false)
                    default: value.addingReportingOverflow(entry)
                    }
                guard !overflow else { throw .malformed("a number beyond 2⁶³") }
                value = next
            }
            result.append(operation == .reduceMean ? value / columns : value)
        }
        return result
    }
}
