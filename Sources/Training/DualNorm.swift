import LinearAlgebra
import Questions

/// The norm dual to that of distances: ℓ1 for ∞, ℓ2 for 2.
struct DualNorm: Sendable {
    let isEuclidean: Bool

    init(of norm: Norm) { isEuclidean = norm == .two }

    /// What an entry adds to the sum that `root` makes the norm of.
    @inline(__always)
    func term<Scalar: BLASScalar>(_ value: Scalar) -> Scalar { isEuclidean ? value * value : value.magnitude }

    @inline(__always)
    func root<Scalar: BLASScalar>(_ sum: Scalar) -> Scalar { isEuclidean ? sum.squareRoot() : sum }

    /// slope · ∂norm/∂value.
    @inline(__always)
    func derivative<Scalar: BLASScalar>(_ value: Scalar, slope: Scalar, norm: Scalar) -> Scalar {
        if isEuclidean { return norm > 0 ? slope * value / norm : 0 }
        return value > 0 ? slope : value < 0 ? -slope : 0
    }

    /// The norms of the columns of a matrix with `width` columns.
    @inline(__always)
    func columnNorms<Scalar: BLASScalar>(_ values: [Scalar], width: Int) -> [Scalar] {
        var sums = [Scalar](repeating: 0, count: width)
        values.withUnsafeBufferPointer { values in
            sums.withUnsafeMutableBufferPointer { sums in
                for start in stride(from: 0, to: values.count, by: width) {
                    for column in 0..<width { sums[column] += term(values[start + column]) }
                }
            }
        }
        return sums.map(root)
    }

    /// Overwrites the entries of a matrix by the derivatives, given those by the norms of its columns.
    @inline(__always)
    func pullColumns<Scalar: BLASScalar>(_ values: inout [Scalar], slopes: [Scalar], norms: [Scalar]) {
        values.withUnsafeMutableBufferPointer { values in
            for start in stride(from: 0, to: values.count, by: slopes.count) {
                for column in slopes.indices {
                    let entry = start + column
                    values[entry] = derivative(values[entry], slope: slopes[column], norm: norms[column])
                }
            }
        }
    }
}
