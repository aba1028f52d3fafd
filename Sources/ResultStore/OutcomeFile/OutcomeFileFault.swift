import DataFormats

/// Why a file of outcomes cannot be read.
public enum OutcomeFileFault: Error, Sendable, Hashable, CustomStringConvertible {
    case unreadable(FileFault)
    /// It does not unpack: bytes were changed or are missing.
    case damaged(path: String, FormatFault)
    /// Something else than a file of outcomes.
    case foreign(path: String)
    /// A newer verigap wrote it.
    case tooNew(path: String, version: Int, supported: Int)
    /// A line, counted from 1, is none that verigap writes.
    case malformed(path: String, line: Int, String)
    /// It ends before the last line that its header announces.
    case truncated(path: String, lines: Int, expected: Int)

    public var description: String {
        let hint = "; get the file again from where it comes from, or export it anew"
        return switch self {
        case .unreadable(let fault): fault.description
        case .damaged(let path, let fault): "\(path): damaged: \(fault)\(hint)"
        case .foreign(let path): "\(path): not a file of outcomes; `verigap export` writes them"
        case .tooNew(let path, let version, let supported):
            "\(path): written by a newer version of verigap (format \(version), this one reads up to "
                + "\(supported)); use that version"
        case .malformed(let path, let line, let what): "\(path):\(line): \(what)\(hint)"
        case .truncated(let path, let lines, let expected):
            "\(path): ends after \(lines) of \(expected) lines\(hint)"
        }
    }
}

/// What is wrong with one line.
struct LineFault: Error {
    var message: String
}
