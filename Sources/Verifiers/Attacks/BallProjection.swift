import LinearAlgebra
import Questions

/// Brings points of floats into an l2 ball so that they surely lie inside.
package struct BallProjection: Sendable {
    let centre: [Float]
    /// The radius of the ball.
    let epsilon: Double

    package init(centre: [Float], epsilon: Double) {
        self.centre = centre
        self.epsilon = epsilon
    }

    /// The point on the way from the centre to `point` that lies a hair inside the ball, `point` itself if it surely does.
    ///
    /// Every coordinate is rounded towards the centre, so that rounding cannot lead out.
    package func project(_ point: [Float]) -> [Float] {
        guard !surelyContains(point) else { return point }
        let offsets = zip(point, centre).map { Double($0) - Double($1) }
        // Scaled, so that no square under- or overflows.
        let largest = offsets.reduce(0) { max($0, abs($1)) }
        guard largest > 0, largest.isFinite else { return centre }
        let distance = largest * offsets.reduce(0) { $0 + ($1 / largest) * ($1 / largest) }.squareRoot()
        let factor = epsilon / distance * (1 - 1e-6)
        let projected = zip(offsets, centre).map { BallProjection.moved($1, by: $0 * factor) }
        return surelyContains(projected) ? projected : centre
    }

    /// Whether ‖point − centre‖₂ ≤ ε, whatever rounding does; false where that is too close to tell.
    func surelyContains(_ point: [Float]) -> Bool {
        guard epsilon > 0 else { return point == centre }
        let square = zip(point, centre).reduce(0.0) { sum, pair in
            let share = (Double(pair.0) - Double(pair.1)) / epsilon
            return sum + share * share
        }
        // Differences, quotients, squares and the sum are rounded; squares may underflow, but not where their sum is near 1.
        let slack = Rounding.gamma(point.count + 8) * square + Rounding.underflow(point.count)
        return square + slack < 1 - 0x1p-50
    }

    /// The float next to `from` + `offset` that is no farther from `from`.
    static func moved(_ from: Float, by offset: Double) -> Float {
        let target = Float(Double(from) + offset)
        guard abs(Double(target) - Double(from)) > abs(offset) else { return target }
        return offset > 0 ? target.nextDown : target.nextUp
    }
}
