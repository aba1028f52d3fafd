/// How a night ended.
public enum NightStatus: String, Sendable, Hashable, CaseIterable {
    case same, improved, regressed, contradiction
    case notComparable = "not comparable"
    /// There was nothing to compare with.
    case noBaseline = "no baseline"
    /// Queries are unanswered: somebody or something ended it.
    case interrupted

    /// Whether somebody must look.
    public var isRed: Bool { self == .regressed || self == .contradiction }

    /// Whether every query was answered, so that its numbers stand beside those of other nights.
    public var isWhole: Bool { self != .interrupted }
}
