/// One thing that is wrong with a text file of a competition, with its place and, where there is one, a way out.
///
///     prop_1.vnnlib:7:13: X_9 is not declared
///        7 | (assert (<= X_9 0.5))
///          |             ^
///       hint: the file declares X_0 to X_4
public struct VNNLIBFault: Error, Sendable, Hashable, CustomStringConvertible {
    public var path: String
    /// From 1; `line` 0 is the file as a whole.
    public var line: Int
    /// From 1, in Unicode scalars.
    public var column: Int
    /// The line of the file; long lines are cut to what stands around the place.
    public var sourceLine: String
    /// Where the caret stands below `sourceLine`, from 0.
    public var caret: Int
    public var message: String
    public var hint: String?

    public init(
        path: String, line: Int, column: Int, sourceLine: String, caret: Int? = nil, message: String,
        hint: String? = nil
    ) {
        self.path = path
        self.line = line
        self.column = column
        self.sourceLine = sourceLine
        self.caret = caret ?? max(0, column - 1)
        self.message = message
        self.hint = hint
    }

    /// As a compiler would print it: place and message, source line, caret, hint.
    public var description: String {
        var lines = [line > 0 ? "\(path):\(line):\(column): \(message)" : "\(path): \(message)"]
        if !sourceLine.isEmpty {
            let number = String(repeating: " ", count: max(0, 4 - "\(line)".count)) + "\(line)"
            let indent = sourceLine.unicodeScalars.prefix(caret).map { $0 == "\t" ? "\t" : " " }.joined()
            lines.append("\(number) | \(sourceLine)")
            lines.append("\(String(repeating: " ", count: number.count)) | \(indent)^")
        }
        if let hint { lines.append("  hint: \(hint)") }
        return lines.joined(separator: "\n")
    }
}

/// Everything that is wrong with a file, in its order. Never empty.
public struct VNNLIBFaults: Error, Sendable, Hashable, CustomStringConvertible {
    public var faults: [VNNLIBFault]

    public init(_ faults: [VNNLIBFault]) { self.faults = faults }

    public var description: String {
        let count = "\(faults.count) fault\(faults.count == 1 ? "" : "s") in \(faults.first?.path ?? "the file")"
        return (faults.map(\.description) + [count]).joined(separator: "\n\n")
    }
}
