import ExternalTools
import Foundation

/// What the operating system says of another process; everywhere but on Linux nothing.
enum ProcessUsage {
    /// Memory and processor time of a process that was not yet waited for, and of `family`, the living ones that descend from it.
    /// One that has ended occupies nothing, but what it used can still be told. The peak is its own.
    static func of(_ process: Int32, with family: [ProcessFamily.Entry] = []) -> WorkerUsage {
        let memory = memory(of: process)
        let waitedFor = ProcessFamily.entry(of: process)?.childrenCPUSeconds ?? 0
        return WorkerUsage(
            residentBytes: memory.map { $0.resident + family.residentBytes }, peakBytes: memory?.peak,
            cpuSeconds: cpuSeconds(of: process).map { $0 + waitedFor + family.cpuSeconds })
    }

    /// Processor seconds, exact to what the scheduler counts.
    static func cpuSeconds(of process: Int32) -> Double? {
        #if os(Linux)
            var clock = clockid_t()
            var time = timespec()
            guard clock_getcpuclockid(process, &clock) == 0, clock_gettime(clock, &time) == 0 else { return nil }
            return Double(time.tv_sec) + 1e-9 * Double(time.tv_nsec)
        #else
            return nil
        #endif
    }

    private static func memory(of process: Int32) -> (resident: Int, peak: Int)? {
        guard let text = SystemFile.bytes("/proc/\(process)/status"),
            let resident = SystemFile.number(after: "VmRSS:", in: text),
            let peak = SystemFile.number(after: "VmHWM:", in: text)
        else { return nil }
        return (resident << 10, max(resident, peak) << 10)
    }
}

/// Small files that the operating system makes up when they are read.
enum SystemFile {
    /// At most 16 KiB of it; `nil` if there is no such file.
    static func bytes(_ path: String) -> [UInt8]? {
        let file = open(path, O_RDONLY | O_CLOEXEC)
        guard file >= 0 else { return nil }
        defer { close(file) }
        var count = 0
        let buffer = [UInt8](unsafeUninitializedCapacity: 1 << 14) { buffer, initialized in
            count = max(0, read(file, buffer.baseAddress, buffer.count))
            initialized = count
        }
        return count > 0 ? buffer : nil
    }

    /// The whole number that follows `name` at the beginning of a line.
    static func number(after name: String, in text: [UInt8]) -> Int? {
        for line in text.split(separator: UInt8(ascii: "\n")) where line.starts(with: name.utf8) {
            let digits = line.dropFirst(name.utf8.count).drop { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
                .prefix { (UInt8(ascii: "0")...UInt8(ascii: "9")).contains($0) }
            return Int(String(decoding: digits, as: UTF8.self))
        }
        return nil
    }
}
