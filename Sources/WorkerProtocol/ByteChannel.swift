import Foundation

/// Two streams of bytes, one in and one out: a pair of pipes, or memory in tests.
public protocol ByteChannel {
    /// Waits for bytes; `nil` at the end of the stream.
    func read() throws(ChannelFault) -> [UInt8]?
    /// Sends all of `bytes`.
    func write(_ bytes: [UInt8]) throws(ChannelFault)
}

/// The other side is gone or the operating system refused.
public struct ChannelFault: Error, Sendable, Hashable, CustomStringConvertible {
    public var description: String

    public init(_ description: String) { self.description = description }
}

/// A channel over two file descriptors that this process owns, with blocking calls.
public struct DescriptorChannel: ByteChannel {
    private let input: Int32
    private let output: Int32

    public init(input: Int32, output: Int32) {
        self.input = input
        self.output = output
    }

    public func read() throws(ChannelFault) -> [UInt8]? {
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        while true {
            let count = Foundation.read(input, &buffer, buffer.count)
            if count > 0 { return Array(buffer[..<count]) }
            if count == 0 { return nil }
            if errno != EINTR { throw ChannelFault("reading failed: \(String(cString: strerror(errno)))") }
        }
    }

    public func write(_ bytes: [UInt8]) throws(ChannelFault) {
        var sent = 0
        while sent < bytes.count {
            let count = bytes[sent...].withUnsafeBytes { Foundation.write(output, $0.baseAddress, $0.count) }
            if count > 0 {
                sent += count
            } else if errno != EINTR {
                throw ChannelFault("writing failed: \(String(cString: strerror(errno)))")
            }
        }
    }
}
