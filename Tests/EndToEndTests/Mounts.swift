import Foundation

/// File systems in memory, for tests that need a full or a read-only one; root alone may make them.
enum Mounts {
    struct Refused: Error { var command: [String] }

    /// Whether this process may mount.
    static let isAllowed: Bool = {
        guard geteuid() == 0 else { return false }
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("verigap-mount-\(UUID())").path
        defer { rmdir(folder) }
        return (try? withMemory(at: folder, "size=4k") {}) != nil
    }()

    /// Makes a file system at `folder` for the duration of `body`.
    static func withMemory(at folder: String, _ options: String, _ body: () throws -> Void) throws {
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        try call(["mount", "-t", "tmpfs", "-o", options, "tmpfs", folder])
        defer { try? call(["umount", "-l", folder]) }
        try body()
    }

    /// Lets nobody write to a file system any more.
    static func makeReadOnly(_ folder: String) throws { try call(["mount", "-o", "remount,ro", folder]) }

    /// Gives a file system in memory another size.
    static func resize(_ folder: String, _ size: String) throws {
        try call(["mount", "-o", "remount,size=\(size)", folder])
    }

    private static func call(_ command: [String]) throws {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = command
        process.standardError = FileHandle.nullDevice
        try process.run()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Refused(command: command) }
    }
}
