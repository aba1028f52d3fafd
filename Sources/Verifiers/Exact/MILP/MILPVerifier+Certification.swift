import Networks
import Questions

extension MILPVerifier {
    /// Leaves of `outcome` only what is certified: the engine's `robust` stands if every margin is certified to be > 0 already, or if
    /// branch and bound confirms it before the deadline. Where the worst margin is wanted, branch and bound certifies it.
    ///
    /// - Parameter margins: certified lower bounds on the margins; `nil` where bounds of mixed-integer programs entered them.
    func certify(
        _ outcome: inout Outcome, _ margins: [Double]?, _ query: Query, _ network: Network, until deadline: Deadline
    ) {
        let known = margins.flatMap { $0.min() }
        outcome.marginLower = known.flatMap { $0.isFinite ? $0 : nil }
        let isProved = margins?.allSatisfy { $0 > 0 } ?? false
        guard wantsWorstMargin || (outcome.verdict == .robust && !isProved) else { return }
        let confirmed = confirmingVerifier.verify([query], on: network, until: deadline)[0]
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

    /// What confirms the engine's answers.
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
