/// Reads numbers and slices from bytes, front to back; every read checks the end.
public struct ByteReader: Sendable {
    public let bytes: [UInt8]
    /// Position of the next byte to read.
    public private(set) var position: Int
    /// One past the last readable byte.
    public let end: Int
    /// Named in faults.
    public let format: String

    /// A reader over `bytes[start..<end]`; `start` and `end` are clamped to the array.
    public init(_ bytes: [UInt8], from start: Int = 0, to end: Int? = nil, format: String) {
        self.bytes = bytes
        self.end = min(max(end ?? bytes.count, 0), bytes.count)
        self.position = min(max(start, 0), self.end)
        self.format = format
    }

    public var remaining: Int { end - position }

    /// A fault at `offset`, or at the present position.
    public func fault(_ kind: FormatFault.Kind, _ message: String, at offset: Int? = nil) -> FormatFault {
        FormatFault(kind, format: format, offset: offset ?? position, message)
    }

    /// The next `count` bytes.
    public mutating func take(_ count: Int, _ what: String = "data") throws(FormatFault) -> ArraySlice<UInt8> {
        guard count >= 0 else { throw fault(.malformed, "negative length \(count) of \(what)") }
        guard count <= remaining else {
            throw fault(.truncated, "truncated: \(what) needs \(count) bytes, \(remaining) are left")
        }
        defer { position += count }
        return bytes[position..<position + count]
    }

    public mutating func skip(_ count: Int, _ what: String = "data") throws(FormatFault) {
        _ = try take(count, what)
    }

    /// Continues at `offset` from the start of the array.
    public mutating func seek(to offset: Int, _ what: String = "data") throws(FormatFault) {
        guard offset >= 0, offset <= end else {
            throw fault(.truncated, "\(what) would start at byte \(offset) of \(end)")
        }
        position = offset
    }

    public mutating func byte(_ what: String = "a byte") throws(FormatFault) -> UInt8 {
        guard position < end else { throw fault(.truncated, "truncated: \(what) is missing") }
        defer { position += 1 }
        return bytes[position]
    }

    /// An integer of any width, least significant byte first unless `bigEndian`.
    public mutating func integer<T: FixedWidthInteger>(
        _ type: T.Type, bigEndian: Bool = false, _ what: String = "a number"
    ) throws(FormatFault) -> T {
        let slice = try take(T.bitWidth / 8, what)
        let value = slice.withUnsafeBytes { $0.loadUnaligned(as: T.self) }
        return bigEndian ? T(bigEndian: value) : T(littleEndian: value)
    }

    /// A non-negative 64-bit integer that fits an `Int`.
    public mutating func size64(_ what: String = "a size", bigEndian: Bool = false) throws(FormatFault) -> Int {
        let start = position
        let value = try integer(UInt64.self, bigEndian: bigEndian, what)
        guard let size = Int(exactly: value) else { throw fault(.malformed, "\(what) is \(value)", at: start) }
        return size
    }

    /// The text up to the next line feed, which is skipped.
    public mutating func line(_ what: String = "a line") throws(FormatFault) -> String {
        guard let newline = bytes[position..<end].firstIndex(of: 0x0A) else {
            throw fault(.truncated, "truncated: \(what) has no end")
        }
        defer { position = newline + 1 }
        return String(decoding: bytes[position..<newline], as: UTF8.self)
    }
}
