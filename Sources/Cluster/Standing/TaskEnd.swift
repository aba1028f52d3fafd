import Foundation

/// How a task ended, as its script noted it: the exit code, then last words.
public struct TaskEnd: Sendable, Hashable {
    public var code: Int
    public var lastWords: String

    public init(code: Int, lastWords: String) {
        self.code = code
        self.lastWords = lastWords
    }

    /// Reads a note; `nil` where there is none, or none that begins with a number.
    public init?(path: String) {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        guard let bytes = try? file.read(upToCount: 4000) else { return nil }
        self.init(text: String(decoding: bytes, as: UTF8.self))
    }

    init?(text: String) {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: true)
        guard let code = lines.first.flatMap({ Int($0) }) else { return nil }
        self.code = code
        lastWords = lines.dropFirst().joined(separator: "\n")
    }

    /// The last line of a log that says something; `nil` where there is none.
    static func lastLine(ofLog path: String) -> String? {
        guard let file = FileHandle(forReadingAtPath: path) else { return nil }
        defer { try? file.close() }
        // A log may have grown to anything.
        let end = (try? file.seekToEnd()) ?? 0
        try? file.seek(toOffset: end - min(end, 2000))
        guard let bytes = try? file.read(upToCount: 2000) else { return nil }
        let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        return lines.last { !$0.allSatisfy(\.isWhitespace) }.map(String.init)
    }

    /// 128 and the number of a signal that ended the program.
    var signal: Int? { code > 128 && code < 160 ? code - 128 : nil }
}
