/// A linear function of a program's columns plus a constant.
package struct LinearFunction: Sendable {
    /// No column is named twice; columns ascend.
    package var columns: [Int32]
    package var values: [Double]
    package var constant: Double

    package static let zero = LinearFunction(columns: [], values: [], constant: 0)

    package init(columns: [Int32], values: [Double], constant: Double) {
        self.columns = columns
        self.values = values
        self.constant = constant
    }

    /// One column.
    package static func column(_ index: Int) -> LinearFunction {
        LinearFunction(columns: [Int32(index)], values: [1], constant: 0)
    }

    /// The same function with the opposite sign.
    package var negated: LinearFunction {
        LinearFunction(columns: columns, values: values.map { -$0 }, constant: -constant)
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
        /// The column that this equality defines by the columns before it, where solvers work without that column.
        package var defines: Int?
    }

    package private(set) var lower: [Double] = []
    package private(set) var upper: [Double] = []
    /// Columns restricted to whole numbers.
    package private(set) var integers: Set<Int> = []
    package private(set) var rows: [Row] = []

    package init() {}

    package var columnCount: Int { lower.count }

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
        rows.append(
            Row(
                columns: function.columns, values: function.values, relation: relation,
                rightHandSide: rightHandSide - function.constant, defines: defines))
        return rows.count - 1
    }
}

/// Sums up linear functions without sorting: one dense vector that remembers which entries it touched.
package struct LinearAccumulator {
    private var values: [Double]
    private var touched: [Bool]
    private var order: [Int32] = []
    package var constant = 0.0

    package init(columns: Int) {
        values = Array(repeating: 0, count: columns)
        touched = Array(repeating: false, count: columns)
    }

    /// Adds `factor` times `column`.
    package mutating func add(_ factor: Double, column: Int) {
        if !touched[column] {
            touched[column] = true
            order.append(Int32(column))
        }
        values[column] += factor
    }

    /// Adds `factor` times `function`.
    package mutating func add(_ factor: Double, _ function: LinearFunction) {
        constant += factor * function.constant
        for (column, value) in zip(function.columns, function.values) {
            add(factor * value, column: Int(column))
        }
    }

    /// The sum; entries that cancelled to zero are dropped.
    package func sum() -> LinearFunction {
        let columns = order.sorted().filter { values[Int($0)] != 0 }
        return LinearFunction(columns: columns, values: columns.map { values[Int($0)] }, constant: constant)
    }
}
