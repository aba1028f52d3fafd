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

    /// Adds `factor` times `function`.
    mutating func add(_ factor: Double, _ function: LinearFunction) {
        constant += factor * function.constant
        for (column, value) in zip(function.columns, function.values) {
            let column = Int(column)
            if !touched[column] {
                touched[column] = true
                order.append(Int32(column))
            }
            values[column] += factor * value
        }
    }

    /// The sum without its error; entries that cancelled to zero are dropped.
    func sum() -> LinearFunction {
        let columns = order.sorted().filter { values[Int($0)] != 0 }
        return LinearFunction(columns: columns, values: columns.map { values[Int($0)] }, constant: constant)
    }
}
