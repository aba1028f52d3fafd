import Foundation

/// What the operating system says of another process's memory.
enum ProcessMemory {
    /// Resident memory of a process in bytes; `nil` if it is gone or the system (not Linux) does not tell.
    static func resident(of pid: Int32) -> Int? {
        #if os(Linux)
            let file = open("/proc/\(pid)/statm", O_RDONLY | O_CLOEXEC)
            guard file >= 0 else { return nil }
            defer { close(file) }
            var buffer = [UInt8](repeating: 0, count: 128)
            let count = read(file, &buffer, buffer.count)
            guard count > 0 else { return nil }
            let fields = String(decoding: buffer[..<count], as: UTF8.self).split(separator: " ")
            guard fields.count > 1, let pages = Int(fields[1]) else { return nil }
            return pages * sysconf(Int32(_SC_PAGESIZE))
        #else
            return nil
        #endif
    }
}
