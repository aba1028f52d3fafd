import Foundation

/// The end of what a worker wrote to its standard error: what people want to read of it, and what tells how it ended.
struct LastWords {
    /// Bytes that are kept while more come: the words that matter may stand before a long trace of the stack.
    private static let kept = 1 << 14
    private static let told = 2048
    private var bytes: [UInt8] = []

    mutating func append(_ new: some Collection<UInt8>) {
        bytes.append(contentsOf: new)
        if bytes.count > 2 * Self.kept { bytes.removeFirst(bytes.count - Self.kept) }
    }

    /// At most 2 KiB, without traces of the stack, which say nothing to those who have no symbols.
    var text: String {
        let lines = String(decoding: bytes.suffix(Self.kept), as: UTF8.self).split(separator: "\n")
            .filter { !Self.isOfTrace($0) }
        return String(lines.joined(separator: "\n").suffix(Self.told)).trimmingCharacters(in: .whitespacesAndNewlines)
    }

    /// `12   libc.so.6   0x00007fc7f724524a main + 133`, and its heading.
    private static func isOfTrace(_ line: Substring) -> Bool {
        if line.hasPrefix("Current stack trace:") { return true }
        let words = line.split(separator: " ")
        return words.count > 2 && words[0].allSatisfy(\.isNumber) && words[2].hasPrefix("0x")
    }
}
