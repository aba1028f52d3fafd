/// What a tool says of an instance.
public enum CompetitionVerdict: String, Sendable, Hashable, Codable, CaseIterable {
    /// No counterexample exists: `unsat`.
    case holds
    /// A counterexample was found: `sat`.
    case violated
    case timeout
    case unknown
    case error

    /// As the competition writes it.
    public var word: String {
        switch self {
        case .holds: "unsat"
        case .violated: "sat"
        default: rawValue
        }
    }

    public var isDecided: Bool { self == .holds || self == .violated }

    /// Reads a word as the competition's result files have them, in capitals or not: `sat`, `unsat`, `holds`, `violated`,
    /// `timeout`, `run_instance_timeout`, `error_exit_code_1`, `no_result_in_file`, …; `nil` for others. Nothing at all is
    /// `unknown`. What decides is never guessed from a beginning.
    ///
    /// The words are those of `CSV_SUBSTITUTIONS` in the competition's scoring scripts.
    public init?(_ text: String) {
        let word = text.lowercased()
        switch word {
        case "unsat", "holds": self = .holds
        case "sat", "violated": self = .violated
        case "": self = .unknown
        default:
            guard let match = Self.beginnings.first(where: { word.hasPrefix($0.0) }) else { return nil }
            self = match.1
        }
    }

    /// Of words that decide nothing.
    private static let beginnings: [(String, CompetitionVerdict)] = [
        ("timeout", .timeout), ("run_instance_timeout", .timeout), ("prepare_instance_timeout", .timeout),
        ("unknown", .unknown), ("no_result_in_file", .unknown), ("prepare_instance_error_", .unknown),
        ("error_nonmaximal", .unknown), ("error", .error),
    ]
}
