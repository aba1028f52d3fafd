/// What a method says of one query. A closed set: unknown is not timeout, timeout is not crash, and none of them
/// counts as robust.
public enum Verdict: String, Codable, Sendable, Hashable, CaseIterable {
    /// Every margin is > 0 on the whole perturbation set.
    case robust
    /// A checked witness lies in the perturbation set with margin ≤ 0.
    case falsified
    /// The bound is too loose, or the attack found nothing.
    case unknown
    /// The wall-clock budget ran out.
    case timeout
    /// The memory budget ran out.
    case outOfMemory
    /// The worker died or reported an internal error.
    case crashed
    /// The method cannot handle a layer or a norm of the query.
    case unsupported
    /// A method claimed a witness that the independent check refused.
    case witnessRejected

    /// Decides the query for good.
    public var isDecided: Bool { self == .robust || self == .falsified }
}

/// Why a verdict is `unknown`, as far as code needs to know.
public enum UnknownReason: String, Codable, Sendable, Hashable, CaseIterable {
    /// The certified lower bound is ≤ 0.
    case boundTooLoose
    /// The attack ended without a witness.
    case noWitnessFound
    /// A solver stopped early and what it had is no proof.
    case solverStopped
    /// Another method decided the query, which tells this one's answer only in part (`impliedBy` names it).
    case decidedElsewhere
    /// Numbers overflowed, or lie where the error analysis no longer says anything.
    case outsideRange
    /// A claimed witness whose margin is too close to 0 to be told apart from it at this size.
    case witnessUndecided
    /// The method said `robust`, and the check of its own proof refused it. Always an internal contradiction.
    case proofRefused
    /// A solver said `robust` within its tolerances, and nothing rigorous confirmed it in time.
    case notCertified
}
