import Foundation

/// Kinds of message, as named in a frame's header.
public enum MessageKind: String, Codable, Sendable, Hashable, CaseIterable {
    case hello, job, begun, soFar, reply, fault
}

/// What stands in front of every message and is decoded first, so that a peer of another version is recognised before
/// its content is looked at.
public struct FrameHeader: Sendable, Hashable {
    public var kind: MessageKind
    /// Version of the content that follows.
    public var version: Int

    public init(kind: MessageKind, version: Int) {
        self.kind = kind
        self.version = version
    }
}

extension FrameHeader: Codable {
    private enum CodingKeys: String, CodingKey {
        case kind = "kind"
        case version = "version"
    }

    public func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: CodingKeys.self)
        try object.encode(kind, forKey: .kind)
        try object.encode(version, forKey: .version)
    }

    public init(from decoder: any Decoder) throws {
        let object = try decoder.container(keyedBy: CodingKeys.self)
        kind = try object.decode(MessageKind.self, forKey: .kind)
        version = try object.decode(Int.self, forKey: .version)
    }
}

/// What is wrong with the bytes that arrived.
public enum FrameFault: Error, Sendable, Hashable, CustomStringConvertible {
    case headerTooLong(bytes: Int, limit: Int)
    case contentTooLong(bytes: Int, limit: Int)
    case truncated(missing: Int)
    case unreadableHeader(String)
    case unreadableContent(kind: MessageKind, String)
    case unsupportedVersion(kind: MessageKind, version: Int, supported: Int)
    case unexpected(kind: MessageKind)

    public var description: String {
        switch self {
        case .headerTooLong(let bytes, let limit): "a frame announces a header of \(bytes) bytes; the limit is \(limit)"
        case .contentTooLong(let bytes, let limit):
            "a frame announces a content of \(bytes) bytes; the limit is \(limit)"
        case .truncated(let missing): "the stream ends inside a frame, at least \(missing) bytes are missing"
        case .unreadableHeader(let reason): "a frame's header is unreadable: \(reason)"
        case .unreadableContent(let kind, let reason):
            "the content of a \(kind.rawValue) frame is unreadable: \(reason)"
        case .unsupportedVersion(let kind, let version, let supported):
            "a \(kind.rawValue) frame has version \(version), this program speaks up to \(supported): "
                + "verigap and verigap-worker must come from one build"
        case .unexpected(let kind): "a \(kind.rawValue) frame arrived where none is expected"
        }
    }
}

/// One message on the wire: two big-endian 32-bit lengths, the header's JSON, the content's JSON.
public struct Frame: Sendable, Hashable {
    public static let headerLimit = 1 << 10
    public static let contentLimit = 1 << 28

    public var header: FrameHeader
    /// JSON.
    public var content: [UInt8]

    public init(header: FrameHeader, content: [UInt8]) {
        self.header = header
        self.content = content
    }

    /// The frame as bytes to send.
    public func encoded() throws(FrameFault) -> [UInt8] {
        guard content.count <= Frame.contentLimit else {
            throw .contentTooLong(bytes: content.count, limit: Frame.contentLimit)
        }
        let head: [UInt8]
        do {
            let encoder = JSONEncoder()
            encoder.outputFormatting = [.sortedKeys]
            head = Array(try encoder.encode(header))
        } catch { throw .unreadableHeader("\(error)") }
        var bytes = [UInt8]()
        bytes.reserveCapacity(8 + head.count + content.count)
        for count in [head.count, content.count] {
            withUnsafeBytes(of: UInt32(count).bigEndian) { bytes.append(contentsOf: $0) }
        }
        bytes += head
        bytes += content
        return bytes
    }
}

/// Cuts a stream of bytes into frames, however the bytes are split on their way.
public struct FrameDecoder: Sendable {
    private var buffer: [UInt8] = []
    private var start = 0

    public init() {}

    /// Adds bytes that arrived.
    public mutating func append(_ bytes: some Collection<UInt8>) {
        if start > 1 << 16, start * 2 > buffer.count {
            buffer.removeFirst(start)
            start = 0
        }
        buffer.append(contentsOf: bytes)
    }

    /// The next whole frame, or `nil` until more bytes arrive. After a fault the stream is lost.
    public mutating func next() throws(FrameFault) -> Frame? {
        guard buffer.count - start >= 8 else { return nil }
        let headCount = integer(at: start)
        let contentCount = integer(at: start + 4)
        guard headCount <= Frame.headerLimit else {
            throw .headerTooLong(bytes: headCount, limit: Frame.headerLimit)
        }
        guard contentCount <= Frame.contentLimit else {
            throw .contentTooLong(bytes: contentCount, limit: Frame.contentLimit)
        }
        let contentStart = start + 8 + headCount
        guard buffer.count >= contentStart + contentCount else { return nil }
        let header: FrameHeader
        do {
            header = try JSONDecoder().decode(FrameHeader.self, from: Data(buffer[start + 8..<contentStart]))
        } catch { throw .unreadableHeader("\(error)") }
        let frame = Frame(header: header, content: Array(buffer[contentStart..<contentStart + contentCount]))
        start = contentStart + contentCount
        if start == buffer.count {
            buffer.removeAll(keepingCapacity: buffer.count < 1 << 20)
            start = 0
        }
        return frame
    }

    /// Call at the end of the stream.
    public func finish() throws(FrameFault) {
        let left = buffer.count - start
        guard left > 0 else { return }
        guard left >= 8 else { throw .truncated(missing: 8 - left) }
        throw .truncated(missing: 8 + integer(at: start) + integer(at: start + 4) - left)
    }

    private func integer(at position: Int) -> Int {
        (0..<4).reduce(0) { $0 << 8 | Int(buffer[position + $1]) }
    }
}
