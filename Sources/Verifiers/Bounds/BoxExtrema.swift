import LinearAlgebra

/// Extrema of linear functions over a box.
enum BoxExtrema {
    /// Adds to `minimum[i]`, `maximum[i]` the extrema of Σⱼ Λⱼᵢ hⱼ over lower ≤ h ≤ upper, and to `total[i]` Σⱼ |Λⱼᵢ|.
    ///
    /// - Parameter coefficients: Λ, entries of h × objectives.
    /// - Complexity: one pass over Λ.
    static func accumulate(
        _ coefficients: Matrix<Double>, lower: [Double], upper: [Double],
        minimum: inout [Double], maximum: inout [Double], total: inout [Double]
    ) {
        let count = coefficients.columns
        precondition(lower.count == coefficients.rows && minimum.count == count)
        guard count > 0, coefficients.rows > 0 else { return }
        coefficients.elements.withUnsafeBufferPointer { rows in
            minimum.withUnsafeMutableBufferPointer { minimum in
                maximum.withUnsafeMutableBufferPointer { maximum in
                    total.withUnsafeMutableBufferPointer { total in
                        for index in 0..<coefficients.rows {
                            let (low, high) = (lower[index], upper[index])
                            let row = rows.baseAddress! + index * count
                            for objective in 0..<count {
                                let coefficient = row[objective]
                                let atLow = coefficient * low
                                let atHigh = coefficient * high
                                minimum[objective] += atLow < atHigh ? atLow : atHigh
                                maximum[objective] += atLow < atHigh ? atHigh : atLow
                                total[objective] += abs(coefficient)
                            }
                        }
                    }
                }
            }
        }
    }

    /// Largest absolute value in the box, but not less than what error bounds can be formed with.
    static func largestMagnitude(_ lower: [Double], _ upper: [Double]) -> Double {
        max(lower.reduce(Rounding.least) { max($0, abs($1)) }, upper.reduce(0) { max($0, abs($1)) })
    }
}
