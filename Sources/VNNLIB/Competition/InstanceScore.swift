/// What a claim is worth.
public struct InstanceScore: Sendable, Hashable {
    public enum Standing: String, Sendable, Hashable {
        case correct
        case wrong
        /// The tool decided nothing.
        case undecided
        /// Tools contradict each other, and nobody has looked at a counterexample that would tell: no points for either side.
        /// (The competition always looks.)
        case disputed
    }

    public var tool: String
    public var verdict: CompetitionVerdict
    public var standing: Standing
    public var points: Int
    /// Earned the first bonus.
    public var isFastest: Bool
}

extension CompetitionRules {
    /// The score of every claim, in the order of `claims`.
    ///
    /// - Parameter overheads: seconds to take off a tool's times, by name; see `overheads(in:)`.
    public func scores(_ claims: [ToolClaim], overheads: [String: Double] = [:]) -> [InstanceScore] {
        let evidence = Evidence(claims, rules: self)
        return claims.map { claim in
            let standing = evidence.standing(of: claim)
            let bonus = standing == .correct ? bonusPoints(of: claim, among: claims, overheads) : 0
            let points = standing == .correct ? correct + bonus : standing == .wrong ? wrong : 0
            return InstanceScore(
                tool: claim.tool, verdict: claim.verdict, standing: standing, points: points,
                isFastest: bonus > 0 && bonus == self.bonus.first)
        }
    }

    /// Each tool's smallest time over the instances that it decided: what the competition of 2022 took for its start-up. Empty
    /// where the rules subtract none.
    public func overheads(in instances: [ContestedInstance]) -> [String: Double] {
        guard subtractsOverhead else { return [:] }
        let decided = instances.lazy.flatMap(\.claims).filter(\.verdict.isDecided)
        return Dictionary(decided.compactMap { claim in claim.seconds.map { (claim.tool, $0) } }, uniquingKeysWith: min)
    }

    /// 2 where nobody with the same verdict is faster by 0.2 s or more; else 1 where nobody but one is.
    private func bonusPoints(of claim: ToolClaim, among claims: [ToolClaim], _ overheads: [String: Double]) -> Int {
        let time = { (claim: ToolClaim) -> Double? in
            claim.seconds.map { max(leastSeconds, $0 - (overheads[claim.tool] ?? 0)) }
        }
        let times = claims.filter { $0.verdict == claim.verdict }.compactMap(time).sorted()
        guard let own = time(claim) else { return 0 }
        for (points, best) in zip(bonus, times) where own < best + tieSeconds { return points }
        return 0
    }
}

/// What the counterexamples of an instance prove.
private struct Evidence {
    let rules: CompetitionRules
    let isContradictory: Bool
    /// Some counterexample is valid, within the tolerance at least.
    let hasValid: Bool
    /// Some counterexample makes every `unsat` wrong.
    let refutesHolds: Bool
    /// A counterexample that would tell is unchecked.
    let isOpen: Bool

    init(_ claims: [ToolClaim], rules: CompetitionRules) {
        self.rules = rules
        let violated = claims.filter { $0.verdict == .violated }
        let standings = Set(violated.map(\.witness))
        isContradictory = !violated.isEmpty && claims.contains { $0.verdict == .holds }
        hasValid = standings.contains(.confirmed) || standings.contains(.withinTolerance)
        refutesHolds = standings.contains(.confirmed) || (!rules.demandsWitness && hasValid)
        isOpen = isContradictory && !hasValid && standings.contains(.unchecked)
    }

    func standing(of claim: ToolClaim) -> InstanceScore.Standing {
        switch claim.verdict {
        case .holds: refutesHolds ? .wrong : isOpen ? .disputed : .correct
        case .violated: standing(ofViolated: claim.witness)
        default: .undecided
        }
    }

    private func standing(ofViolated witness: WitnessStanding) -> InstanceScore.Standing {
        if rules.demandsWitness, witness == .absent || witness == .refuted { return .wrong }
        if isOpen { return .disputed }
        // In 2022 one valid counterexample vindicated all who said `sat`.
        return isContradictory && !hasValid ? .wrong : .correct
    }
}
