/// A position in a suite or recipe; both count from 1, columns in Unicode scalars.
public struct SuitePlace: Sendable, Hashable, Comparable {
    public var line: Int
    public var column: Int

    public init(line: Int, column: Int) {
        self.line = line
        self.column = column
    }

    /// The beginning of a file.
    public static let start = SuitePlace(line: 1, column: 1)

    public static func < (a: Self, b: Self) -> Bool { (a.line, a.column) < (b.line, b.column) }
}

/// One thing that is wrong with a suite or recipe, with its place and, where there is one, a way out.
///
///     Suites/mnist.yaml:7:3: unknown key "epsilon" in a network
///        7 |   epsilon: 0.1
///          |   ^
///       hint: did you mean "epsilons"?
public struct SuiteFault: Error, Sendable, Hashable, CustomStringConvertible {
    public var path: String
    public var place: SuitePlace
    /// The line of the file that `place` is in; empty where there is none.
    public var sourceLine: String
    public var message: String
    public var hint: String?

    public init(path: String, place: SuitePlace, sourceLine: String, message: String, hint: String? = nil) {
        self.path = path
        self.place = place
        self.sourceLine = sourceLine
        self.message = message
        self.hint = hint
    }

    /// As a compiler would print it: place and message, source line, caret, hint.
    public var description: String {
        var lines = ["\(path):\(place.line):\(place.column): \(message)"]
        if !sourceLine.isEmpty {
            let number = String(repeating: " ", count: max(0, 4 - "\(place.line)".count)) + "\(place.line)"
            let indent = sourceLine.unicodeScalars.prefix(place.column - 1).map { $0 == "\t" ? "\t" : " " }.joined()
            lines.append("\(number) | \(sourceLine)")
            lines.append("\(String(repeating: " ", count: number.count)) | \(indent)^")
        }
        if let hint { lines.append("  hint: \(hint)") }
        return lines.joined(separator: "\n")
    }
}

/// Everything that is wrong with a suite or recipe, in the order of the file. Never empty.
public struct SuiteFaults: Error, Sendable, Hashable, CustomStringConvertible {
    public var faults: [SuiteFault]

    /// Sorts `faults` by place.
    public init(_ faults: [SuiteFault]) {
        self.faults = faults.enumerated()
            .sorted { ($0.element.place, $0.offset) < ($1.element.place, $1.offset) }
            .map(\.element)
    }

    public var description: String {
        let count = "\(faults.count) fault\(faults.count == 1 ? "" : "s") in \(faults.first?.path ?? "the suite")"
        return (faults.map(\.description) + [count]).joined(separator: "\n\n")
    }
}
