import Foundation

/// The processes that descend from another, and what they use: read from the system's process table (Linux); elsewhere none.
public enum ProcessFamily {
    /// A process that cannot be mistaken for a later one of the same number.
    public struct Member: Sendable, Hashable {
        public var identifier: Int32
        /// When it was started, in the system's ticks.
        public var start: UInt64
    }

    /// One line of the process table.
    public struct Entry: Sendable, Hashable {
        public var member: Member
        public var group: Int32
        /// Ended, and not yet waited for.
        public var hasEnded: Bool
        public var residentBytes: Int
        /// Of its own.
        public var cpuSeconds: Double
        /// Of children that it has waited for.
        public var childrenCPUSeconds: Double
    }

    /// Every process below `process`, itself not counted, parents before their children.
    ///
    /// A process that is started while this looks may be missing.
    /// - Complexity: a few small files per process and thread.
    public static func descendants(of process: Int32) -> [Entry] {
        var found = [Entry]()
        var seen: Set<Int32> = [process]
        var pending = children(of: process)
        while let next = pending.popLast() {
            guard seen.insert(next).inserted, seen.count < countLimit else { continue }
            guard let entry = entry(of: next) else { continue }
            found.append(entry)
            pending += children(of: next)
        }
        return found
    }

    /// A table larger than this is not a tool's work but a flood.
    private static let countLimit = 1 << 16

    /// The line of a process; `nil` for one that there is not.
    public static func entry(of process: Int32) -> Entry? {
        guard let text = read("/proc/\(process)/stat"), let close = text.lastIndex(of: UInt8(ascii: ")")) else {
            return nil
        }
        // The name in parentheses may hold anything; behind it come state, parent, group, …
        let fields = text[(close + 1)...].split(separator: UInt8(ascii: " "))
            .map { String(decoding: $0, as: UTF8.self) }
        guard fields.count > 21, let start = UInt64(fields[19]) else { return nil }
        func seconds(_ first: Int) -> Double {
            ((Double(fields[first]) ?? 0) + (Double(fields[first + 1]) ?? 0)) / ticksPerSecond
        }
        return Entry(
            member: Member(identifier: process, start: start), group: Int32(fields[2]) ?? 0, hasEnded: fields[0] == "Z",
            residentBytes: (Int(fields[21]) ?? 0) * pageSize, cpuSeconds: seconds(11), childrenCPUSeconds: seconds(13))
    }

    private static let ticksPerSecond = max(1, Double(sysconf(Int32(_SC_CLK_TCK))))
    private static let pageSize = max(1, sysconf(Int32(_SC_PAGESIZE)))

    /// Its own children alone.
    static func children(of process: Int32) -> [Int32] {
        let tasks = "/proc/\(process)/task"
        guard let names = try? FileManager.default.contentsOfDirectory(atPath: tasks) else { return [] }
        return names.flatMap { name in
            (read("\(tasks)/\(name)/children") ?? []).split(separator: UInt8(ascii: " "))
                .compactMap { Int32(String(decoding: $0, as: UTF8.self)) }
        }
    }

    /// A small file that the system makes up when it is read.
    static func read(_ path: String) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var bytes = [UInt8]()
        var buffer = [UInt8](repeating: 0, count: 4096)
        while bytes.count < 1 << 20 {
            let count = Foundation.read(file, &buffer, buffer.count)
            guard count > 0 else { break }
            bytes += buffer[..<count]
        }
        return bytes.isEmpty ? nil : bytes
    }

    /// Ends a process at once, unless another has its number by now.
    public static func kill(_ member: Member) {
        guard let entry = entry(of: member.identifier), entry.member == member, !entry.hasEnded else { return }
        Foundation.kill(member.identifier, SIGKILL)
    }
}

extension [ProcessFamily.Entry] {
    /// Resident memory of all; what several share is counted as often.
    public var residentBytes: Int { reduce(0) { $0 + $1.residentBytes } }
    /// Processor seconds of all, and of those that they have waited for.
    public var cpuSeconds: Double { reduce(0) { $0 + $1.cpuSeconds + $1.childrenCPUSeconds } }
}
