import DataFormats
import Foundation
import Questions
import ResultStore

/// A temporary working folder with a small suite, in which the built programs run; removed with the value.
final class Workspace {
    static let mark = "VERIGAP_END_TO_END_TEST"

    let folder: String
    private let logs: String
    private let identity = UUID().uuidString
    private var starts = 0

    init() throws {
        let root = FileManager.default.temporaryDirectory.appendingPathComponent("verigap-" + identity)
        folder = root.appendingPathComponent("work").path
        logs = root.appendingPathComponent("logs").path
        for path in [folder, logs] {
            try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
        }
    }

    deinit {
        for process in workers() { kill(process, SIGKILL) }
        try? FileManager.default.removeItem(atPath: (folder as NSString).deletingLastPathComponent)
    }

    /// A workspace with the smoke suite of the repository at `Suites/smoke.yaml`.
    static func withSmokeSuite() throws -> Workspace {
        let workspace = try Workspace()
        for file in [
            "smoke.yaml", "networks/smoke.safetensors", "data/smoke-points.npy", "data/smoke-labels.npy",
        ] {
            let source = BuiltPrograms.repository.appendingPathComponent("Suites/\(file)")
            try workspace.write(Array(try Data(contentsOf: source)), to: "Suites/\(file)")
        }
        return workspace
    }

    func path(_ file: String) -> String { folder + "/" + file }

    func write(_ bytes: [UInt8], to file: String) throws {
        let target = URL(fileURLWithPath: path(file))
        try FileManager.default.createDirectory(
            at: target.deletingLastPathComponent(), withIntermediateDirectories: true)
        try Data(bytes).write(to: target)
    }

    func write(_ text: String, to file: String) throws { try write(Array(text.utf8), to: file) }

    /// Every file below `subfolder` by its path there.
    func files(below subfolder: String = ".") throws -> [String: Data] {
        let root = path(subfolder)
        var files = [String: Data]()
        for file in try FileManager.default.subpathsOfDirectory(atPath: root) {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: root + "/" + file, isDirectory: &isFolder),
                !isFolder.boolValue
            else { continue }
            files[file] = try Data(contentsOf: URL(fileURLWithPath: root + "/" + file))
        }
        return files
    }

    /// Starts verigap.
    func start(_ arguments: String...) throws -> RunningProgram { try start(arguments) }

    func start(_ arguments: [String]) throws -> RunningProgram {
        try start(try BuiltPrograms.path("verigap"), arguments)
    }

    /// Starts a program of any kind.
    func start(_ program: String, _ arguments: [String]) throws -> RunningProgram {
        starts += 1
        var environment = ["HOME": folder, "TERM": "dumb", Self.mark: identity]
        for name in ["PATH", "LD_LIBRARY_PATH", "TMPDIR"] {
            environment[name] = ProcessInfo.processInfo.environment[name]
        }
        return try RunningProgram(
            program, arguments, in: folder, environment: environment, log: "\(logs)/\(starts)")
    }

    /// Starts a line of shell, in which `"$0"` is verigap and `"$@"` are the arguments.
    func startShell(_ line: String, _ arguments: [String] = []) throws -> RunningProgram {
        try start("/bin/sh", ["-c", line, try BuiltPrograms.path("verigap")] + arguments)
    }

    /// Runs a line of shell to its end; see `startShell`.
    func shell(_ line: String, _ arguments: [String] = []) throws -> Ending {
        try startShell(line, arguments).ending()
    }

    /// verigap in a folder of its own, beside a worker program that is `script`.
    func verigap(withWorker script: String) throws -> String {
        let folder = path("programs")
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        let program = folder + "/verigap"
        if !FileManager.default.fileExists(atPath: program) {
            let built = try BuiltPrograms.path("verigap")
            do { try FileManager.default.linkItem(atPath: built, toPath: program) } catch {
                try FileManager.default.copyItem(atPath: built, toPath: program)
            }
        }
        try write("#!/bin/sh\n\(script)\n", to: "programs/verigap-worker")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: folder + "/verigap-worker")
        return program
    }

    /// Runs verigap to its end.
    func verigap(_ arguments: String...) throws -> Ending { try verigap(arguments) }

    func verigap(_ arguments: [String]) throws -> Ending { try start(arguments).ending() }

    /// The worker processes that programs of this workspace have started.
    func workers() -> [pid_t] {
        ProcessTable.processes(with: Self.mark, identity).filter { ProcessTable.name(of: $0) == "verigap-worker" }
    }

    /// Whether a worker has computed for longer than it takes to start.
    func isAWorkerBusy() -> Bool { workers().contains { ProcessTable.processorSeconds(of: $0) > 0.3 } }

    /// Whether all workers end within two seconds.
    func workersEnd() -> Bool {
        let end = ContinuousClock.now + .seconds(2)
        while !workers().isEmpty {
            if ContinuousClock.now >= end { return false }
            usleep(10_000)
        }
        return true
    }

    // MARK: The result store

    static let store = "results.sqlite"

    func outcomes(of suite: String, store: String = Workspace.store) throws -> [StoredOutcome] {
        try cells(of: suite, store: store).flatMap(\.outcomes)
    }

    /// The latest outcomes by method, in the order of the suite.
    func cells(
        of suite: String, store: String = Workspace.store
    ) throws -> [(method: String, outcomes: [StoredOutcome])] {
        guard let snapshot = try ResultStore(path(store), mode: .read).snapshot(suite: suite) else { return [] }
        return zip(snapshot.cells, snapshot.outcomes).map { ($0.method, Array($1)) }
    }

    func contentDigest(store: String = Workspace.store) throws -> Digest {
        try ResultStore(path(store), mode: .read).contentDigest()
    }

    /// What SQLite's own check says of the store.
    func integrity(store: String = Workspace.store) throws -> String? {
        try RawDatabase.text("PRAGMA integrity_check", at: path(store))
    }
}
