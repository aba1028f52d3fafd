/// What an expected cost rests on, from the firmest.
public enum CostBasis: String, Sendable, Hashable, CaseIterable {
    /// Outcomes of this very configuration.
    case recorded
    /// Outcomes on the same network at other sizes of the set, or within other limits.
    case otherSize = "same network, other ε"
    /// Queries that were asked just now.
    case probed
    /// Outcomes of the method on other networks, scaled by size where that is known.
    case otherNetworks = "other networks"
    /// A formula.
    case guess

    /// Whether what is wrong with one expectation is wrong with others of the kind.
    var isShared: Bool { self == .otherNetworks || self == .guess }

    /// The truth is expected between 1/spread and spread times the expectation, most of the time.
    var spread: Double {
        switch self {
        case .recorded: 1.3
        case .otherSize: 2.5
        case .probed: 1.8
        case .otherNetworks: 4
        case .guess: 10
        }
    }
}
