import LinearAlgebra
import Questions

/// Where linear functions are smallest on a perturbation set, in single precision: what guides an ascent.
struct LowestInputs {
    private let centre: [Float]
    private let lower: [Float]
    private let upper: [Float]
    private let norm: Norm
    private let radius: Float

    init(_ query: Query, _ region: InputRegion) {
        centre = query.sample.pixels
        lower = region.box.lower.map { Float($0) }
        upper = region.box.upper.map { Float($0) }
        norm = query.perturbation.norm
        radius = Float(query.perturbation.epsilon)
    }

    /// On a box by itself.
    init(_ box: Box) {
        (lower, upper) = (box.lower.map { Float($0) }, box.upper.map { Float($0) })
        (centre, norm, radius) = (lower, .infinity, .infinity)
    }

    /// Per column of `coefficients` (inputs × functions) a point of the set, up to rounding, that minimises it.
    ///
    /// - Complexity: one pass for p = ∞; a sort per column for p = 1; a few passes per column for p = 2.
    func points(_ coefficients: Matrix<Float>) -> Matrix<Float> {
        var points = coefficients
        let count = coefficients.columns
        for input in centre.indices {
            for place in input * count..<(input + 1) * count {
                points.elements[place] = coefficients.elements[place] < 0 ? upper[input] : lower[input]
            }
        }
        guard norm != .infinity else { return points }
        for column in 0..<count { limit(column, of: &points, coefficients) }
        return points
    }

    /// Brings a corner of the box back into the ball, along the function that it minimises.
    private func limit(_ column: Int, of points: inout Matrix<Float>, _ coefficients: Matrix<Float>) {
        let count = coefficients.columns
        var slopes = [Float]()
        var rooms = [Float]()
        for input in centre.indices {
            slopes.append(abs(coefficients.elements[input * count + column]))
            rooms.append(abs(points.elements[input * count + column] - centre[input]))
        }
        let ways = norm == .one ? Self.knapsack(slopes, rooms, radius) : Self.shares(slopes, rooms, radius)
        for input in centre.indices {
            let place = input * count + column
            let sign: Float = coefficients.elements[place] < 0 ? 1 : -1
            points.elements[place] = centre[input] + sign * ways[input]
        }
    }

    /// p = 1: the steepest coordinates first, until the radius is used up.
    private static func knapsack(_ slopes: [Float], _ rooms: [Float], _ radius: Float) -> [Float] {
        var ways = [Float](repeating: 0, count: slopes.count)
        var left = radius
        for input in slopes.indices.sorted(by: { slopes[$0] > slopes[$1] }) {
            guard left > 0, slopes[input] > 0 else { break }
            ways[input] = min(rooms[input], left)
            left -= ways[input]
        }
        return ways
    }

    /// p = 2: min(room, |c| / λ) with the λ that gives them the radius for length; coordinates reach their ends in turn, each
    /// time with a smaller λ for the others.
    private static func shares(_ slopes: [Float], _ rooms: [Float], _ radius: Float) -> [Float] {
        var isFull = [Bool](repeating: false, count: slopes.count)
        var factor: Float = 0
        for _ in slopes.indices {
            var (square, left) = (Float(0), radius * radius)
            for input in slopes.indices {
                if isFull[input] {
                    left -= rooms[input] * rooms[input]
                } else {
                    square += slopes[input] * slopes[input]
                }
            }
            guard square > 0, left > 0 else { break }
            factor = (left / square).squareRoot()
            let full = slopes.indices.filter { !isFull[$0] && slopes[$0] * factor > rooms[$0] }
            if full.isEmpty { break }
            for input in full { isFull[input] = true }
        }
        return slopes.indices.map { isFull[$0] ? rooms[$0] : min(rooms[$0], slopes[$0] * factor) }
    }
}
