import LinearAlgebra

/// The entry-by-entry passes of backward substitution over coefficients × objectives.
enum DualKernels {
    /// P = s ∘ M, and the constants: low += P b + min(M, 0) t, up += P b + max(M, 0) t.
    @inline(__always)
    static func applyLines<Scalar: BLASScalar>(
        _ values: [Scalar], _ lines: DualLines<Scalar>, _ low: inout [Scalar], _ up: inout [Scalar]
    ) -> [Scalar] {
        let width = low.count
        var result = values
        result.withUnsafeMutableBufferPointer { p in
            low.withUnsafeMutableBufferPointer { low in
                up.withUnsafeMutableBufferPointer { up in
                    for position in 0..<lines.count {
                        let (s, t, b) = (lines.slope[position], lines.intercept[position], lines.bias[position])
                        let start = position * width
                        for objective in 0..<width {
                            let m = p[start + objective]
                            let scaled = s * m
                            p[start + objective] = scaled
                            low[objective] += scaled * b + (m < 0 ? m : 0) * t
                            up[objective] += scaled * b + (m > 0 ? m : 0) * t
                        }
                    }
                }
            }
        }
        return result
    }

    /// low += Σ M c − |M| r and up += Σ M c + |M| r over the pixels.
    @inline(__always)
    static func addBoxExtrema<Scalar: BLASScalar>(
        _ values: [Scalar], _ centre: [Scalar], _ radius: [Scalar], _ low: inout [Scalar], _ up: inout [Scalar]
    ) {
        let width = low.count
        values.withUnsafeBufferPointer { values in
            low.withUnsafeMutableBufferPointer { low in
                up.withUnsafeMutableBufferPointer { up in
                    guard let low = low.baseAddress, let up = up.baseAddress, let values = values.baseAddress else {
                        return
                    }
                    for pixel in centre.indices {
                        let (c, r) = (centre[pixel], radius[pixel])
                        let row = values + pixel * width
                        for objective in 0..<width {
                            let value = row[objective] * c
                            let reach = row[objective].magnitude * r
                            low[objective] += value - reach
                            up[objective] += value + reach
                        }
                    }
                }
            }
        }
    }

    /// Overwrites the coefficients M on the pixels by the derivatives: (gˡ + gᵘ) c + sign(M) (gᵘ − gˡ) r.
    @inline(__always)
    static func boxGradient<Scalar: BLASScalar>(
        _ values: inout [Scalar], _ centre: [Scalar], _ radius: [Scalar], sum: [Scalar], difference: [Scalar]
    ) {
        let width = sum.count
        values.withUnsafeMutableBufferPointer { values in
            sum.withUnsafeBufferPointer { sum in
                difference.withUnsafeBufferPointer { difference in
                    guard let sum = sum.baseAddress, let difference = difference.baseAddress,
                        let values = values.baseAddress
                    else { return }
                    for pixel in centre.indices {
                        let (c, r) = (centre[pixel], radius[pixel])
                        let row = values + pixel * width
                        for objective in 0..<width {
                            let reach = difference[objective] * r
                            row[objective] = sum[objective] * c + (row[objective] < 0 ? -reach : reach)
                        }
                    }
                }
            }
        }
    }

    /// From dP to dM, in place: dP += g b, dM = s dP + (M < 0 ? gˡ : gᵘ) t; adds the derivatives by s and t to `lines`
    /// and those by the biases to `onBias`.
    @inline(__always)
    static func pullLines<Scalar: BLASScalar>(
        _ gradient: inout [Scalar], values: [Scalar], scaled: [Scalar], _ lines: inout DualLines<Scalar>,
        onLower: [Scalar], onUpper: [Scalar], sum: [Scalar], onBias: (Int, Scalar) -> Void
    ) {
        let width = sum.count
        gradient.withUnsafeMutableBufferPointer { gradient in
            values.withUnsafeBufferPointer { values in
                scaled.withUnsafeBufferPointer { scaled in
                    for position in 0..<lines.count {
                        let (s, t, b) = (lines.slope[position], lines.intercept[position], lines.bias[position])
                        let start = position * width
                        var onSlope: Scalar = 0
                        var onIntercept: Scalar = 0
                        var bias: Scalar = 0
                        for objective in 0..<width {
                            let m = values[start + objective]
                            let dp = gradient[start + objective] + sum[objective] * b
                            let g = m < 0 ? onLower[objective] : onUpper[objective]
                            onSlope += dp * m
                            onIntercept += g * m
                            bias += scaled[start + objective] * sum[objective]
                            gradient[start + objective] = s * dp + g * t
                        }
                        lines.onSlope[position] += onSlope
                        lines.onIntercept[position] += onIntercept
                        onBias(lines.active[position], bias)
                    }
                }
            }
        }
    }
}
