import Foundation

/// Where commits of a repository are built: a worktree of its own below `.verigap/bisect`, one folder for what compilers keep, so
/// that builds are incremental, and the programs of every commit that was built.
///
///     .verigap/bisect/worktree            only while a bisection runs
///     .verigap/bisect/sources             its files in between, so that nothing is compiled anew that did not change
///     .verigap/bisect/build               what `swift build` keeps
///     .verigap/bisect/programs/<commit>   verigap, verigap-worker and their bundles
///     .verigap/bisect/logs/<commit>.log   what a build said
public final class Workbench: Sendable {
    /// What became of a commit.
    public enum Programs: Sendable, Hashable {
        /// Lie in a folder that an earlier build filled.
        case kept(String)
        case built(String, seconds: Double)
        /// There are none; the reason in a line.
        case none(reason: String)
    }

    public let repository: String
    public let folder: String
    private let command: BuildCommand
    private let lock: FolderLock

    private var worktree: String { folder + "/worktree" }
    private var sources: String { folder + "/sources" }

    /// - Parameters:
    ///   - path: a folder of the repository.
    ///   - build: a line of shell that builds in the worktree and puts the programs into `$VERIGAP_PROGRAMS`; `nil` is
    ///     `swift build`.
    /// - Throws: `BisectionFault`.
    public init(of path: String, build: String? = nil) async throws {
        do { repository = try await Git.run(["rev-parse", "--show-toplevel"], in: path) } catch BisectionFault.git(
            _, let reason)
        { throw BisectionFault.notARepository(path, reason: reason) }
        folder = repository + "/.verigap/bisect"
        command = BuildCommand(build)
        lock = try FolderLock(folder)
    }

    /// Makes the worktree.
    public func open(at commit: Commit) async throws {
        // One that was left behind by a program that was killed.
        _ = try? await Git.run(["worktree", "remove", "--force", worktree], in: repository)
        try? FileManager.default.removeItem(atPath: worktree)
        _ = try await Git.run(["worktree", "add", "--no-checkout", "--detach", worktree, commit.hash], in: repository)
        for name in (try? FileManager.default.contentsOfDirectory(atPath: sources)) ?? [] where name != ".git" {
            try? FileManager.default.moveItem(atPath: "\(sources)/\(name)", toPath: "\(worktree)/\(name)")
        }
        try? FileManager.default.removeItem(atPath: sources)
        _ = try await Git.run(["reset", "--quiet"], in: worktree)
    }

    /// Takes the worktree away; its files stay for the next time. Also where the task was cancelled.
    public func close() async {
        await Task.detached { [self] in
            if FileManager.default.fileExists(atPath: worktree) {
                try? FileManager.default.moveItem(atPath: worktree, toPath: sources)
            }
            try? FileManager.default.removeItem(atPath: "\(sources)/.git")
            _ = try? await Git.run(["worktree", "remove", "--force", worktree], in: repository)
        }.value
    }

    /// The programs of a commit, built if they are not there yet.
    ///
    /// - Throws: where git or the disk fails; a build that fails is an answer.
    public func programs(of commit: Commit) async throws -> Programs {
        let target = "\(folder)/programs/\(commit.hash)\(command.mark)"
        if FileManager.default.isExecutableFile(atPath: target + "/verigap") { return .kept(target) }
        let start = ContinuousClock.now
        try await checkOut(commit)
        let staging = "\(folder)/programs/staging"
        try? FileManager.default.removeItem(atPath: staging)
        for folder in [staging, "\(folder)/logs"] { try Self.make(folder) }
        let log = "\(folder)/logs/\(commit.hash).log"
        let ending = try await SystemCommand.run(
            ["/bin/sh", "-c", "{ \(command.text)\n} > \"$VERIGAP_LOG\" 2>&1"], in: worktree,
            environment: ["VERIGAP_PROGRAMS": staging, "VERIGAP_SCRATCH": "\(folder)/build", "VERIGAP_LOG": log])
        guard ending.isSuccess else {
            return .none(reason: "does not build: \(Self.firstError(of: log) ?? "exit code \(ending.code)")")
        }
        guard FileManager.default.isExecutableFile(atPath: staging + "/verigap") else {
            return .none(reason: "does not build: there is no program verigap")
        }
        try? FileManager.default.removeItem(atPath: target)
        do { try FileManager.default.moveItem(atPath: staging, toPath: target) } catch {
            throw BisectionFault.cannotWrite(target, reason: "\(error)")
        }
        return .built(target, seconds: (.now - start) / .seconds(1))
    }

    private func checkOut(_ commit: Commit) async throws {
        _ = try await Git.run(["checkout", "--quiet", "--force", "--detach", commit.hash], in: worktree)
        _ = try await Git.run(["clean", "-fdq"], in: worktree)
        // Versions of dependencies that the repository does not keep under version control.
        let (own, other) = ("\(repository)/Package.resolved", "\(worktree)/Package.resolved")
        let files = FileManager.default
        if files.fileExists(atPath: own), !files.fileExists(atPath: other) {
            try? files.copyItem(atPath: own, toPath: other)
        }
    }

    static func make(_ folder: String) throws {
        do { try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true) } catch {
            throw BisectionFault.cannotWrite(folder, reason: error.localizedDescription)
        }
    }

    /// The first line of a log that speaks of an error, else its last.
    private static func firstError(of log: String) -> String? {
        guard let data = FileManager.default.contents(atPath: log) else { return nil }
        let lines = String(decoding: data, as: UTF8.self).split(separator: "\n").map {
            $0.trimmingCharacters(in: .whitespaces)
        }.filter { !$0.isEmpty }
        return lines.first { $0.contains("error:") } ?? lines.last
    }
}
