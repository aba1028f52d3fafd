import CShims
import LinearAlgebra

/// A lower bound on a linear program that holds whatever the solver did.
///
/// For any row multipliers y of the right signs, min c·x ≥ Σ yᵢ bᵢ + Σⱼ min(rⱼ lⱼ, rⱼ uⱼ) with r = c − Aᵀy, because every
/// column has finite bounds (Neumaier & Shcherbina 2004, section 2). Evaluated with the rounding error subtracted.
package enum CertifiedValue {
    /// The bound on `objective` over `program` from `multipliers`.
    ///
    /// Multipliers of the wrong sign or that are not finite count as 0. A row that defines a column takes the multiplier
    /// that makes the column's reduced cost vanish: rows are worked through from the last, so that every row which uses
    /// the column has been seen. No multipliers at all give what the column bounds alone prove.
    ///
    /// - Parameters:
    ///   - multipliers: one per row of `program`, or `nil` where no solver saw the row.
    ///   - fixed: columns that are 0 on the part of the set that the bound is for.
    /// - Complexity: one pass over the rows with non-zero multipliers.
    package static func lowerBound(
        of objective: LinearFunction, over program: LinearProgram, multipliers: [Double?], fixed: [Int] = []
    ) -> Double {
        var reduced = [Double](repeating: 0, count: program.columnCount)
        // Σ |terms| of every reduced cost: its rounding error is γ times that. Coefficients that were themselves
        // rounded once are covered by the spare units of γ.
        var weight = reduced
        var value = objective.constant
        var magnitude = abs(objective.constant)
        var additions = 8
        for (column, entry) in zip(objective.columns, objective.values) {
            reduced[Int(column)] += entry
            weight[Int(column)] += abs(entry)
        }
        for index in program.rows.indices.reversed() {
            let row = program.rows[index]
            let multiplier = row.defines.map { reduced[$0] } ?? (index < multipliers.count ? multipliers[index] : nil)
            guard let multiplier, let y = usable(multiplier, row.relation) else { continue }
            additions += 1
            value += y * row.rightHandSide
            magnitude += abs(y * row.rightHandSide)
            subtract(y, row, &reduced, &weight)
        }
        for column in fixed { weight[column] = 0 }
        for column in reduced.indices where weight[column] != 0 {
            let (lower, upper) = (program.lower[column], program.upper[column])
            value += min(reduced[column] * lower, reduced[column] * upper)
            magnitude += weight[column] * max(abs(lower), abs(upper))
        }
        additions += program.columnCount
        let bound = (value - Rounding.gamma(additions) * magnitude - Rounding.underflow(additions)).nextDown
        return bound.isNaN ? -.infinity : bound
    }

    private static func subtract(
        _ y: Double, _ row: LinearProgram.Row, _ reduced: inout [Double], _ weight: inout [Double]
    ) {
        reduced.withUnsafeMutableBufferPointer { reduced in
            weight.withUnsafeMutableBufferPointer { weight in
                row.columns.withUnsafeBufferPointer { columns in
                    row.values.withUnsafeBufferPointer { values in
                        if let first = columns.first, let terms = values.baseAddress,
                            let costs = reduced.baseAddress, let weights = weight.baseAddress
                        {
                            let start = Int(first)
                            shims_certified_subtract(row.leadingRun, y, terms, costs + start, weights + start)
                        }
                        for position in row.leadingRun..<columns.count {
                            let product = y * values[position]
                            reduced[Int(columns[position])] -= product
                            weight[Int(columns[position])] += abs(product)
                        }
                    }
                }
            }
        }
    }

    private static func usable(_ multiplier: Double, _ relation: LinearProgram.Relation) -> Double? {
        guard multiplier.isFinite, multiplier != 0 else { return nil }
        switch relation {
        case .equal: return multiplier
        case .atLeast: return multiplier > 0 ? multiplier : nil
        case .atMost: return multiplier < 0 ? multiplier : nil
        }
    }
}
