import ExactArithmetic
import LinearAlgebra
import Questions

/// Brings points into the part of an l1 ball that lies in a box of floats around its centre, so that they surely lie
/// inside.
package struct OneBallProjection: Sendable {
    let centre: [Float]
    let lower: [Float]
    let upper: [Float]
    /// The radius of the ball.
    let epsilon: Double

    package init(_ set: PerturbationSet, around pixels: [Float]) {
        centre = pixels
        (lower, upper) = set.innerBox(around: pixels)
        epsilon = set.epsilon
    }

    /// The point of the set that is nearest to `point` in l2, a hair farther inside; the nearest one in the box where
    /// that surely lies in the ball.
    ///
    /// It moves every coordinate towards the centre by the same λ and clips it to the box, where λ makes what is left
    /// of the moves add up to the radius (Duchi et al. 2008 for a ball alone): min ½(x − z)² + λ|x − x₀| over an
    /// interval around x₀ is solved by the clipped solution over the line. Coordinates are rounded towards the centre,
    /// so that rounding cannot lead out.
    ///
    /// - Complexity: O(n) for each of 64 bisections.
    package func project(_ point: [Float]) -> [Float] {
        let clipped = point.indices.map { min(max(point[$0], lower[$0]), upper[$0]) }
        guard !contains(clipped) else { return clipped }
        let moves = zip(point, centre).map { Double($0) - Double($1) }
        guard epsilon > 0, moves.allSatisfy(\.isFinite) else { return centre }
        let room = moves.indices.map { index in
            Double(moves[index] > 0 ? upper[index] : lower[index]) - Double(centre[index])
        }
        let target = epsilon * (1 - 4 * Rounding.gamma(point.count))
        func left(_ index: Int, _ lambda: Double) -> Double {
            min(max(abs(moves[index]) - lambda, 0), abs(room[index]))
        }
        var (least, most) = (0.0, moves.reduce(0) { max($0, abs($1)) })
        for _ in 0..<64 {
            let middle = least + (most - least) / 2
            let sum = moves.indices.reduce(0) { $0 + left($1, middle) }
            if sum <= target { most = middle } else { least = middle }
        }
        let projected = moves.indices.map { index in
            let move = left(index, most)
            let moved = BallProjection.moved(centre[index], by: moves[index] < 0 ? -move : move)
            return min(max(moved, lower[index]), upper[index])
        }
        return contains(projected) ? projected : centre
    }

    /// Whether ‖point − centre‖₁ ≤ ε, without rounding; false for what is not finite.
    func contains(_ point: [Float]) -> Bool {
        let sum = zip(point, centre).reduce(0) { $0 + abs(Double($1.0) - Double($1.1)) }
        let slack = Rounding.gamma(point.count) * sum
        if sum + slack <= epsilon { return true }
        guard sum - slack <= epsilon, let radius = Dyadic(epsilon) else { return false }
        var exact = Dyadic.zero
        for (first, second) in zip(point, centre) {
            guard let first = Dyadic(Double(first)), let second = Dyadic(Double(second)) else { return false }
            exact += (first - second).magnitude
        }
        return exact <= radius
    }
}
