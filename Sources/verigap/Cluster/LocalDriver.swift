import Cluster
import DataFormats
import Foundation

/// The process that runs a local array, by the note that it leaves in the wave's folder while it does.
enum LocalDriver {
    /// - Throws: `FileFault`.
    static func begin(_ folder: WaveFolder) throws {
        try AtomicFile.write("\(getpid()) \(ProcessNote.host)\n", to: folder.driverFile)
    }

    static func end(_ folder: WaveFolder) { unlink(folder.driverFile) }

    /// Whether the process lives, as far as this machine can tell: of another machine's the note is believed.
    static func isAlive(_ folder: WaveFolder) -> Bool { ProcessNote(folder.driverFile)?.isAlive ?? false }

    /// Has the process end its tasks, and tasks end that it left behind; `false` where nothing of it is on this machine.
    static func stop(_ folder: WaveFolder, tasks: Int) -> Bool {
        var isStopped = ProcessNote(folder.driverFile)?.stop() ?? false
        for task in 1...max(1, tasks) {
            if ProcessNote(folder.processFile(task))?.stop() ?? false { isStopped = true }
        }
        return isStopped
    }
}

/// What a process wrote down of itself: its number and its machine.
struct ProcessNote {
    let process: pid_t
    let host: String

    /// Reads a note; `nil` where there is none.
    init?(_ file: String) {
        guard let text = try? String(contentsOfFile: file, encoding: .utf8) else { return nil }
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count == 2, let process = pid_t(words[0]), process > 1 else { return nil }
        (self.process, host) = (process, String(words[1]))
    }

    /// Whether it lives, as far as this machine can tell: of another machine's the note is believed.
    var isAlive: Bool { host != Self.host || isOurs }

    /// Asks it to end; `false` where it is not on this machine, or no more.
    func stop() -> Bool { host == Self.host && isOurs && kill(process, SIGTERM) == 0 }

    /// A number may have gone to another program meanwhile.
    private var isOurs: Bool {
        guard kill(process, 0) == 0 else { return false }
        guard let line = try? String(contentsOfFile: "/proc/\(process)/cmdline", encoding: .utf8) else { return true }
        return line.contains("verigap") || line.contains("/batch-")
    }

    /// As `uname -n` has it, which batch scripts write down.
    static var host: String {
        var names = utsname()
        guard uname(&names) == 0 else { return ProcessInfo.processInfo.hostName }
        return withUnsafeBytes(of: names.nodename) { String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self) }
    }
}
