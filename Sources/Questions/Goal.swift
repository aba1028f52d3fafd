/// What is to be found out about a sample and a family of sets around it.
public enum Goal: Sendable, Hashable {
    /// Does the property hold on the whole set of one size?
    case robustness
    /// How far can the set grow until it no longer does? The answer is a bracket: the largest size certified, and the size
    /// at which a witness lies.
    ///
    /// - Parameters:
    ///   - tolerance: how far apart the ends may stay, relative to the upper one; in (0, 1).
    ///   - revision: of the search over sizes that gives the answer; another than the newest only in what was recorded.
    case minimumDistortion(tolerance: Double, revision: Int = Goal.searchRevision)

    /// As suites name it.
    public var name: String {
        switch self {
        case .robustness: "robust-error"
        case .minimumDistortion: "minimum-distortion"
        }
    }

    /// `nil` where none is asked for.
    public var tolerance: Double? {
        if case .minimumDistortion(let tolerance, _) = self { tolerance } else { nil }
    }

    /// Of the search over sizes; `nil` where there is none.
    public var searchRevision: Int? {
        if case .minimumDistortion(_, let revision) = self { revision } else { nil }
    }

    public var isRadius: Bool { self != .robustness }

    /// Sizes are told apart to a thousandth.
    public static let defaultTolerance = 1e-3
    /// What a tolerance may be.
    public static let tolerances = 1e-9...0.5
    /// Of the search over sizes: part of the run key of every answer that it gives.
    public static let searchRevision = 2
}
