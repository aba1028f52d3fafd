import LinearAlgebra

/// Sums up linear functions without sorting: one dense vector that remembers which entries it touched, and what rounding
/// may have cost those that are not exact.
package struct LinearAccumulator {
    /// A sum that rounding enters: Σ |terms| and how many there were.
    private struct Rounded {
        var magnitude: Double
        var count: Int

        var error: Double { Rounding.gamma(count) * magnitude + Rounding.underflow(count) }
    }

    private var values: [Double]
    private var touched: [Bool]
    private var order: [Int32] = []
    private var constant = 0.0
    /// By column: those of several terms, or of a product.
    private var rounded: [Int: Rounded] = [:]
    private var roundedConstant = Rounded(magnitude: 0, count: 0)
    private var isConstantExact = true
    /// Errors that functions brought with them.
    private var error = 0.0

    package init(columns: Int) {
        values = Array(repeating: 0, count: columns)
        touched = Array(repeating: false, count: columns)
    }

    /// Adds `factor` · `value` times `column`.
    @inline(__always)
    package mutating func add(_ factor: Double, _ value: Double = 1, column: Int) {
        let term = factor * value
        let isKnown = touched[column]
        if isKnown || abs(factor) != 1 { noteRounding(term, column, isKnown) }
        if !isKnown {
            touched[column] = true
            order.append(Int32(column))
        }
        values[column] += term
    }

    /// Takes down that rounding enters the sum of `column`, to which `term` is added.
    @inline(never)
    private mutating func noteRounding(_ term: Double, _ column: Int, _ isKnown: Bool) {
        var known =
            rounded[column]
            ?? Rounded(magnitude: isKnown ? abs(values[column]) : 0, count: isKnown ? 1 : 0)
        known.magnitude += abs(term)
        known.count += 1
        rounded[column] = known
    }

    /// Adds `factor` · `value` to the constant.
    package mutating func add(_ factor: Double, constant value: Double) {
        guard value != 0 else { return }
        let term = factor * value
        isConstantExact = isConstantExact && roundedConstant.count == 0 && abs(factor) == 1
        roundedConstant.magnitude += abs(term)
        roundedConstant.count += 1
        constant += term
    }

    /// Adds `factor` times `function`.
    package mutating func add(_ factor: Double, _ function: LinearFunction) {
        add(factor, constant: function.constant)
        error += abs(factor) * function.error
        for position in function.columns.indices {
            add(factor, function.values[position], column: Int(function.columns[position]))
        }
    }

    /// The sum; entries that cancelled to zero are dropped, their errors are not.
    ///
    /// A column of one term ±value is exact. Others carry γ Σ|terms| and what products lost to underflow, times the largest
    /// magnitude that the column can have.
    ///
    /// - Parameter extent: an upper bound on the magnitude of a column, asked for those that rounding entered.
    package func sum(extent: (Int) -> Double = { _ in 0 }) -> LinearFunction {
        var total = error + (isConstantExact ? 0 : roundedConstant.error)
        if !rounded.isEmpty {
            // In order, so that the same sum has the same error in every process.
            for case let (column, sum?) in order.map({ (Int($0), rounded[Int($0)]) }) {
                total += sum.error * extent(column)
            }
        }
        total *= 1 + 0x1p-30
        let columns = order.sorted().filter { values[Int($0)] != 0 }
        return LinearFunction(
            columns: columns, values: columns.map { values[Int($0)] }, constant: constant, error: total)
    }
}
