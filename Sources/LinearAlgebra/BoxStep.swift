/// One step of projected gradient ascent in a box: every coordinate moves by a length along the sign of its slope and back into
/// its interval. The step on l∞ sets of attacks, of witness searches and of adversarial training (Madry et al., ICLR 2018).
public enum BoxStep {
    /// Moves the coordinates in `range`; a slope of 0 leaves one where it is.
    ///
    /// - Parameters:
    ///   - slopes: in the order of `points`.
    ///   - length: of the step; negative against the slope.
    ///   - extents: factors of the length, one per coordinate of the range; none for 1.
    ///   - lower: lower ends of the box, one per coordinate of the range.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    public static func move<Scalar: BLASScalar>(
        _ points: inout [Scalar], in range: Range<Int>, along slopes: [Scalar], by length: Scalar,
        times extents: [Scalar] = [], lower: [Scalar], upper: [Scalar]
    ) {
        let (first, count) = (range.lowerBound, range.count)
        precondition(
            range.upperBound <= min(points.count, slopes.count) && lower.count == count && upper.count == count
                && (extents.isEmpty || extents.count == count))
        points.withUnsafeMutableBufferPointer { points in
            slopes.withUnsafeBufferPointer { slopes in
                for column in 0..<count {
                    let slope = slopes[first + column]
                    let own = extents.isEmpty ? length : length * extents[column]
                    let step: Scalar = slope > 0 ? own : slope < 0 ? -own : 0
                    points[first + column] = min(max(points[first + column] + step, lower[column]), upper[column])
                }
            }
        }
    }
}
