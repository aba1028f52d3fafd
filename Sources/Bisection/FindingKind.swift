/// What a comparison found to be worse, in its words. Gates call it the same.
public enum FindingKind: String, Sendable, Hashable, CaseIterable, Codable {
    case contradiction
    case newlyOpen = "newly-open"
    case looserBound = "looser-bound"
    case weakerAttack = "weaker-attack"
    /// Work counters, not only of nodes.
    case nodes
    case time

    /// Those that one run of each commit tells.
    public static let untimed: Set<FindingKind> = Set(allCases).subtracting([.time])
}
