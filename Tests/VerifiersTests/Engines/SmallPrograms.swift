import LinearAlgebra
import Verifiers

/// Random programs that `VertexOracle` can go through, some of them without a point.
struct SmallProgram {
    var program = LinearProgram()
    var objective: LinearFunction
    var generator: SeededGenerator

    /// - Parameter wholes: so many of the columns are restricted to whole numbers from 0 to 2.
    init(seed: UInt64, columns: Int = 4, rows: Int = 5, wholes: Int = 0) {
        generator = SeededGenerator(seed: seed)
        objective = .zero
        for column in 0..<columns {
            if column < wholes {
                _ = program.addColumn(lower: 0, upper: 2, isInteger: true)
            } else {
                let middle = 4 * generator.unitDouble() - 2
                _ = program.addColumn(
                    lower: middle - generator.unitDouble(), upper: middle + generator.unitDouble())
            }
        }
        for _ in 0..<rows { addRow() }
        objective = function()
    }

    /// A row through the neighbourhood of the columns' middle; one in eight is an equality.
    mutating func addRow() {
        let function = function()
        let middle = zip(function.columns, function.values).reduce(0) { sum, entry in
            sum + entry.1 * (program.lower[Int(entry.0)] + program.upper[Int(entry.0)]) / 2
        }
        let step = 0.6 * generator.normal()
        switch generator.next() % 8 {
        case 0: program.addRow(function, .equal, middle + 0.3 * step)
        case 1...4: program.addRow(function, .atLeast, middle - 0.4 + step)
        default: program.addRow(function, .atMost, middle + 0.4 + step)
        }
    }

    mutating func function() -> LinearFunction {
        let columns = (0..<program.columnCount).filter { _ in generator.unitDouble() < 0.8 }
        return LinearFunction(
            columns: columns.map { Int32($0) }, values: columns.map { _ in generator.normal() },
            constant: generator.normal())
    }
}

/// Random programs of a size at which a solve takes many steps; the columns' middle is a point.
enum LargeProgram {
    static func make(seed: UInt64, columns: Int = 60, rows: Int = 40) -> (LinearProgram, LinearFunction) {
        var generator = SeededGenerator(seed: seed)
        var program = LinearProgram()
        for _ in 0..<columns { _ = program.addColumn(lower: -1, upper: 1) }
        for _ in 0..<rows {
            let function = LinearFunction(
                columns: (0..<columns).map { Int32($0) }, values: (0..<columns).map { _ in generator.normal() },
                constant: 0)
            program.addRow(function, .atMost, generator.unitDouble())
        }
        let objective = LinearFunction(
            columns: (0..<columns).map { Int32($0) }, values: (0..<columns).map { _ in generator.normal() },
            constant: 1)
        return (program, objective)
    }
}
