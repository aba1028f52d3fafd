import Foundation

/// How a program ended, and what it said.
struct Ending: Sendable {
    /// `nil` if a signal ended it.
    var exitCode: Int32?
    var signal: Int32?
    var output: String
    var errors: String
}

/// A program that was started in a process group of its own, with its standard streams in files.
final class RunningProgram {
    struct Overdue: Error { var errors: String }
    struct CannotStart: Error { var path: String, reason: Int32 }

    let identifier: pid_t
    private let logs: (output: String, errors: String)
    private var status: Int32?

    /// Starts `path` in `folder`; what it says goes to files that begin with `log`.
    init(_ path: String, _ arguments: [String], in folder: String, environment: [String: String], log: String) throws {
        logs = (log + ".out", log + ".err")
        var actions = posix_spawn_file_actions_t()
        posix_spawn_file_actions_init(&actions)
        defer { posix_spawn_file_actions_destroy(&actions) }
        posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null", O_RDONLY, 0)
        for (descriptor, file) in [(STDOUT_FILENO, logs.output), (STDERR_FILENO, logs.errors)] {
            posix_spawn_file_actions_addopen(&actions, descriptor, file, O_WRONLY | O_CREAT | O_TRUNC, 0o644)
        }
        var attributes = posix_spawnattr_t()
        posix_spawnattr_init(&attributes)
        defer { posix_spawnattr_destroy(&attributes) }
        // As a shell would start it: no signal blocked or ignored, whatever the test program does with its own.
        var none = sigset_t()
        var all = sigset_t()
        sigemptyset(&none)
        sigfillset(&all)
        posix_spawnattr_setsigmask(&attributes, &none)
        posix_spawnattr_setsigdefault(&attributes, &all)
        posix_spawnattr_setpgroup(&attributes, 0)
        let flags = POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF
        posix_spawnattr_setflags(&attributes, Int16(flags))
        // The shell changes to the folder and makes way for the program: same process, same identifier.
        let shell = ["/bin/sh", "-c", "cd \"$0\" && exec \"$@\"", folder]
        var words = (shell + [path] + arguments).map { strdup($0) } + [nil]
        var variables = environment.map { strdup("\($0.key)=\($0.value)") } + [nil]
        defer { (words + variables).forEach { free($0) } }
        var child = pid_t()
        let reason = posix_spawn(&child, shell[0], &actions, &attributes, &words, &variables)
        guard reason == 0 else { throw CannotStart(path: path, reason: reason) }
        identifier = child
    }

    deinit {
        guard isRunning else { return }
        kill(-identifier, SIGKILL)
        _ = try? ending(within: 5)
    }

    /// Whether it has not ended yet.
    var isRunning: Bool {
        guard status == nil else { return false }
        var state = Int32()
        let found = waitpid(identifier, &state, WNOHANG)
        if found == identifier { status = state }
        return found == 0
    }

    /// Sends a signal to the program alone.
    func send(_ signal: Int32) { if isRunning { kill(identifier, signal) } }

    /// Sends a signal to its whole process group, as a terminal does at Ctrl-C.
    func sendToGroup(_ signal: Int32) { if isRunning { kill(-identifier, signal) } }

    /// Waits for `seconds`, or less if it ends. Returns whether it still runs.
    func sleep(_ seconds: Double) -> Bool { wait(within: seconds) { false } && isRunning }

    /// Waits until `condition` holds; `false` if the program ended before or the time is up.
    func runs(within seconds: Double, until condition: () -> Bool) -> Bool {
        var holds = false
        wait(within: seconds) {
            holds = condition()
            return holds
        }
        return holds
    }

    /// Waits for its end and reads what it said. Kills it and throws after `seconds`.
    func ending(within seconds: Double = 60) throws -> Ending {
        wait(within: seconds) { false }
        if isRunning {
            kill(-identifier, SIGKILL)
            wait(within: 10) { false }
            throw Overdue(errors: text(logs.errors))
        }
        let status = status ?? 0
        let signal = status & 0x7F
        return Ending(
            exitCode: signal == 0 ? (status >> 8) & 0xFF : nil, signal: signal == 0 ? nil : signal,
            output: text(logs.output), errors: text(logs.errors))
    }

    @discardableResult
    private func wait(within seconds: Double, until condition: () -> Bool) -> Bool {
        let end = ContinuousClock.now + .seconds(seconds)
        while isRunning, !condition() {
            if ContinuousClock.now >= end { return true }
            usleep(2000)
        }
        return isRunning
    }

    private func text(_ file: String) -> String {
        (try? String(decoding: Data(contentsOf: URL(fileURLWithPath: file)), as: UTF8.self)) ?? ""
    }
}
