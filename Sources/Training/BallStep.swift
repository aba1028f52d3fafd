import LinearAlgebra

/// Steps and projections in Euclidean balls, one image at a time: the counterpart of `BoxStep` for l2.
enum BallStep {
    /// Moves the coordinates in `range` by `length` along their part of `slopes` scaled to norm 1; slopes that are all 0 leave
    /// them where they are.
    @inline(__always)
    static func move<Scalar: BLASScalar>(
        _ points: inout [Scalar], in range: Range<Int>, along slopes: [Scalar], by length: Scalar
    ) {
        var square: Scalar = 0
        for index in range { square += slopes[index] * slopes[index] }
        guard square > 0 else { return }
        let factor = length / square.squareRoot()
        for index in range { points[index] += factor * slopes[index] }
    }

    /// Brings the coordinates in `range` into ‖x' − x‖₂ ≤ radius, then into [0, 1]. With a centre x in [0, 1] the second step
    /// leads no further from it, so that both hold in the end (up to rounding).
    @inline(__always)
    static func project<Scalar: BLASScalar>(
        _ points: inout [Scalar], in range: Range<Int>, around centres: [Scalar], radius: Scalar
    ) {
        var square: Scalar = 0
        for index in range {
            let offset = points[index] - centres[index]
            square += offset * offset
        }
        let factor = square > radius * radius ? radius / square.squareRoot() : 1
        for index in range {
            let point = centres[index] + factor * (points[index] - centres[index])
            points[index] = min(max(point, 0), 1)
        }
    }
}
