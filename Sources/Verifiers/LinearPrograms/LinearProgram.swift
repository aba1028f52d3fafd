/// A linear function of a program's columns plus a constant.
package struct LinearFunction: Sendable {
    /// No column is named twice; columns ascend.
    package var columns: [Int32]
    package var values: [Double]
    package var constant: Double
    /// The function that is meant differs by at most this wherever the columns keep their bounds: what rounding its
    /// coefficients cost.
    package var error: Double

    package static let zero = LinearFunction(columns: [], values: [], constant: 0)

    package init(columns: [Int32], values: [Double], constant: Double, error: Double = 0) {
        self.columns = columns
        self.values = values
        self.constant = constant
        self.error = error
    }

    /// One column.
    package static func column(_ index: Int) -> LinearFunction {
        LinearFunction(columns: [Int32(index)], values: [1], constant: 0)
    }

    /// The same function with the opposite sign.
    package var negated: LinearFunction {
        LinearFunction(columns: columns, values: values.map { -$0 }, constant: -constant, error: error)
    }

    /// Whether every number is one that a solver can work with, which takes magnitudes up to `range`.
    package func suitsSolver(_ range: Double) -> Bool {
        abs(constant) <= range && values.allSatisfy { abs($0) <= range }
    }

    /// The function less `allowance` ≥ 0, rounded down.
    package func lowered(by allowance: Double) -> LinearFunction {
        guard allowance != 0 else { return self }
        var result = self
        result.constant = (constant - allowance).nextDown
        return result
    }
}

/// min c·x subject to sparse rows and finite column bounds, as data, independent of any solver.
///
/// Columns and rows are only ever appended, so that a solver can follow along and certified values can be computed
/// from the same numbers.
package struct LinearProgram: Sendable {
    /// What a row demands of its activity.
    package enum Relation: Sendable { case equal, atLeast, atMost }

    /// One linear constraint.
    package struct Row: Sendable {
        package let columns: [Int32]
        package let values: [Double]
        package let relation: Relation
        package let rightHandSide: Double
        /// What is meant differs by at most this (see `LinearFunction.error`).
        package let error: Double
        /// The column that this equality defines by the columns before it, where solvers work without that column.
        package var defines: Int?

        /// Whether a solver had better scale the program: its tolerances suit entries around 1, and ordinary networks have such.
        package var isIllScaled: Bool {
            let largest = values.reduce(0) { abs($1) == 1 ? $0 : max($0, abs($1)) }
            return largest > 0x1p16 || (largest > 0 && largest < 0x1p-16)
        }
    }

    package private(set) var lower: [Double] = []
    package private(set) var upper: [Double] = []
    /// Columns restricted to whole numbers.
    package private(set) var integers: Set<Int> = []
    package private(set) var rows: [Row] = []

    package init() {}

    package var columnCount: Int { lower.count }

    /// The largest magnitude that `column` can have.
    package func extent(_ column: Int) -> Double { max(abs(lower[column]), abs(upper[column])) }

    /// Whether every number from the given column and row on is one that a solver can work with, which takes magnitudes up
    /// to `range`.
    package func suitsSolver(_ range: Double, columns: Int, rows: Int) -> Bool {
        zip(lower[columns...], upper[columns...]).allSatisfy { abs($0) <= range && abs($1) <= range }
            && self.rows[rows...].allSatisfy { row in
                abs(row.rightHandSide) <= range && row.values.allSatisfy { abs($0) <= range }
            }
    }

    /// A new column with finite bounds; its index.
    package mutating func addColumn(lower: Double, upper: Double, isInteger: Bool = false) -> Int {
        self.lower.append(lower)
        self.upper.append(max(lower, upper))
        if isInteger { integers.insert(columnCount - 1) }
        return columnCount - 1
    }

    /// Narrows a column to 0.
    package mutating func fixAtZero(_ column: Int) {
        lower[column] = 0
        upper[column] = 0
    }

    /// A new row; its index. The constant of `function` is moved to the right-hand side.
    @discardableResult
    package mutating func addRow(
        _ function: LinearFunction, _ relation: Relation, _ rightHandSide: Double, defines: Int? = nil
    ) -> Int {
        let moved = rightHandSide - function.constant
        // Exact unless both are there.
        let rounding = rightHandSide == 0 || function.constant == 0 ? 0 : abs(moved) * 0x1p-52
        rows.append(
            Row(
                columns: function.columns, values: function.values, relation: relation, rightHandSide: moved,
                error: function.error + rounding, defines: defines))
        return rows.count - 1
    }
}
