/// Sums up linear functions for solvers, which ask for no errors: one dense vector that remembers which entries it touched.
struct ColumnSums {
    private var values: [Double]
    private var touched: [Bool]
    private var order: [Int32] = []
    private var constant: Double

    /// Starts from a constant over so many columns.
    init(columns: Int, constant: Double) {
        values = Array(repeating: 0, count: columns)
        touched = Array(repeating: false, count: columns)
        self.constant = constant
    }

    /// Adds `value` times `column`.
    mutating func add(_ value: Double, column: Int32) {
        let place = Int(column)
        if !touched[place] {
            touched[place] = true
            order.append(column)
        }
        values[place] += value
    }

    /// Adds `factor` times `function`.
    mutating func add(_ factor: Double, _ function: LinearFunction) {
        constant += factor * function.constant
        for (column, value) in zip(function.columns, function.values) { add(factor * value, column: column) }
    }

    /// Adds `factor` times `function`, whose columns are those that `places` says.
    mutating func add(_ factor: Double, _ function: LinearFunction, at places: [Int32]) {
        constant += factor * function.constant
        for (column, value) in zip(function.columns, function.values) {
            add(factor * value, column: places[Int(column)])
        }
    }

    /// The sum without its error; entries that cancelled to zero are dropped.
    func sum() -> LinearFunction {
        let columns = order.sorted().filter { values[Int($0)] != 0 }
        return LinearFunction(columns: columns, values: columns.map { values[Int($0)] }, constant: constant)
    }
}
