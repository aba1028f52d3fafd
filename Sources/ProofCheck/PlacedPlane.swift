import Networks
import Proofs

/// A plane of a later ReLU over what is known of the values that it reads: h ≤ w·v + constant, see `ProofPlane`.
///
/// The constant is an upper bound on the plane's own, and a number like any other from there on: of a bound that uses the plane only the
/// products with its multiplier are rounded.
struct PlacedPlane {
    let stage: Int
    let neuron: Int
    /// Per matrix of the stage: where it reads, and w where that is not 0.
    let terms: [(source: Int, entries: [(column: Int, value: Double)])]
    let constant: Double
    /// |constant| + Σ |w| max |v| + max h.
    let reach: Double

    /// - Parameter plane: examined by `PlaneTable`.
    /// - Throws: `ProofFault.range` outside the range of `ErrorBound`, `ProofFault.inexact` where an exact check refutes the constant.
    /// - Complexity: one pass over the neuron's row.
    init(_ plane: ProofPlane, within bounds: DomainBounds, _ place: @autoclosure () -> String) throws(ProofFault) {
        let parts = PlaneParts(plane, bounds)
        var sums = PlaneSums(parts)
        var reach = max(parts.upper, 0)
        for entry in parts.entries {
            sums.add(entry)
            reach += abs(entry.weight) * max(abs(entry.lower), abs(entry.upper))
        }
        let error = bounds.errors.error(sums.size, values: bounds.largest)
        var constant = (max(sums.whenActive, sums.whenInactive) + error).nextUp
        guard sums.size <= .greatestFiniteMagnitude, reach <= .greatestFiniteMagnitude, constant.isFinite else {
            throw .range(place: place())
        }
        if bounds.arithmetic == .unrounded { constant = parts.exactConstant.roundedUp }
        guard bounds.exact?.confirm(constant, atLeast: parts.exactConstant) ?? true else {
            throw .inexact(place: place(), bound: constant)
        }
        (stage, neuron, self.constant) = (plane.stage, plane.neuron, constant)
        self.reach = reach + abs(constant)
        terms = parts.terms
    }
}

/// The numbers that the constant of a plane is made of.
struct PlaneParts {
    struct Entry {
        let source: Int
        let column: Int
        /// a and w.
        let value: Double
        let weight: Double
        /// Ends of v.
        let lower: Double
        let upper: Double
    }

    /// κ and κ′.
    let active: Double
    let inactive: Double
    /// b
    let bias: Double
    /// l and u.
    let lower: Double
    let upper: Double
    let entries: [Entry]

    init(_ plane: ProofPlane, _ bounds: DomainBounds) {
        let description = bounds.network.stages[plane.stage]
        (active, inactive, bias) = (plane.active, plane.inactive, description.bias[plane.neuron])
        let interval = bounds.stages[plane.stage]
        (lower, upper) = (interval.lower[plane.neuron], interval.upper[plane.neuron])
        let row = description.terms.flatMap { term in
            term.matrix.entries(ofRow: plane.neuron).map { (source: term.source, entry: $0) }
        }
        entries = zip(row, plane.weights).map { place, weight in
            let values = bounds.values[place.source]
            return Entry(
                source: place.source, column: place.entry.column, value: place.entry.value, weight: Double(weight),
                lower: values.lower[place.entry.column], upper: values.upper[place.entry.column])
        }
    }

    /// Per stage that is read: w where it is not 0.
    var terms: [(source: Int, entries: [(column: Int, value: Double)])] {
        var terms = [(source: Int, entries: [(column: Int, value: Double)])]()
        for entry in entries where entry.weight != 0 {
            if terms.last?.source != entry.source { terms.append((entry.source, [])) }
            terms[terms.count - 1].entries.append((entry.column, entry.weight))
        }
        return terms
    }
}

/// A and B of a plane in doubles.
private struct PlaneSums {
    private let active: Double
    private let inactive: Double
    private(set) var whenActive: Double
    private(set) var whenInactive: Double
    /// What the absolute values of all terms add up to.
    private(set) var size: Double

    init(_ parts: PlaneParts) {
        (active, inactive) = (parts.active, parts.inactive)
        whenActive = active * parts.upper + (1 - active) * parts.bias
        whenInactive = inactive * (parts.bias - parts.lower)
        size = (1 + active + inactive) * (abs(parts.bias) + abs(parts.lower) + abs(parts.upper))
    }

    mutating func add(_ entry: PlaneParts.Entry) {
        let (on, off) = ((1 - active) * entry.value - entry.weight, inactive * entry.value - entry.weight)
        whenActive += max(on * entry.lower, on * entry.upper)
        whenInactive += max(off * entry.lower, off * entry.upper)
        size +=
            ((1 + active + inactive) * abs(entry.value) + abs(entry.weight)) * max(abs(entry.lower), abs(entry.upper))
    }
}
