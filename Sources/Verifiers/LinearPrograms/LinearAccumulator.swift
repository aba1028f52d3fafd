import LinearAlgebra

/// Sums up linear functions without sorting: one dense vector that remembers which entries it touched, and what rounding
/// may have cost each of them.
package struct LinearAccumulator {
    private var values: [Double]
    /// Per column: Σ |terms|, and how many terms there were.
    private var magnitudes: [Double]
    private var counts: [Int32]
    private var order: [Int32] = []
    private var hasProducts = false
    private var constant = 0.0
    private var constantMagnitude = 0.0
    private var constantCount: Int32 = 0
    /// Errors that functions brought with them.
    private var error = 0.0

    package init(columns: Int) {
        values = Array(repeating: 0, count: columns)
        magnitudes = values
        counts = Array(repeating: 0, count: columns)
    }

    /// Adds `factor` · `value` times `column`.
    package mutating func add(_ factor: Double, _ value: Double = 1, column: Int) {
        if counts[column] == 0 { order.append(Int32(column)) }
        let term = factor * value
        counts[column] += 1
        hasProducts = hasProducts || abs(factor) != 1
        values[column] += term
        magnitudes[column] += abs(term)
    }

    /// Adds `factor` · `value` to the constant.
    package mutating func add(_ factor: Double, constant value: Double) {
        guard value != 0 else { return }
        let term = factor * value
        constantCount += 1
        hasProducts = hasProducts || abs(factor) != 1
        constant += term
        constantMagnitude += abs(term)
    }

    /// Adds `factor` times `function`.
    package mutating func add(_ factor: Double, _ function: LinearFunction) {
        add(factor, constant: function.constant)
        error += abs(factor) * function.error
        for (column, value) in zip(function.columns, function.values) {
            add(factor, value, column: Int(column))
        }
    }

    /// The sum; entries that cancelled to zero are dropped, their errors are not.
    ///
    /// A column of one term ±value is exact. Others carry γ Σ|terms| and what products lost to underflow, times the largest
    /// magnitude that the column can have.
    ///
    /// - Parameter extent: an upper bound on the magnitude of a column; without it the error is left out, for solvers.
    package func sum(extent: ((Int) -> Double)? = nil) -> LinearFunction {
        var error = error * (1 + 0x1p-40)
        if let extent {
            error += rounding(constantMagnitude, constantCount)
            for column in order where hasProducts || counts[Int(column)] > 1 {
                error += rounding(magnitudes[Int(column)], counts[Int(column)]) * extent(Int(column))
            }
            error *= 1 + 0x1p-30
        }
        let columns = order.sorted().filter { values[Int($0)] != 0 }
        return LinearFunction(
            columns: columns, values: columns.map { values[Int($0)] }, constant: constant,
            error: extent == nil ? 0 : error)
    }

    private func rounding(_ magnitude: Double, _ count: Int32) -> Double {
        guard count > 1 || hasProducts else { return 0 }
        return Rounding.gamma(Int(count)) * magnitude + Rounding.underflow(Int(count))
    }
}
