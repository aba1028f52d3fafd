import Verifiers

/// The minimum over a small program by going through everything there is: every way to make whole columns whole, and every
/// vertex of what remains. Shares no code with engines.
enum VertexOracle {
    /// a·x = b for one of the hyperplanes that bound the set.
    private struct Plane {
        var normal: [Double]
        var level: Double
    }

    private static let tolerance = 1e-9

    /// The smallest value of `objective` over the points of `program`; `nil` where it has none.
    ///
    /// - Parameter wholes: whether columns restricted to whole numbers, whose bounds are whole, are.
    static func minimum(_ objective: LinearFunction, over program: LinearProgram, wholes: Bool = false) -> Double? {
        let columns = wholes ? program.integers.sorted() : []
        return minimum(objective, program, program.lower, program.upper, columns[...])
    }

    private static func minimum(
        _ objective: LinearFunction, _ program: LinearProgram, _ lower: [Double], _ upper: [Double],
        _ wholes: ArraySlice<Int>
    ) -> Double? {
        guard let column = wholes.first else { return relaxed(objective, program, lower, upper) }
        var best: Double?
        for value in stride(from: lower[column], through: upper[column], by: 1) {
            var (lower, upper) = (lower, upper)
            (lower[column], upper[column]) = (value, value)
            guard let found = minimum(objective, program, lower, upper, wholes.dropFirst()) else { continue }
            best = min(best ?? found, found)
        }
        return best
    }

    private static func relaxed(
        _ objective: LinearFunction, _ program: LinearProgram, _ lower: [Double], _ upper: [Double]
    ) -> Double? {
        let count = program.columnCount
        // Fixed columns and equalities hold at every vertex, so that only the rest is chosen from.
        var fixed = [Plane]()
        var open = [Plane]()
        for column in 0..<count {
            var normal = [Double](repeating: 0, count: count)
            normal[column] = 1
            if lower[column] == upper[column] {
                fixed.append(Plane(normal: normal, level: lower[column]))
            } else {
                open += [lower[column], upper[column]].map { Plane(normal: normal, level: $0) }
            }
        }
        for row in program.rows {
            let plane = Plane(normal: dense(row.columns, row.values, count), level: row.rightHandSide)
            if row.relation == .equal { fixed.append(plane) } else { open.append(plane) }
        }
        var best: Double?
        for planes in subsets(of: open, count: max(0, count - fixed.count)) {
            guard let point = intersection(fixed + planes, count), isInside(point, program, lower, upper) else {
                continue
            }
            let value = zip(objective.columns, objective.values).reduce(objective.constant) {
                $0 + $1.1 * point[Int($1.0)]
            }
            best = min(best ?? value, value)
        }
        return best
    }

    private static func dense(_ columns: [Int32], _ values: [Double], _ count: Int) -> [Double] {
        var result = [Double](repeating: 0, count: count)
        for (column, value) in zip(columns, values) { result[Int(column)] += value }
        return result
    }

    private static func subsets(of planes: [Plane], count: Int) -> [[Plane]] {
        guard count > 0 else { return [[]] }
        return planes.indices.flatMap { first in
            subsets(of: Array(planes[(first + 1)...]), count: count - 1).map { [planes[first]] + $0 }
        }
    }

    /// The one point on all planes, by elimination; `nil` where there is none or more than one.
    private static func intersection(_ planes: [Plane], _ count: Int) -> [Double]? {
        var rows = planes.map { $0.normal + [$0.level] }
        for column in 0..<count {
            guard let pivot = (column..<rows.count).max(by: { abs(rows[$0][column]) < abs(rows[$1][column]) }),
                abs(rows[pivot][column]) > 1e-10
            else { return nil }
            rows.swapAt(column, pivot)
            for row in rows.indices where row != column {
                let factor = rows[row][column] / rows[column][column]
                for entry in column...count { rows[row][entry] -= factor * rows[column][entry] }
            }
        }
        guard rows.dropFirst(count).allSatisfy({ abs($0[count]) <= tolerance }) else { return nil }
        return (0..<count).map { rows[$0][count] / rows[$0][$0] }
    }

    private static func isInside(
        _ point: [Double], _ program: LinearProgram, _ lower: [Double], _ upper: [Double]
    ) -> Bool {
        guard point.indices.allSatisfy({ lower[$0] - tolerance <= point[$0] && point[$0] <= upper[$0] + tolerance })
        else { return false }
        return program.rows.allSatisfy { row in
            let activity = zip(row.columns, row.values).reduce(0) { $0 + $1.1 * point[Int($1.0)] }
            return switch row.relation {
            case .equal: abs(activity - row.rightHandSide) <= tolerance
            case .atLeast: activity >= row.rightHandSide - tolerance
            case .atMost: activity <= row.rightHandSide + tolerance
            }
        }
    }
}
