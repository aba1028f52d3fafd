import Foundation

/// What a tool writes, read as it comes and kept within bounds.
struct ToolPipe {
    /// −1 once it is closed.
    private(set) var writeEnd: Int32
    private var readEnd: Int32
    private let limit: Int?
    /// All of it where there is a limit, else the last of it.
    private(set) var kept: [UInt8] = []

    /// So much is kept of what nobody wants.
    private static let tail = 4096
    /// So much is read before somebody looks at the clock.
    private static let stretch = 1 << 20

    /// - Parameter limit: bytes that are kept, more of which are too much; `nil`: only the last are kept.
    init(limit: Int?) throws(ToolStartFault) {
        var ends: [Int32] = [-1, -1]
        guard pipe(&ends) == 0 else {
            throw ToolStartFault(description: "no pipe can be made: \(String(cString: strerror(errno)))")
        }
        for end in ends { _ = fcntl(end, F_SETFD, FD_CLOEXEC) }
        _ = fcntl(ends[0], F_SETFL, O_NONBLOCK)
        (readEnd, writeEnd, self.limit) = (ends[0], ends[1], limit)
    }

    mutating func closeWriteEnd() {
        Foundation.close(writeEnd)
        writeEnd = -1
    }

    mutating func close() {
        if readEnd >= 0 { Foundation.close(readEnd) }
        readEnd = -1
    }

    /// Waits until one of the pipes has something to say, or time is up.
    static func wait(for pipes: [ToolPipe], seconds: Double) {
        var events = pipes.filter { $0.readEnd >= 0 }.map { pollfd(fd: $0.readEnd, events: Int16(POLLIN), revents: 0) }
        let milliseconds = Int32(max(1, (seconds * 1000).rounded(.up)))
        guard !events.isEmpty else {
            usleep(UInt32(milliseconds) * 1000)
            return
        }
        poll(&events, nfds_t(events.count), milliseconds)
    }

    /// Reads what is there. Returns whether that is more than may be kept.
    mutating func pump() -> Bool {
        guard readEnd >= 0 else { return false }
        var buffer = [UInt8](repeating: 0, count: 1 << 16)
        var total = 0
        while total < Self.stretch {
            let count = read(readEnd, &buffer, buffer.count)
            if count < 0, errno == EINTR { continue }
            if count == 0 { close() }
            guard count > 0 else { return false }
            total += count
            kept += buffer[..<count]
            if let limit {
                if kept.count > limit { return true }
            } else if kept.count > 2 * Self.tail {
                kept.removeFirst(kept.count - Self.tail)
            }
        }
        return false
    }

    /// The last line or two, for people.
    var lastWords: String {
        let text = String(decoding: kept.suffix(Self.tail), as: UTF8.self)
        let line = text.split(whereSeparator: \.isNewline).suffix(2).joined(separator: " / ")
        return String(
            String.UnicodeScalarView(line.unicodeScalars.filter { $0.properties.generalCategory != .control }).suffix(
                300))
    }
}
