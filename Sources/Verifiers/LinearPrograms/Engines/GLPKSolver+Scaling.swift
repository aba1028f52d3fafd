import CGLPK

/// Powers of two for the rows and columns of a program that bring its entries towards 1, so that no number changes its digits.
struct ProgramScaling {
    private(set) var rows: [Int]
    private(set) var columns: [Int]

    /// Exponents stay within these, whatever the entries are.
    private static let range = -300...300

    /// Equilibration of the largest entries: rows, then columns, a few times over.
    ///
    /// - Complexity: a few passes over the entries.
    init(_ program: LinearProgram) {
        rows = Array(repeating: 0, count: program.rows.count)
        columns = Array(repeating: 0, count: program.columnCount)
        for _ in 0..<3 {
            scaleRows(program)
            scaleColumns(program)
        }
    }

    private mutating func scaleRows(_ program: LinearProgram) {
        for (index, row) in program.rows.enumerated() {
            let largest = row.entries.map { $0.exponent + columns[$0.column] }.max()
            rows[index] = largest.map { Self.clamped(-$0) } ?? 0
        }
    }

    private mutating func scaleColumns(_ program: LinearProgram) {
        var largest = [Int?](repeating: nil, count: columns.count)
        for (index, row) in program.rows.enumerated() {
            for entry in row.entries {
                let exponent = entry.exponent + rows[index]
                largest[entry.column] = max(largest[entry.column] ?? exponent, exponent)
            }
        }
        for (column, exponent) in largest.enumerated() { columns[column] = exponent.map { Self.clamped(-$0) } ?? 0 }
    }

    private static func clamped(_ exponent: Int) -> Int {
        min(max(exponent, range.lowerBound), range.upperBound)
    }
}

extension LinearProgram.Row {
    fileprivate var entries: [(column: Int, exponent: Int)] {
        zip(columns, values).compactMap { $1 == 0 || !$1.isFinite ? nil : (Int($0), Int($1.exponent)) }
    }
}

extension GLPKSolver {
    /// Scales the problem, which holds `program`.
    func scale(_ program: LinearProgram) {
        let scaling = ProgramScaling(program)
        for (row, exponent) in scaling.rows.enumerated() {
            glp_set_rii(problem, Int32(row + 1), Double(sign: .plus, exponent: exponent, significand: 1))
        }
        for (column, exponent) in scaling.columns.enumerated() {
            glp_set_sjj(problem, Int32(column + 1), Double(sign: .plus, exponent: exponent, significand: 1))
        }
    }
}
