import Foundation

/// A commit by its hash, and what its author called it.
public struct Commit: Sendable, Hashable, Encodable {
    public var hash: String
    public var subject: String

    /// The hash as people write it.
    public var short: String { String(hash.prefix(12)) }

    /// The commit that a name stands for in the repository that `folder` lies in.
    ///
    /// - Throws: `BisectionFault` where there is none.
    public static func named(_ name: String, in folder: String) async throws -> Commit {
        let hash = try await CommitLine.hash(name, folder)
        return Commit(hash: hash, subject: try await Git.run(["log", "-1", "--format=%s", hash], in: folder))
    }
}

/// The commits from a good one to a bad one, by first parents.
public struct CommitLine: Sendable, Hashable {
    public var good: Commit
    /// After the good one, oldest first; the last is the bad one.
    public var commits: [Commit]

    /// Reads the line from the repository that `folder` lies in.
    ///
    /// - Throws: `BisectionFault` where the names do not stand for such a line.
    public static func between(_ good: String, _ bad: String, in folder: String) async throws -> CommitLine {
        let first = try await hash(good, folder)
        let last = try await hash(bad, folder)
        guard first != last else { throw BisectionFault.sameCommit(good) }
        let list = try await Git.run(["rev-list", "--first-parent", "--reverse", "\(first)..\(last)"], in: folder)
        let hashes = list.split(separator: "\n").map(String.init)
        guard let oldest = hashes.first, let parent = try? await Git.run(["rev-parse", "\(oldest)^1"], in: folder),
            parent == first
        else { throw BisectionFault.notAnAncestor(good: good, bad: bad) }
        var commits = [Commit]()
        for hash in [first] + hashes {
            commits.append(
                Commit(hash: hash, subject: try await Git.run(["log", "-1", "--format=%s", hash], in: folder)))
        }
        return CommitLine(good: commits[0], commits: Array(commits.dropFirst()))
    }

    fileprivate static func hash(_ name: String, _ folder: String) async throws -> String {
        do {
            return try await Git.run(
                ["rev-parse", "--verify", "--quiet", "--end-of-options", "\(name)^{commit}"], in: folder)
        } catch is BisectionFault { throw BisectionFault.unknownCommit(name) }
    }
}

/// git, asked for its answer.
enum Git {
    /// Standard output without the white space at its ends.
    ///
    /// - Throws: `BisectionFault.git` where it fails.
    static func run(_ arguments: [String], in folder: String) async throws -> String {
        let ending: SystemCommand.Ending
        do { ending = try await SystemCommand.run(["git"] + arguments, in: folder) } catch is CancellationError {
            throw CancellationError()
        } catch { throw BisectionFault.git(command: arguments.first ?? "", reason: "\(error)") }
        guard ending.isSuccess else {
            throw BisectionFault.git(command: arguments.first ?? "", reason: ending.lastWords)
        }
        return ending.output.trimmingCharacters(in: .whitespacesAndNewlines)
    }
}
