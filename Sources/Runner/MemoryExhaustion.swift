import Foundation

/// What tells that a worker died for want of memory, and not of a fault of its own.
enum MemoryExhaustion {
    /// What libraries say when an allocation failed: the C++ and Swift run times, GLPK, OpenBLAS, the C library.
    private static let words = [
        "std::bad_alloc", "failed to allocate", "could not allocate", "cannot allocate memory",
        "no memory available", "memory allocation failed", "memory allocation still failed", "out of memory",
        "not enough memory", "malloc failed",
    ]

    /// Whether the last words of a worker that died by itself are those of a failed allocation.
    static func isTold(by ending: WorkerEnding) -> Bool {
        guard ending.signal != nil || ending.exitCode != 0 else { return false }
        let last = ending.lastWords.suffix(600).lowercased()
        return words.contains { last.contains($0) }
    }

    /// How many processes the system has killed so far because memory ran out: in this process's control group where that
    /// tells, and on the machine. Only that the number grows means something.
    static func kills() -> Int {
        var count = number("/proc/vmstat", "oom_kill ")
        for line in lines("/proc/self/cgroup") {
            let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
            guard parts.count == 3 else { continue }
            let group = parts[2] == "/" ? "" : parts[2]
            if parts[1].isEmpty {
                count += number("/sys/fs/cgroup\(group)/memory.events", "oom_kill ")
            } else if parts[1].split(separator: ",").contains("memory") {
                count += number("/sys/fs/cgroup/memory\(group)/memory.oom_control", "oom_kill ")
            }
        }
        return count
    }

    private static func number(_ path: String, _ name: String) -> Int {
        SystemFile.bytes(path).flatMap { SystemFile.number(after: name, in: $0) } ?? 0
    }

    private static func lines(_ path: String) -> [Substring] {
        SystemFile.bytes(path).map { String(decoding: $0, as: UTF8.self).split(separator: "\n") } ?? []
    }
}
