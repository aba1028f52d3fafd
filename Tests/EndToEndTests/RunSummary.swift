import Foundation
import Testing

/// What `verigap run --json` prints.
struct RunSummary: Decodable {
    struct Method: Decodable {
        var id: String
        var total: Int
        var reused: Int
        var asked: Int
        var derived: Int
        var unanswered: Int
        var verdicts: [String: Int]
    }

    var suite: String
    var methods: [Method]
    var unanswered: Int
    var stopReason: String?

    /// Reads the summary; the run's exit code must be `exitCode`.
    init(_ ending: Ending, exitCode: Int32 = 0) throws {
        #expect(ending.exitCode == exitCode, "\(ending.errors)")
        self = try JSONDecoder().decode(RunSummary.self, from: Data(ending.output.utf8))
    }

    var asked: Int { methods.reduce(0) { $0 + $1.asked } }
    var derived: Int { methods.reduce(0) { $0 + $1.derived } }

    subscript(_ method: String) -> Method? { methods.first { $0.id == method } }
}
