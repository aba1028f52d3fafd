import Networks
import Questions

/// Whether a part of a given property holds of a network, in fractions: its box is cut into simplices on which the network is affine,
/// each of them by the forms of each clause.
struct UnsafeInputs: Sendable {
    private let part: GivenProperty.Part
    /// Per simplex, clause, corner and form of the clause: the form's value. Forms are affine on the simplex.
    private let values: [[[[Rational]]]]

    /// `nil` where more than `limit` simplices would be needed.
    init?(of network: Network, _ part: GivenProperty.Part, limit: Int = 4_000) {
        self.part = part
        var box = [(lower: Rational, upper: Rational)]()
        for (lower, upper) in zip(part.box.lower, part.box.upper) { box.append((Rational(lower), Rational(upper))) }
        guard let simplices = AffineSimplices.cut(box, by: network, limit: limit) else { return nil }
        values = simplices.map { simplex in
            part.clauses.map { clause in
                simplex.map { corner in clause.map { Self.value($0, at: corner.point, corner.outputs) } }
            }
        }
    }

    /// Whether there is an input at which no form of some clause exceeds `level`.
    func reach(_ level: Rational) -> Bool {
        values.contains { clauses in
            clauses.contains { corners in Self.isReached(corners.map { $0.map { $0 - level } }, form: 0) }
        }
    }

    /// The largest magnitude of a form at a corner.
    var scale: Rational {
        values.lazy.joined().joined().joined().reduce(.zero) { max($0, $1.magnitude) }
    }

    /// Whether the part's box holds `point` and no form of some clause is > 0 there.
    static func isUnsafe(_ point: [Rational], in part: GivenProperty.Part, _ network: Network) -> Bool {
        let isInside = point.indices.allSatisfy {
            Rational(part.box.lower[$0]) <= point[$0] && point[$0] <= Rational(part.box.upper[$0])
        }
        let outputs = ExactValues(of: network, at: point).nodes[network.nodes.count - 1]
        return isInside
            && part.clauses.contains { $0.allSatisfy { value($0, at: point, outputs).sign <= 0 } }
    }

    private static func value(_ form: LinearForm, at point: [Rational], _ outputs: [Rational]) -> Rational {
        let ofInputs = form.inputs.reduce(Rational(form.constant)) { $0 + Rational($1.value) * point[$1.key] }
        return form.coefficients.reduce(ofInputs) { $0 + Rational($1.value) * outputs[$1.key] }
    }

    /// Whether some point of a simplex has no form > 0, given the forms' values at its corners; forms before `form` are > 0 at none.
    private static func isReached(_ corners: [[Rational]], form: Int) -> Bool {
        guard let first = corners.first else { return false }
        guard form < first.count else { return true }
        guard let above = corners.firstIndex(where: { $0[form].sign > 0 }) else {
            return isReached(corners, form: form + 1)
        }
        guard let below = corners.firstIndex(where: { $0[form].sign < 0 }) else {
            // Where it is nowhere < 0 it is 0 on a face alone.
            return isReached(corners.filter { $0[form].sign == 0 }, form: form + 1)
        }
        let (high, low) = (corners[above], corners[below])
        let share = high[form] / (high[form] - low[form])
        let between = zip(high, low).map { ($0 + share * ($1 - $0)).reduced }
        var (under, over) = (corners, corners)
        under[above] = between
        over[below] = between
        return isReached(under, form: form) || isReached(over, form: form)
    }
}
