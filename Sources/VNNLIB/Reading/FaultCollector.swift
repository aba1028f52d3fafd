/// Gathers faults by their byte offset; lines and columns are found once, at the end.
struct FaultCollector {
    /// Beyond so many the file is of another kind, and reading stops.
    static let limit = 20

    private var found: [(offset: Int, message: String, hint: String?)] = []

    var isEmpty: Bool { found.isEmpty }
    var isFull: Bool { found.count >= Self.limit }

    mutating func add(at offset: Int, _ message: String, hint: String? = nil) {
        if !isFull { found.append((offset, message, hint)) }
    }

    /// The faults with their places, in the order of the file.
    ///
    /// - Complexity: linear in the size of the file.
    func faults(in bytes: [UInt8], path: String) -> VNNLIBFaults {
        var places = LineWalk(bytes)
        let ordered = found.enumerated().sorted { ($0.element.offset, $0.offset) < ($1.element.offset, $1.offset) }
        return VNNLIBFaults(
            ordered.map { _, fault in
                let place = places.place(of: fault.offset)
                return VNNLIBFault(
                    path: path, line: place.line, column: place.column, sourceLine: place.text, caret: place.caret,
                    message: fault.message, hint: fault.hint)
            })
    }
}

/// Lines and columns of increasing byte offsets.
struct LineWalk {
    /// Scalars that are shown of a line.
    private static let width = 100

    private let bytes: [UInt8]
    private var line = 1
    private var start = 0
    private var position = 0

    init(_ bytes: [UInt8]) { self.bytes = bytes }

    /// - Precondition: not before the offset asked for last.
    mutating func place(of offset: Int) -> (line: Int, column: Int, text: String, caret: Int) {
        let offset = min(offset, bytes.count)
        while position < offset {
            if bytes[position] == UInt8(ascii: "\n") { (line, start) = (line + 1, position + 1) }
            position += 1
        }
        let column = String(decoding: bytes[start..<offset], as: UTF8.self).unicodeScalars.count + 1
        let (text, caret) = excerpt(around: offset)
        return (line, column, text, caret)
    }

    /// The line, or the part of a long one that has `offset` in it; line ends and other control bytes do not show.
    private func excerpt(around offset: Int) -> (String, Int) {
        let from = max(start, offset - Self.width / 2)
        let end = bytes[offset...].prefix(Self.width).firstIndex(of: UInt8(ascii: "\n")) ?? bytes.count
        let until = min(end, from + Self.width)
        let shown = { (range: Range<Int>) in
            let clean = bytes[range].map { $0 < 0x20 && $0 != 0x09 || $0 == 0x7F ? 0x20 : $0 }
            return String(decoding: clean, as: UTF8.self)
        }
        let head = (from > start ? "…" : "") + shown(from..<offset)
        var tail = shown(offset..<max(offset, until))
        while tail.last == " " { tail.removeLast() }
        return (head + tail, head.unicodeScalars.count)
    }
}
