import Foundation

/// How much of the corpus a run goes through, by environment variables; `make corpus` asks for all of it.
enum Effort {
    private static func number(_ name: String) -> Int? { ProcessInfo.processInfo.environment[name].flatMap { Int($0) } }

    /// Random networks: `VERIGAP_CORPUS`.
    static let networks = number("VERIGAP_CORPUS") ?? 60
    /// The first random network: `VERIGAP_CORPUS_SEED`.
    static let firstSeed = UInt64(number("VERIGAP_CORPUS_SEED") ?? 0)
    /// Subjects per construction: `VERIGAP_CORPUS_SUBJECTS`; all of them where random networks are asked for.
    static let subjects = number("VERIGAP_CORPUS_SUBJECTS") ?? (number("VERIGAP_CORPUS") == nil ? 4 : .max)
    /// Whether each trial is announced on standard error, to find the one that ends the process: `VERIGAP_CORPUS_TRACE`.
    static let traces = ProcessInfo.processInfo.environment["VERIGAP_CORPUS_TRACE"] != nil
    /// Only constructions whose name holds `VERIGAP_CORPUS_ONLY`.
    static let only = ProcessInfo.processInfo.environment["VERIGAP_CORPUS_ONLY"]
}
