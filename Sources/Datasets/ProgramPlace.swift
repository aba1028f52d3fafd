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

    /// The folder that holds the program's own `Suites`: the checkout that it was built in, or `share/verigap` of the prefix that
    /// it was installed below; `nil` where it was copied away from either.
    public static let home: String? = home(above: folder)

    /// The nearest such folder, from `folder` upwards.
    package static func home(above folder: String) -> String? {
        func exists(_ path: String) -> Bool { FileManager.default.fileExists(atPath: path) }
        var folder = URL(fileURLWithPath: folder)
        while true {
            let path = folder.path == "/" ? "" : folder.path
            if exists(path + "/Package.swift"), exists(path + "/Suites") { return path }
            if exists(path + "/share/verigap/Suites") { return path + "/share/verigap" }
            guard !path.isEmpty else { return nil }
            folder.deleteLastPathComponent()
        }
    }
}
