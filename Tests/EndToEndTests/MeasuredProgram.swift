import Foundation

/// A program that was run to its end, with what it took.
struct MeasuredProgram {
    var status: Int32
    var seconds: Double
    var processorSeconds: Double
    /// Peak resident memory.
    var mebibytes: Int

    var text: String {
        String(format: "%.1f s, %.1f CPU s, %d MB", seconds, processorSeconds, mebibytes)
    }

    struct CannotStart: Error { var reason: String }

    /// - Throws: `CannotStart`.
    static func run(_ program: String, _ arguments: [String], in folder: String) throws -> MeasuredProgram {
        let start = ContinuousClock.now
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0)
        let line: [String] = ["/usr/bin/env", "-C", folder, program] + arguments
        var words: [UnsafeMutablePointer<CChar>?] = line.map { strdup($0) }
        words.append(nil)
        defer { for word in words { free(word) } }
        var process: pid_t = 0
        let fault = posix_spawn(&process, "/usr/bin/env", &actions, nil, &words, environ)
        guard fault == 0 else { throw CannotStart(reason: String(cString: strerror(fault))) }
        var status: Int32 = 0
        var usage = rusage()
        while wait4(process, &status, 0, &usage) < 0, errno == EINTR {}
        func seconds(_ time: timeval) -> Double { Double(time.tv_sec) + Double(time.tv_usec) / 1e6 }
        return MeasuredProgram(
            status: status & 0x7F == 0 ? status >> 8 & 0xFF : 128 + status & 0x7F,
            seconds: (ContinuousClock.now - start) / .seconds(1),
            processorSeconds: seconds(usage.ru_utime) + seconds(usage.ru_stime), mebibytes: usage.ru_maxrss >> 10)
    }
}
