import Foundation
import Subprocess

/// A program of the system, run to its end. A task that is cancelled ends it and all that it started.
public enum SystemCommand {
    public struct Ending: Sendable, Hashable {
        /// 128 and the signal's number where a signal ended it.
        public var code: Int
        public var output: String
        public var errors: String

        public var isSuccess: Bool { code == 0 }

        /// The last line that says something, for messages.
        public var lastWords: String {
            let lines = (errors + "\n" + output).split(separator: "\n").map {
                $0.trimmingCharacters(in: .whitespaces)
            }
            return errors.split(separator: "\n").last { !$0.allSatisfy(\.isWhitespace) }.map(String.init)
                ?? lines.last { !$0.isEmpty } ?? ""
        }
    }

    /// Of each stream that is kept.
    private static let limit = 16 << 20

    /// - Parameters:
    ///   - words: the program, by path or by a name on the PATH, and its arguments.
    ///   - environment: variables besides those of this process.
    /// - Throws: `CancellationError`, or why there is no such program.
    public static func run(
        _ words: [String], in folder: String, environment: [String: String] = [:]
    ) async throws -> Ending {
        try Task.checkCancellation()
        var platform = PlatformOptions()
        // A group of its own: Ctrl-C on the terminal reaches this process alone, which then ends the whole group.
        platform.processGroupID = 0
        platform.teardownSequence = [
            .gracefulShutDown(toProcessGroup: true, allowedDurationToNextStep: .milliseconds(500))
        ]
        let program = words.first ?? ""
        let variables = Dictionary(
            uniqueKeysWithValues: environment.map { (Environment.Key(stringLiteral: $0.key), Optional($0.value)) })
        let result = try await Subprocess.run(
            program.contains("/") ? .path(.init(program)) : .name(program),
            arguments: Arguments(Array(words.dropFirst())),
            environment: .inherit.updating(variables), workingDirectory: .init(folder), platformOptions: platform,
            output: .string(limit: limit), error: .string(limit: limit))
        try Task.checkCancellation()
        let code =
            switch result.terminationStatus {
            case .exited(let code): Int(code)
            case .signaled(let signal): 128 + Int(signal)
            }
        return Ending(code: code, output: result.standardOutput, errors: result.standardError)
    }
}
