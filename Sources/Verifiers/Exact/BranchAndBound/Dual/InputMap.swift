import LinearAlgebra

/// The matrix A of z = A x' + B h + c, unstable ReLUs × inputs: as it is, or factored where that takes fewer products.
///
/// Later stages see the inputs through stable-active neurons of the first one only. Where those are few, A of the later
/// stages is a narrow matrix times their rows, and the rows of A that the products with the inputs run over are the
/// first stage's and theirs.
package struct InputMap: Sendable {
    /// The rows of A, or the first `direct` of them and the shared rows.
    package let stack: BatchMatrix
    /// Later rows of A in terms of the shared rows; `nil` where A is kept as it is.
    package let mixing: BatchMatrix?
    package let direct: Int

    /// Rows of scratch space that products need.
    var rows: Int { mixing == nil ? 0 : stack.rows }

    /// A as it is.
    init(_ matrix: Matrix<Float>) {
        stack = BatchMatrix(matrix)
        mixing = nil
        direct = matrix.rows
    }

    /// A whose first `direct` rows are those of `stack`, and whose later ones are `mixing` times the rest of `stack`.
    init(stack: Matrix<Float>, direct: Int, mixing: Matrix<Float>) {
        self.stack = BatchMatrix(stack)
        self.mixing = BatchMatrix(mixing)
        self.direct = direct
    }

    /// target = A · inputs, for `width` columns.
    func apply(
        _ inputs: UnsafePointer<Float>, _ width: Int, _ scratch: UnsafeMutablePointer<Float>,
        into target: UnsafeMutablePointer<Float>
    ) {
        guard let mixing else { return stack.apply(inputs, width, into: target) }
        stack.apply(inputs, width, into: scratch)
        target.update(from: scratch, count: direct * width)
        mixing.apply(scratch + direct * width, width, into: target + direct * width)
    }

    /// target += Aᵀ · coefficients, for `width` columns.
    func accumulateTransposed(
        _ coefficients: UnsafePointer<Float>, _ width: Int, _ scratch: UnsafeMutablePointer<Float>,
        into target: UnsafeMutablePointer<Float>
    ) {
        guard let mixing else { return stack.accumulateTransposed(coefficients, width, into: target) }
        scratch.update(from: coefficients, count: direct * width)
        (scratch + direct * width).update(repeating: 0, count: mixing.columns * width)
        mixing.accumulateTransposed(coefficients + direct * width, width, into: scratch + direct * width)
        stack.accumulateTransposed(scratch, width, into: target)
    }
}

extension InputMap {
    /// The map whose rows are those of `matrix`, factored where `model` shows how and products get cheaper by it.
    init(_ model: RelaxationModel, _ matrix: Matrix<Float>, direct: Int) {
        let shared = Self.sharedRows(model)
        guard direct < matrix.rows, 10 * shared.count < 9 * (matrix.rows - direct),
            let mixing = Self.mixing(model, shared, direct: direct)
        else {
            self.init(matrix)
            return
        }
        var stack = Matrix<Float>(rows: direct + shared.count, columns: matrix.columns)
        for row in 0..<direct {
            for column in 0..<matrix.columns { stack[row, column] = matrix[row, column] }
        }
        for (position, row) in shared.enumerated() {
            for (column, value) in zip(row.columns, row.values) where Int(column) < matrix.columns {
                stack[direct + position, Int(column)] = Float(-value)
            }
        }
        self.init(stack: stack, direct: direct, mixing: mixing)
    }

    /// Rows that define a column by inputs alone.
    private static func sharedRows(_ model: RelaxationModel) -> [LinearProgram.Row] {
        let inputs = model.network.inputCount
        return model.program.rows.filter { row in
            guard let defined = row.defines else { return false }
            return row.columns.allSatisfy { Int($0) < inputs || Int($0) == defined }
        }
    }

    /// The later ReLUs' dependence on the shared rows; `nil` where an input enters in another way.
    private static func mixing(
        _ model: RelaxationModel, _ shared: [LinearProgram.Row], direct: Int
    ) -> Matrix<Float>? {
        let inputs = model.network.inputCount
        var expressions = [Int: [Double]]()
        for (position, row) in shared.enumerated() {
            var unit = [Double](repeating: 0, count: shared.count)
            unit[position] = 1
            if let column = row.defines { expressions[column] = unit }
        }
        /// Σ value · expression over the row's columns but those in `own`.
        func combination(_ row: LinearProgram.Row, own: Set<Int>) -> [Double]? {
            var sum = [Double](repeating: 0, count: shared.count)
            for (column, value) in zip(row.columns, row.values) where !own.contains(Int(column)) {
                guard Int(column) >= inputs else { return nil }
                guard let expression = expressions[Int(column)] else { continue }
                for index in sum.indices { sum[index] -= value * expression[index] }
            }
            return sum
        }
        for row in model.program.rows {
            guard let column = row.defines, expressions[column] == nil else { continue }
            guard let expression = combination(row, own: [column]) else { return nil }
            expressions[column] = expression
        }
        let later = model.unstableReLUs.dropFirst(direct)
        var elements = [Float]()
        for unit in later {
            guard let row = combination(model.program.rows[unit.tie], own: [unit.h, unit.p]) else { return nil }
            elements += row.map(Float.init)
        }
        return Matrix(rows: later.count, columns: shared.count, elements: elements)
    }
}
