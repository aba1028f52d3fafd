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

    /// Processor seconds that a process has used.
    static func processorSeconds(of process: pid_t) -> Double {
        guard let data = FileManager.default.contents(atPath: "/proc/\(process)/stat") else { return 0 }
        // The name in parentheses may hold anything; fields 14 and 15 of the line are ticks of user and system time.
        let fields = String(decoding: data, as: UTF8.self).split(separator: ")").last?.split(separator: " ") ?? []
        guard fields.count > 12, let user = Double(fields[11]), let system = Double(fields[12]) else { return 0 }
        return (user + system) / Double(sysconf(Int32(_SC_CLK_TCK)))
    }
}
