import Questions

/// The perturbation set, or a part of it: a box, intersected with a ball for p = 1 and 2.
struct InputSet {
    private(set) var box: Box
    let centre: [Double]
    /// Radius and dual norm of the ball; `nil` for p = ∞, where the box is the set.
    let ball: (radius: Double, dual: Norm)?

    init(_ query: Query) {
        box = query.perturbation.enclosingBox(around: query.sample.pixels)
        centre = query.sample.pixels.map(Double.init)
        ball =
            query.perturbation.norm == .infinity
            ? nil : (query.perturbation.epsilon, query.perturbation.norm.dual)
    }

    /// The ball as it lies in the present box.
    var cutBall: (any LagrangianBall)? {
        switch ball?.dual {
        case .infinity: ball.map { OneBall(self, radius: $0.radius) }
        case .two: ball.map { TwoBall(self, radius: $0.radius) }
        case .one, nil: nil
        }
    }

    /// Keeps x' ≥ `value` (or x' ≤ `value`) in one coordinate; an empty part becomes a point of its boundary.
    mutating func narrow(_ input: Int, at value: Double, isAbove: Bool) {
        if isAbove {
            box.lower[input] = min(max(box.lower[input], value), box.upper[input])
        } else {
            box.upper[input] = max(min(box.upper[input], value), box.lower[input])
        }
    }
}
