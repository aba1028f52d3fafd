import Questions

/// A perturbation set in exact arithmetic: what lies inside, and how it is made of simplices.
struct ExactSet: Sendable {
    let norm: Norm
    let epsilon: Rational
    let centre: [Rational]
    let lower: [Rational]
    let upper: [Rational]

    /// Pixels must lie in the domain; without a domain the box is that of the ball.
    init(_ query: Query) {
        let (set, pixels) = (query.perturbation, query.sample.pixels.map { Rational($0) })
        norm = set.norm
        epsilon = Rational(set.epsilon)
        centre = pixels
        lower = pixels.map { [radius = epsilon] in
            set.domain.map { [pixel = $0] in max(Rational($0.lower), pixel - radius) } ?? $0 - radius
        }
        upper = pixels.map { [radius = epsilon] in
            set.domain.map { [pixel = $0] in min(Rational($0.upper), pixel + radius) } ?? $0 + radius
        }
    }

    func contains(_ point: [Rational]) -> Bool {
        guard boxContains(point) else { return false }
        let away = zip(point, centre).map { ($0 - $1).magnitude }
        switch norm {
        case .infinity: return true
        case .one: return away.reduce(.zero, +) <= epsilon
        case .two: return away.reduce(.zero) { $0 + $1 * $1 } <= epsilon * epsilon
        }
    }

    /// Whether a point lies in the box that encloses the set.
    func boxContains(_ point: [Rational]) -> Bool {
        zip(point, zip(lower, upper)).allSatisfy { $1.0 <= $0 && $0 <= $1.1 }
    }

    /// Whether `simplices` together are the whole set, or only lie inside it.
    var isPolytope: Bool { norm != .two || centre.count == 1 }

    /// Simplices, given by their corners, whose parts inside the box lie in the set; for a polytope they cover it. An l2 ball in
    /// two dimensions has the corners of 36 directions of rational length; in more, those of the axes.
    var simplices: [[[Rational]]] {
        if epsilon.sign == 0 { return [[centre]] }
        if norm == .infinity || centre.count == 1 { return boxSimplices }
        if norm == .two, centre.count == 2 { return fan }
        return crossPolytope
    }

    /// Kuhn's: one per order in which a walk from the lowest corner to the highest takes the axes.
    private var boxSimplices: [[[Rational]]] {
        permutations(Array(centre.indices)).map { order in
            var corner = lower
            return [corner]
                + order.map { axis in
                    corner[axis] = upper[axis]
                    return corner
                }
        }
    }

    private var crossPolytope: [[[Rational]]] {
        (0..<1 << centre.count).map { signs in
            [centre]
                + centre.indices.map { axis in
                    var corner = centre
                    corner[axis] = corner[axis] + (signs >> axis & 1 == 0 ? epsilon : -epsilon)
                    return corner
                }
        }
    }

    private var fan: [[[Rational]]] {
        let corners = Self.directions.map { direction in
            zip(centre, direction).map { $0 + epsilon * $1 }
        }
        return corners.indices.map { [centre, corners[$0], corners[($0 + 1) % corners.count]] }
    }

    /// Unit vectors of the plane with rational entries, counter-clockwise.
    static let directions: [[Rational]] = {
        let legs = [(1, 0, 1), (24, 7, 25), (12, 5, 13), (15, 8, 17), (4, 3, 5)]
        var octant = legs.map { [Rational($0) / Rational($2), Rational($1) / Rational($2)] }
        octant += octant.reversed().map { [$0[1], $0[0]] }
        octant.removeLast()
        var quarter = octant
        var result = [[Rational]]()
        for _ in 0..<4 {
            result += quarter
            quarter = quarter.map { [-$0[1], $0[0]] }
        }
        return result
    }()
}

/// All orders of `items`.
func permutations(_ items: [Int]) -> [[Int]] {
    guard items.count > 1 else { return [items] }
    return items.flatMap { first in permutations(items.filter { $0 != first }).map { [first] + $0 } }
}
