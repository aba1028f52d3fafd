import Foundation

/// What the operating system says of running processes.
enum ProcessTable {
    /// Whether the system has a process table in files (Linux).
    static let isReadable = FileManager.default.fileExists(atPath: "/proc/self/environ")

    /// Identifiers of living processes that have the variable `name=value` in their environment.
    static func processes(with name: String, _ value: String) -> [pid_t] {
        let entry = Array("\(name)=\(value)".utf8)
        let names = (try? FileManager.default.contentsOfDirectory(atPath: "/proc")) ?? []
        return names.compactMap { pid_t($0) }.filter { process in
            guard let data = FileManager.default.contents(atPath: "/proc/\(process)/environ") else { return false }
            return data.split(separator: 0).contains { $0.elementsEqual(entry) }
        }
    }

    /// The name of the program that a process runs, cut to 15 bytes.
    static func name(of process: pid_t) -> String? {
        FileManager.default.contents(atPath: "/proc/\(process)/comm").map {
            String(decoding: $0, as: UTF8.self).trimmingCharacters(in: .newlines)
        }
    }

    /// The niceness of a process.
    static func niceness(of process: pid_t) -> Int? {
        let fields = fields(of: process)
        return fields.count > 16 ? Int(fields[16]) : nil
    }

    /// The processors that a process may run on, as the system writes them: `0-1`.
    static func processors(of process: pid_t) -> String? {
        let status = FileManager.default.contents(atPath: "/proc/\(process)/status")
        return status.flatMap { data in
            String(decoding: data, as: UTF8.self).split(separator: "\n").first { $0.hasPrefix("Cpus_allowed_list:") }
                .map { $0.dropFirst(18).trimmingCharacters(in: .whitespaces) }
        }
    }

    /// Processor seconds that a process has used.
    static func processorSeconds(of process: pid_t) -> Double {
        // Fields 14 and 15 of the line are ticks of user and system time.
        let fields = fields(of: process)
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }

    /// Fields of a process's line of state, from the third on: the name in parentheses may hold anything.
    private static func fields(of process: pid_t) -> [Substring] {
        guard let data = FileManager.default.contents(atPath: "/proc/\(process)/stat") else { return [] }
        return String(decoding: data, as: UTF8.self).split(separator: ")").last?.split(separator: " ") ?? []
    }
}
