import Networks
import Questions

extension MILPVerifier {
    /// Leaves of `outcome` only what is certified: the engine's `robust` stands if every margin is certified to be > 0 already, or if
    /// branch and bound confirms it before the deadline. Where the worst margin is wanted, branch and bound certifies it.
    ///
    /// - Parameters:
    ///   - margins: certified lower bounds on the margins; `nil` where bounds of mixed-integer programs entered them.
    ///   - incumbent: the best point that the engine's search came across.
    func certify(
        _ outcome: inout Outcome, _ margins: [Double]?, _ query: Query, _ network: Network, _ incumbent: Incumbent,
        until deadline: Deadline
    ) {
        let known = margins.flatMap { $0.min() }
        outcome.marginLower = known.flatMap { $0.isFinite ? $0 : nil }
        let isProved = margins?.allSatisfy { $0 > 0 } ?? false
        guard wantsWorstMargin || (outcome.verdict == .robust && !isProved) else { return }
        let confirmed = confirmation(of: query, network, incumbent, until: deadline)
        outcome.marginLower = [outcome.marginLower, confirmed.marginLower].compactMap(\.self).max()
        guard outcome.verdict == .robust, !isProved, confirmed.verdict != .robust else { return }
        guard confirmed.verdict == .falsified else {
            outcome.verdict = .unknown
            outcome.reason = .notCertified
            return
        }
        outcome.verdict = .falsified
        outcome.marginUpper = confirmed.marginUpper
        outcome.witness = confirmed.witness
    }

    private func confirmation(
        of query: Query, _ network: Network, _ incumbent: Incumbent, until deadline: Deadline
    ) -> Outcome {
        guard !takesBranchAndBound(query) else {
            return confirmingVerifier.verify([query], on: network, until: deadline)[0]
        }
        var search = confirmingSearch(query, network, incumbent)
        return search.run(until: deadline)
    }

    /// Whether `bab` can be asked; else a search of plain linear programs confirms.
    func takesBranchAndBound(_ query: Query) -> Bool {
        BranchAndBoundVerifier.descriptor.norms.contains(query.perturbation.norm)
    }

    /// What confirms the engine's answers where `bab` cannot be asked.
    func confirmingSearch(
        _ query: Query, _ network: Network, _ incumbent: Incumbent, recorder: ProofRecorder? = nil
    ) -> ConfirmingSearch {
        ConfirmingSearch(
            query, network.lowered, incumbent, wantsWorstMargin: wantsWorstMargin, engine: engine, recorder: recorder)
    }

    /// What confirms the engine's answers on sets that `bab` takes.
    var confirmingVerifier: BranchAndBoundVerifier {
        let call = MethodCall(
            BranchAndBoundVerifier.descriptor,
            options: [
                "time-limit": .number(1e6),
                "objective": .text(wantsWorstMargin ? "worst-margin" : "feasibility"),
            ])
        return BranchAndBoundVerifier(call)
    }
}
