import Bisection
import DataFormats
import Foundation
import ResultStore

/// Builds commits and asks their programs.
struct CommitAsker {
    /// Why a commit has no answers.
    struct Silent: Error { var reason: String }

    let bench: Workbench
    let say: @Sendable (String) -> Void

    /// The folder of a commit's programs.
    ///
    /// - Throws: `Silent` where it does not build.
    func programs(of commit: Commit) async throws -> String {
        say("\(commit.short) \(commit.subject)")
        switch try await bench.programs(of: commit) {
        case .kept(let folder): return folder
        case .built(let folder, let seconds):
            say("  built in \(TextFormat.duration(seconds))")
            return folder
        case .none(let reason): throw Silent(reason: reason)
        }
    }

    /// The same of an end, which must build.
    func endPrograms(of commit: Commit) async throws -> String {
        do { return try await programs(of: commit) } catch let silent as Silent {
            throw BisectionFault.endFails(commit: commit.short, reason: silent.reason)
        }
    }

    /// The answers of the programs in `folder` to the suites at `paths`, in a store of their own, as one run.
    ///
    /// - Parameter options: more words for `verigap run`.
    /// - Throws: `Silent` where the programs cannot read a suite or do not come to an end.
    func answers(
        _ folder: String, to suites: [(name: String, path: String)], data: String?, options: [String] = []
    ) async throws -> RunSnapshot {
        try await OtherPrograms(folder: folder, place: bench.folder + "/run").answers(
            to: suites, data: data, options: options)
    }
}

/// Programs that lie elsewhere, of this build or another.
struct OtherPrograms {
    /// Holds `verigap` and its worker.
    let folder: String
    /// A folder to work in; made, and taken away in the end.
    let place: String

    /// Their answers to the suites at `paths`, in a store of their own, as one run.
    ///
    /// - Throws: `CommitAsker.Silent` where the programs cannot read a suite or do not come to an end.
    func answers(
        to suites: [(name: String, path: String)], data: String?, options: [String] = []
    ) async throws -> RunSnapshot {
        try? FileManager.default.removeItem(atPath: place)
        try OutputFolder.make(place)
        defer { try? FileManager.default.removeItem(atPath: place) }
        let here = FileManager.default.currentDirectoryPath
        let program = folder + "/verigap"
        var whole: RunSnapshot?
        for (name, path) in suites {
            let store = place + "/outcomes.sqlite"
            var words = [program, "run", path, "--store", store, "--quiet"] + options
            if let data { words += ["--data-dir", data] }
            let run = try await SystemCommand.run(words, in: here)
            // 2 and 3: a law is broken, queries are unanswered. There are answers all the same.
            guard [0, 2, 3].contains(run.code) else {
                throw CommitAsker.Silent(reason: "does not run: \(run.lastWords)")
            }
            let file = "\(place)/\(name).jsonl.gz"
            let export = try await SystemCommand.run(
                [program, "export", name, "--store", store, "--output", file, "--quiet"], in: here)
            guard export.isSuccess else { throw CommitAsker.Silent(reason: "does not export: \(export.lastWords)") }
            let part: RunSnapshot
            do { part = try OutcomeFile.read(file) } catch {
                throw CommitAsker.Silent(reason: "its outcomes cannot be read: \(error)")
            }
            whole = whole?.joined(with: part) ?? part
        }
        guard let whole else { throw CommitAsker.Silent(reason: "nothing was asked") }
        return whole
    }
}

extension RunSnapshot {
    /// Both as one run, for comparisons: cells of one and of the other.
    fileprivate func joined(with other: RunSnapshot) -> RunSnapshot {
        var result = self
        let known = Set(samples.map(\.id))
        result.samples += other.samples.filter { !known.contains($0.id) }
        result.cells += other.cells
        result.outcomes += other.outcomes
        return result
    }
}
