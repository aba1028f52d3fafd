/// What is to be found out about a sample and a family of sets around it.
public enum Goal: Sendable, Hashable {
    /// Does the property hold on the whole set of one size?
    case robustness
    /// How far can the set grow until it no longer does? The answer is a bracket: the largest size certified, and the size
    /// at which a witness lies.
    ///
    /// - Parameter tolerance: how far apart the ends may stay, relative to the upper one; in (0, 1).
    case minimumDistortion(tolerance: Double)

    /// As suites name it.
    public var name: String {
        switch self {
        case .robustness: "robust-error"
        case .minimumDistortion: "minimum-distortion"
        }
    }

    /// `nil` where none is asked for.
    public var tolerance: Double? {
        if case .minimumDistortion(let tolerance) = self { tolerance } else { nil }
    }

    public var isRadius: Bool { self != .robustness }

    /// Sizes are told apart to a thousandth.
    public static let defaultTolerance = 1e-3
    /// What a tolerance may be.
    public static let tolerances = 1e-9...0.5
    /// Of the search over sizes: part of the run key of every answer that it gives.
    static let searchRevision = 1
}
