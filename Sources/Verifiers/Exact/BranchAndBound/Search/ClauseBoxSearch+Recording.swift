import LinearAlgebra
import Networks
import Proofs
import Questions

/// The search as it is taken down: its bounds are those that a check derives from the box alone, and what it settles it settles by
/// more than a check may lose to rounding, as long as a few halvings more can do that. What is settled by less may need a check without
/// rounding.
extension ClauseBoxSearch {
    /// A box with what CROWN says of it.
    private struct View {
        var forms: LinearForms
        let layers: LayerwiseBounds
        let stages: [StageEvidence]
        /// Whether rounding may decide some line one way here and another way in a check. Nothing is settled then.
        let isDelicate: Bool
        /// The most that rounding takes of a form here.
        let slack: Double
    }

    /// How many times what this search loses to rounding must be left for a check, whose error bounds are coarser: it counts
    /// additions more generously, and the bounds of the stages lose likewise, one on top of the other: 64 times were not enough on acasxu 2_1.
    private static let caution = 512.0
    /// How near to the other choice of a line, in shares of 1 + |l| + u, rounding may decide. Ties are ten times as far.
    private static let delicacy = 1e-9

    /// Closes a box or puts its halves on the list, as `look(at:_:)`.
    ///
    /// - Returns: its bound, 0 where it is closed.
    mutating func look(at part: Part, _ objectives: Matrix<Double>, _ record: ClauseRecord) -> Double {
        nodes += 1
        let isPatient = part.patience > 0
        guard var view = view(of: part.box, objectives, caution: isPatient ? Self.caution : 0) else {
            isOutsideRange = true
            return 0
        }
        guard !view.isDelicate || !isPatient else { return halve(view, part.place, part.patience - 1) }
        let margins = view.forms.margins
        if let form = view.forms.bounds.indices.first(where: { view.forms.bounds[$0] > margins[$0] }) {
            lowest = min(lowest, view.forms.bounds[form])
            record.tree.leaf(record.tree.box(part.place, view.stages), record.leaf(form))
            return 0
        }
        let isLeft = view.forms.contract()
        guard !view.forms.cuts.isEmpty else { return settle(view, part.place, isBox: false, part.patience, record) }
        lowest = min(lowest, margins.min() ?? 0)
        var place = record.tree.box(part.place, view.stages)
        for cut in view.forms.cuts { place = record.cut(cut, at: place) }
        guard isLeft else {
            record.tree.leaf(place, record.leaf(view.forms.settling ?? 0))
            return 0
        }
        return settle(view, place, isBox: true, part.patience, record)
    }

    /// Closes what is left of a box by a combination of the forms, or halves it.
    ///
    /// - Parameter isBox: whether the box has been taken down.
    private mutating func settle(
        _ view: View, _ place: Int, isBox: Bool, _ patience: Int, _ record: ClauseRecord
    ) -> Double {
        let (bound, weights) = view.forms.combination()
        let caution = patience > 0 ? Self.caution : 0
        // How near to closing anything came.
        var nearest = bound
        var leaf = bound > 0 ? combined(weights, view, view.layers.relaxations, caution, from: record) : nil
        if leaf == nil, trials.isDue(nodes) {
            let found = ClauseAscent(view.layers, objectives, in: view.forms.box).run(from: weights)
            nearest = max(nearest, Double(found.bound))
            if found.bound > 0 {
                leaf = combined(
                    found.weights, view, view.layers.relaxations(found.slopes, column: 0), caution, from: record)
            }
            trials.note(hasClosed: leaf != nil)
        }
        guard let leaf else {
            return halve(view, place, nearest > -Self.caution * view.slack ? max(0, patience - 1) : patience)
        }
        lowest = min(lowest, leaf.bound)
        record.tree.leaf(
            isBox ? place : record.tree.box(place, view.stages), ProofLeaf(.multipliers(leaf.multipliers)))
        return 0
    }

    private mutating func halve(_ view: View, _ place: Int, _ patience: Int) -> Double {
        let (bound, weights) = view.forms.combination()
        note(view.forms, weights)
        split(view.forms, weights, bound, at: place, patience: patience)
        return min(bound, 0)
    }

    /// The bound on the weighted sum of the forms over what is left of the box, with its multipliers; `nil` where a check might not
    /// find it > 0. It is not the sum of CROWN's bounds, for the sum is one function, with lines of its own.
    ///
    /// - Parameters:
    ///   - relaxations: the view's, or with other lower slopes.
    ///   - caution: how many times what is lost to rounding must be left.
    private func combined(
        _ weights: [Double], _ view: View, _ relaxations: [Relaxation], _ caution: Double, from record: ClauseRecord
    ) -> (bound: Double, multipliers: Multipliers)? {
        let exact = record.units.exact(record.clause, weights)
        var objective = Matrix<Double>(rows: network.classCount, columns: 1)
        let first = record.units.counts[..<record.clause].reduce(0, +)
        for (form, weight) in exact.weights.enumerated() { objective[first + form, 0] = weight }
        let substitution = view.layers.substitution(over: InputRegion(view.forms.box), relaxations)
        let found = substitution.lowerForms(of: objective, at: network.outputStage)[0]
        guard found.bound > caution * found.slack else { return nil }
        let lines = LineMultipliers(network, objective.elements, relaxations, otherThan: view.layers.relaxations)
        return (found.bound, record.units.multipliers(exact.values, lines))
    }

    private func view(of box: Box, _ objectives: Matrix<Double>, caution: Double) -> View? {
        var layers = LayerwiseBounds(network, InputRegion(box), workspace: workspace)
        var (stages, isDelicate) = ([StageEvidence](), false)
        while layers.isUnfinished {
            let (stage, neurons) = (layers.next, layers.undecidedNeurons(layers.intervalBounds))
            if !neurons.isEmpty { stages.append(StageEvidence(stage: stage, line: .adaptive, substituted: neurons)) }
            let bounds = layers.cheapBounds
            if network.stages[stage].isReLU { isDelicate = isDelicate || Self.isDelicate(bounds) }
            layers.append(bounds, lowerLine: .repeatable)
        }
        guard layers.isInRange else { return nil }
        let lower = layers.substitution.lowerForms(of: objectives, at: network.outputStage)
        guard lower.allSatisfy({ $0.bound.isFinite && $0.coefficients.allSatisfy(\.isFinite) }) else { return nil }
        let forms = LinearForms(
            bounds: lower.map(\.bound), slopes: lower.map(\.coefficients), box: box,
            margins: lower.map { max(LinearForms.margin, caution * $0.slack) })
        return View(
            forms: forms, layers: layers, stages: stages, isDelicate: isDelicate,
            slack: lower.reduce(0) { max($0, $1.slack) })
    }

    private static func isDelicate(_ bounds: StageBounds) -> Bool {
        zip(bounds.lower, bounds.upper).contains { l, u in
            l < 0 && u > 0 && abs(u - LowerLine.tie(l, u)) <= delicacy * (1 + u - l)
        }
    }
}
