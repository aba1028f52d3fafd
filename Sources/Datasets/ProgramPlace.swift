import Foundation

/// Where the running program lies, whatever folder it was started from.
public enum ProgramPlace {
    /// The folder of the executable, links followed.
    public static let folder: String = {
        let own = URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath()
        let executable =
            own.path == "/proc/self/exe"
            ? Bundle.main.executableURL ?? URL(fileURLWithPath: CommandLine.arguments[0]) : own
        return executable.deletingLastPathComponent().path
    }()
}
