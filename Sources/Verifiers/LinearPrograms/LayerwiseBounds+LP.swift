import Networks
import Questions

extension LayerwiseBounds {
    /// Bounds of the next stage by linear programs over the relaxation in `session` (LP-ALL): two for every neuron that
    /// cheaper sound bounds leave unstable, the second only if the first does not settle it.
    ///
    /// A bound that a solve could not improve keeps its cheaper value, so the result is sound at any deadline.
    ///
    /// - Parameter other: sound bounds from elsewhere, taken over where they are tighter.
    func programmedBounds(
        _ session: RelaxationSession, besides other: StageBounds? = nil, until deadline: Deadline
    ) -> StageBounds {
        var known = cheapBounds
        if let other { known.intersect(other) }
        let recorder = session.recorder
        recorder?.begin(next, substituted: recorder == nil ? [] : undecidedNeurons(intervalBounds))
        for neuron in undecidedNeurons(known) {
            guard !deadline.hasPassed else { break }
            let objective = session.model.objective([(neuron, 1)], of: next)
            let lower = session.lowerBound(of: objective, until: deadline)
            if lower > known.lower[neuron] {
                known.lower[neuron] = lower
                recorder?.note(.lower, neuron, session.siteMultipliers)
            }
            if network.stages[next].isReLU, known.lower[neuron] >= 0 { continue }
            let upper = -session.lowerBound(of: objective.negated, until: deadline)
            if upper < known.upper[neuron] {
                known.upper[neuron] = upper
                recorder?.note(.upper, neuron, session.siteMultipliers)
            }
        }
        return known
    }

    /// Certified lower bounds on the margins, class by class from the most doubtful one, by linear programs over the
    /// relaxation in `session`.
    ///
    /// A class whose cheaper bound is not below the smallest margin found so far cannot lower it and is not asked;
    /// where only the verdict counts, neither is a class that is proved already.
    ///
    /// - Parameters:
    ///   - other: sound margins from elsewhere, taken over where they are larger.
    ///   - stopsAtUnproved: leave the other classes at their cheaper bounds once a margin cannot be proved.
    func programmedMargins(
        _ query: Query, _ session: RelaxationSession, besides other: [Double]? = nil, until deadline: Deadline,
        stopsAtUnproved: Bool = false
    ) -> [Double] {
        let classes = MarginObjectives.classes(network, label: query.label)
        var margins = margins(label: query.label, recorder: session.recorder)
        if let other { margins = zip(margins, other).map { max($0, $1) } }
        let allowances = allowances(label: query.label)
        var smallest = Double.infinity
        for position in margins.indices.sorted(by: { margins[$0] < margins[$1] }) {
            let isSettled =
                margins[position] >= smallest || (query.measure == .verdict && margins[position] > 0)
            if !isSettled, !deadline.hasPassed {
                let objective = session.model.objective(
                    [(query.label, 1), (classes[position], -1)], of: network.outputStage
                ).lowered(by: allowances[position])
                let lower = session.lowerBound(of: objective, until: deadline)
                if lower > margins[position] {
                    margins[position] = lower
                    session.recorder?.noteMargin(classes[position], session.siteMultipliers)
                }
                if stopsAtUnproved, margins[position] <= 0 { break }
            }
            smallest = min(smallest, margins[position])
        }
        return margins
    }
}
