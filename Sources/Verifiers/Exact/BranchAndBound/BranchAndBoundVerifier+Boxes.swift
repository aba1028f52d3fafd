import Networks
import Questions

extension BranchAndBoundVerifier {
    /// A given property of few inputs, clause by clause, by halving boxes of inputs.
    ///
    /// - Parameter query: on a posed network, whose clauses stand where `place` says.
    func halveBoxes(
        _ query: Query, _ network: Network, _ place: ClausePlace, until deadline: Deadline, since stopwatch: Stopwatch
    ) -> Outcome {
        let attackSeconds = stopwatch.seconds
        var search = ClauseBoxSearch(
            network.part(upTo: place.node), query, witnesses: WitnessSearch(query, network))
        var outcome = Outcome(verdict: .robust, marginLower: .infinity)
        var first = 0
        clauses: for count in place.counts {
            let end = search.run(first..<first + count, until: deadline)
            first += count
            switch end {
            case .proved(let lower): outcome.marginLower = outcome.marginLower.map { min($0, lower) }
            case .witness(let found):
                (outcome.verdict, outcome.witness, outcome.marginUpper) = (.falsified, found.witness, found.margin)
                break clauses
            case .stopped:
                outcome.verdict = .timeout
                break clauses
            case .unresolved:
                (outcome.verdict, outcome.reason) = (.unknown, .solverStopped)
                break clauses
            }
        }
        if outcome.verdict != .robust { outcome.marginLower = nil }
        outcome.measurements.nodes = search.nodes
        outcome.measurements.phases = ["attack": attackSeconds, "search": stopwatch.seconds - attackSeconds]
        return outcome
    }
}
