import Foundation

/// Standard output and error.
enum Console {
    /// Results.
    static func print(_ text: String) { write(text + "\n", to: FileHandle.standardOutput) }

    /// Results that are no text.
    static func print(bytes: [UInt8]) { try? FileHandle.standardOutput.write(contentsOf: Data(bytes)) }

    /// Everything else: progress, faults, remarks.
    static func note(_ text: String) { write(text + "\n", to: FileHandle.standardError) }

    /// As it is, without a newline.
    static func raw(_ text: String) { write(text, to: FileHandle.standardError) }

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

    private static func write(_ text: String, to handle: FileHandle) {
        // A reader that has gone away (| head) is no fault of ours.
        try? handle.write(contentsOf: Data(text.utf8))
    }
}
