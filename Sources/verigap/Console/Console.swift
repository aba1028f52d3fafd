import Foundation
import Runner

/// Standard output and error.
///
/// Results go to a descriptor of their own: `takeStandardOutput` lets whatever a library prints (GLPK before it
/// aborts) go to standard error, so that standard output holds the command's answer and nothing else.
///
/// A write that fails does not end a command, whose other effects may matter; it becomes the exit code at its end. The
/// exception is a reader of standard output that has gone away (`| head`): that ends the program as it ends every
/// other, by SIGPIPE and without a word.
enum Console {
    private static let results = WrittenStream(descriptor: STDOUT_FILENO)
    private static let remarks = WrittenStream(descriptor: STDERR_FILENO)

    /// Call once, before anything is opened or printed.
    static func takeStandardOutput() {
        signal(SIGPIPE, SIG_IGN)
        fillStandardDescriptors()
        let own = fcntl(STDOUT_FILENO, F_DUPFD_CLOEXEC, 3)
        guard own >= 0, dup2(STDERR_FILENO, STDOUT_FILENO) >= 0 else { return }
        results.move(to: own)
    }

    /// Results.
    static func print(_ text: String) { print(bytes: Array((VisibleText.of(text) + "\n").utf8)) }

    /// Results that are no text.
    static func print(bytes: [UInt8]) {
        results.write(bytes)
        if results.failure == EPIPE { endByBrokenPipe() }
    }

    /// Everything else: progress, faults, remarks.
    static func note(_ text: String) { raw(VisibleText.of(text) + "\n") }

    /// As it is, without a newline.
    static func raw(_ text: String) { remarks.write(text.utf8) }

    /// Says on standard error what could not be written, and gives the exit code that a command ends with which would
    /// have ended with `status`. Call once, last.
    static func close(_ status: Int32) -> Int32 {
        results.close()
        if let reason = results.failure {
            note("verigap: cannot write standard output: \(String(cString: strerror(reason)))")
            return ExitStatus.cannotWrite.rawValue
        }
        // Nobody reads the remarks any more: that is no loss to anybody.
        guard let reason = remarks.failure, reason != EPIPE, reason != EBADF else { return status }
        return status == 0 ? ExitStatus.cannotWrite.rawValue : status
    }

    /// Whether standard error is a terminal that can redraw lines.
    static var isTerminal: Bool {
        isatty(STDERR_FILENO) == 1 && ProcessInfo.processInfo.environment["TERM"] != "dumb"
    }

    /// Columns of the terminal, 80 where there is none.
    static var width: Int {
        var size = winsize()
        guard ioctl(STDERR_FILENO, UInt(TIOCGWINSZ), &size) == 0, size.ws_col > 0 else { return 80 }
        return Int(size.ws_col)
    }

    /// A standard descriptor that is closed would be given to the next file that is opened, and be written over. Each
    /// gets one that fails on use.
    private static func fillStandardDescriptors() {
        for descriptor in [STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO] where fcntl(descriptor, F_GETFD) < 0 {
            _ = open("/dev/null", descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY)
        }
    }

    private static func endByBrokenPipe() -> Never {
        signal(SIGPIPE, SIG_DFL)
        raise(SIGPIPE)
        _exit(128 + SIGPIPE)
    }
}
