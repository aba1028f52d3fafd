import CShims
import LinearAlgebra
import Questions

/// Steps of one point.
extension PGDSearch {
    /// What the length of a step is measured in, and where it leads for p = 1.
    enum Manner {
        /// Pixels; along the gradient for p = 1 and 2.
        case pixels
        /// The size of the query's set; along the steepest coordinates for p = 1.
        case shareOfSize
    }

    /// Moves the point of a row along its slope and back into its set.
    mutating func move(_ row: Int, of index: Int, along gradient: Matrix<Float>, by size: Float) {
        let set = queries[index].perturbation
        let own = manner == .pixels ? size : size * Float(set.epsilon)
        switch set.norm {
        case .infinity: signStep(row, index, gradient, own)
        case .one where manner == .shareOfSize: steepestStep(row, index, gradient, own)
        default: ballStep(row, index, gradient, own)
        }
    }

    private mutating func signStep(_ row: Int, _ index: Int, _ gradient: Matrix<Float>, _ size: Float) {
        let first = row * points.columns
        let (lower, upper) = boxes[index]
        if queries[index].perturbation.box != nil { return scaledStep(row, index, gradient, size) }
        points.elements.withUnsafeMutableBufferPointer { points in
            gradient.elements.withUnsafeBufferPointer { slopes in
                guard let points = points.baseAddress, let slopes = slopes.baseAddress else { return }
                shims_attack_step(lower.count, size, slopes + first, lower, upper, points + first)
            }
        }
    }

    /// In a given box, whose inputs may be of very different widths, a step is a share of each one's reach.
    private mutating func scaledStep(_ row: Int, _ index: Int, _ gradient: Matrix<Float>, _ size: Float) {
        let (slope, reach) = (gradient.row(row), queries[index].perturbation.reach ?? [])
        var point = points.row(row)
        for column in point.indices where slope[column] != 0 {
            let length = size * (reach.isEmpty ? 1 : reach[column])
            point[column] += slope[column] > 0 ? length : -length
        }
        put(point, row, index)
    }

    private mutating func ballStep(_ row: Int, _ index: Int, _ gradient: Matrix<Float>, _ size: Float) {
        let slope = gradient.row(row)
        let length = Self.length(of: slope)
        guard length > 0, length.isFinite else { return }
        put(zip(points.row(row), slope).map { $0 + size * $1 / length }, row, index)
    }

    /// Coordinates in the order of their slopes, each as far as its box allows, until the length is used up.
    private mutating func steepestStep(_ row: Int, _ index: Int, _ gradient: Matrix<Float>, _ size: Float) {
        let slope = gradient.row(row)
        var point = points.row(row)
        var left = size
        let order = slope.indices.filter { slope[$0] != 0 && slope[$0].isFinite }
            .sorted { (abs(slope[$1]), $0) < (abs(slope[$0]), $1) }
        for column in order where left > 0 {
            let end = slope[column] > 0 ? boxes[index].upper[column] : boxes[index].lower[column]
            let length = min(abs(end - point[column]), left)
            point[column] += slope[column] > 0 ? length : -length
            left -= length
        }
        put(point, row, index)
    }

    private mutating func put(_ point: [Float], _ row: Int, _ index: Int) {
        points.elements.replaceSubrange(
            row * points.columns..<(row + 1) * points.columns, with: projected(point, index))
    }

    /// ‖slope‖₂, scaled where its squares leave the range of floats.
    private static func length(of slope: [Float]) -> Float {
        let length = slope.reduce(Float(0)) { $0 + $1 * $1 }.squareRoot()
        guard length < 0x1p-60 || !length.isFinite else { return length }
        return Float(slope.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot())
    }

    /// Back into the box, and for p = 1, 2 into the ball, so that rounding cannot lead out.
    func projected(_ point: [Float], _ index: Int) -> [Float] {
        let (lower, upper) = boxes[index]
        let clipped = zip(point, zip(lower, upper)).map { min(max($0, $1.0), $1.1) }
        let (set, pixels) = (queries[index].perturbation, queries[index].sample.pixels)
        switch set.norm {
        case .infinity: return clipped
        case .two: return BallProjection(centre: pixels, epsilon: set.epsilon).project(clipped)
        case .one: return oneBalls[index]?.project(point) ?? pixels
        }
    }
}
