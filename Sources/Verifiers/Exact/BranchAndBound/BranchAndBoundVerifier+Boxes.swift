import Networks
import Questions

extension BranchAndBoundVerifier {
    /// A given property of few inputs, clause by clause, by halving boxes of inputs.
    ///
    /// - Parameters:
    ///   - query: on a posed network, whose clauses stand where `place` says.
    ///   - recorder: told of every box.
    func halveBoxes(
        _ query: Query, _ network: Network, _ place: ClausePlace, until deadline: Deadline, since stopwatch: Stopwatch,
        _ recorder: ProofRecorder? = nil
    ) -> Outcome {
        let attackSeconds = stopwatch.seconds
        let forms = network.part(upTo: place.node)
        var search = ClauseBoxSearch(forms, query, place.counts, witnesses: WitnessSearch(query, network))
        let units = recorder.map { _ in
            ClauseUnits(place.counts, in: network.lowered, after: forms.lowered.outputStage)
        }
        recorder?.writesPoolsAsReLUs = false
        recorder?.finish(units?.sites ?? [])
        var outcome = Outcome(verdict: .robust, marginLower: .infinity)
        clauses: for clause in place.counts.indices {
            let record = units.flatMap { units in
                recorder.map { ClauseRecord(tree: $0.tree(of: clause + 1), units: units, clause: clause) }
            }
            switch search.run(clause, until: deadline, record) {
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
