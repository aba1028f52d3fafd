import CShims
import LinearAlgebra

/// A linear program laid out for lower bounds that hold whatever a solver did.
///
/// For any row multipliers y of the right signs, min c·x ≥ Σ yᵢ bᵢ + Σⱼ min(rⱼ lⱼ, rⱼ uⱼ) with r = c − Aᵀy, because every
/// column has finite bounds (Neumaier & Shcherbina 2004, section 2). Evaluated with the rounding error subtracted.
///
/// Columns that the same rows use stand side by side here, so that rows fall into few runs and vector code does the work.
package struct CertifiedProgram: Sendable {
    private struct Row: Sendable {
        let relation: LinearProgram.Relation
        let rightHandSide: Double
        /// The column that the row defines.
        let defines: Int?
        /// Σ |a| max(|l|, |u|) over its entries, not rounded below that.
        let reach: Double
        /// What is meant differs by at most this.
        let error: Double
        let runs: Range<Int>
    }

    /// Entries of a row in adjacent columns.
    private struct Run: Sendable {
        let column: Int
        let values: Range<Int>
    }

    private var rows: [Row] = []
    private var runs: [Run] = []
    private var values: [Double] = []
    private let lower: [Double]
    private let upper: [Double]
    /// Where the program's columns stand here.
    private let position: [Int]
    /// Σ max(|l|, |u|) over all columns: what losses to underflow are multiplied by at most.
    private let totalExtent: Double
    /// Where the first columns, the inputs, lie besides their bounds.
    private let ball: CutTwoBall?

    /// - Parameter ball: over which the first columns are minimised, instead of over their bounds alone.
    /// - Complexity: one pass over the entries, and a sort of the columns.
    package init(_ program: LinearProgram, ball: CutTwoBall? = nil) {
        self.ball = ball
        var lastUse = [Int](repeating: -1, count: program.columnCount)
        for (index, row) in program.rows.enumerated() {
            for column in row.columns { lastUse[Int(column)] = index }
        }
        let order = lastUse.indices.sorted { (lastUse[$0], $0) < (lastUse[$1], $1) }
        var position = lastUse
        for (place, column) in order.enumerated() { position[column] = place }
        self.position = position
        lower = order.map { program.lower[$0] }
        upper = order.map { program.upper[$0] }
        totalExtent = order.reduce(0) { $0 + program.extent($1) } * (1 + Self.spare)
        values.reserveCapacity(program.rows.reduce(0) { $0 + $1.values.count })
        for row in program.rows { append(row) }
    }

    private mutating func append(_ row: LinearProgram.Row) {
        let first = runs.count
        var reach = 0.0
        var start = values.count
        let entries = zip(row.columns, row.values).map { (column: position[Int($0)], value: $1) }
            .sorted { $0.column < $1.column }
        for (index, entry) in entries.enumerated() {
            reach += abs(entry.value) * extent(entry.column)
            values.append(entry.value)
            guard index + 1 == entries.count || entries[index + 1].column != entry.column + 1 else { continue }
            let run = start..<values.count
            runs.append(Run(column: entry.column + 1 - run.count, values: run))
            start = values.count
        }
        rows.append(
            Row(
                relation: row.relation, rightHandSide: row.rightHandSide, defines: row.defines.map { position[$0] },
                reach: (reach + Rounding.underflow(entries.count)) * (1 + Self.spare), error: row.error,
                runs: first..<runs.count))
    }

    /// Covers the rounding of a sum of up to 2²⁰ terms that have the same sign.
    private static let spare = 0x1p-30

    private func extent(_ place: Int) -> Double { max(abs(lower[place]), abs(upper[place])) }

    /// The bound on `objective` from `multipliers`.
    ///
    /// Multipliers of the wrong sign or that are not finite count as 0. A row that defines a column takes the multiplier
    /// that makes the column's reduced cost vanish: rows are worked through from the last, so that every row which uses
    /// the column has been seen. No multipliers at all give what the column bounds alone prove.
    ///
    /// - Parameters:
    ///   - multipliers: one per row of the program; rows beyond the last have 0.
    ///   - fixed: columns that are 0 on the part of the set that the bound is for.
    /// - Complexity: one pass over the rows with non-zero multipliers.
    package func lowerBound(of objective: LinearFunction, multipliers: [Double], fixed: [Int] = []) -> Double {
        var costs = [Double]()
        return lowerBound(of: objective, multipliers: multipliers, fixed: fixed, inputCosts: &costs)
    }

    /// The same; `inputCosts` becomes the reduced costs of the first columns where these lie in a ball.
    func lowerBound(
        of objective: LinearFunction, multipliers: [Double], fixed: [Int], inputCosts: inout [Double]
    ) -> Double {
        var reduced = [Double](repeating: 0, count: lower.count)
        var value = objective.constant
        // Σ |terms| of the value and of every reduced cost times its column's extent: the rounding error is γ times that.
        var magnitude = abs(objective.constant)
        // What the numbers of objective and rows are off by.
        var inherited = objective.error
        for (column, entry) in zip(objective.columns, objective.values) {
            let place = position[Int(column)]
            reduced[place] += entry
            magnitude += abs(entry) * extent(place)
        }
        var additions = 8 + reduced.count
        reduced.withUnsafeMutableBufferPointer { reduced in
            for (index, row) in rows.enumerated().reversed() {
                let multiplier = row.defines.map { reduced[$0] } ?? (index < multipliers.count ? multipliers[index] : 0)
                guard Self.isUsable(multiplier, row.relation) else { continue }
                additions += 1
                value += multiplier * row.rightHandSide
                magnitude += abs(multiplier * row.rightHandSide) + abs(multiplier) * row.reach
                inherited += abs(multiplier) * row.error
                subtract(multiplier, row, from: reduced)
            }
            for column in fixed { reduced[position[column]] = 0 }
            if let ball {
                inputCosts = take(ball.centre.count, from: reduced)
                let inputs = ball.minimum(inputCosts)
                value += inputs.least
                magnitude += inputs.size
                additions += 3 * inputCosts.count + 16
            }
            if let costs = reduced.baseAddress { value += shims_certified_minimum(reduced.count, costs, lower, upper) }
        }
        let error = (Rounding.gamma(additions) * magnitude + inherited) * (1 + Self.spare)
        let bound = (value - error - Rounding.underflow(additions + reduced.count, reach: totalExtent)).nextDown
        // Not finite where a product overflowed.
        return bound.isFinite ? bound : -.infinity
    }

    /// The reduced costs of the first columns, which are 0 from now on.
    private func take(_ count: Int, from reduced: UnsafeMutableBufferPointer<Double>) -> [Double] {
        (0..<count).map { column in
            defer { reduced[position[column]] = 0 }
            return reduced[position[column]]
        }
    }

    private func subtract(_ multiplier: Double, _ row: Row, from reduced: UnsafeMutableBufferPointer<Double>) {
        values.withUnsafeBufferPointer { values in
            guard let entries = values.baseAddress, let costs = reduced.baseAddress else { return }
            for run in runs[row.runs] {
                shims_certified_subtract(
                    run.values.count, multiplier, entries + run.values.lowerBound, costs + run.column)
            }
        }
    }

    var rowCount: Int { rows.count }

    private static func isUsable(_ multiplier: Double, _ relation: LinearProgram.Relation) -> Bool {
        guard multiplier.isFinite else { return false }
        switch relation {
        case .equal: return multiplier != 0
        case .atLeast: return multiplier > 0
        case .atMost: return multiplier < 0
        }
    }
}
