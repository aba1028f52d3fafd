import LinearAlgebra
import Questions

/// The perturbation set of a query as bounds see it: an enclosing box, and for p = 1, 2 the ball as well.
package struct InputRegion: Sendable {
    /// Encloses the set; for p = ∞ it is the set.
    package let box: Box
    /// For p = 1, 2: the set, as the part of the ball that lies in the box.
    let ball: (any BoxedBall)?
    /// Largest |x'ⱼ| over the set and its coordinates.
    let largestMagnitude: Double

    package init(_ query: Query) {
        let set = query.perturbation
        box = set.enclosingBox(around: query.sample.pixels)
        let centre = query.sample.pixels.map(Double.init)
        ball =
            switch set.norm {
            case .one: BoxedOneBall(centre: centre, radius: set.epsilon, box: (box.lower, box.upper))
            case .two: BoxedTwoBall(centre: centre, radius: set.epsilon, box: (box.lower, box.upper))
            case .infinity: nil
            }
        largestMagnitude = BoxExtrema.largestMagnitude(box.lower, box.upper)
    }

    /// A box, by itself or as far as it lies in a ball.
    init(_ box: Box, ball: (any BoxedBall)?) {
        self.box = box
        self.ball = ball
        largestMagnitude = BoxExtrema.largestMagnitude(box.lower, box.upper)
    }

    /// A box by itself.
    package init(_ box: Box) { self.init(box, ball: nil) }
}
