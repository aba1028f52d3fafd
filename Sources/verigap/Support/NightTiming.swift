import Bisection
import Comparison
import Datasets
import Foundation
import ResultStore
import Verifiers

/// Tonight's CPU time against that of the accepted build, in one sitting: the accepted build before and after the night's run,
/// and this build once more.
struct NightTiming {
    let suite: (name: String, path: String)
    /// Folder of the accepted build's programs.
    let accepted: String
    let data: String?
    let workers: Int
    let place: String

    /// What is run before the night.
    func before() async throws -> RunSnapshot { try await run(accepted) }

    /// The night's times, judged by all four runs.
    func time(of night: RunSnapshot, after before: RunSnapshot) async throws -> RunComparison {
        let control = try await run(accepted)
        let again = try await run(ProgramPlace.folder)
        return RunComparison(
            base: before, new: night, controls: [control], again: [again],
            catalog: MethodRegistry.catalog.withoutLibraries)
    }

    private func run(_ programs: String) async throws -> RunSnapshot {
        do {
            return try await OtherPrograms(folder: programs, place: place).answers(
                to: [suite], data: data, options: ["--fresh", "--workers", "\(workers)"])
        } catch let silent as CommitAsker.Silent {
            throw CommandFault("the programs in \(programs): \(silent.reason)", status: .systemShort)
        }
    }

    /// The programs of the commit that the baseline is of, built if need be.
    ///
    /// - Throws: where that is not known, or it does not build.
    static func programs(of baseline: RunSnapshot, saying say: @escaping @Sendable (String) -> Void) async throws
        -> String
    {
        let hint = "; --accepted names a folder with its programs"
        guard let name = baseline.run.commit, !name.contains("+") else {
            throw CommandFault("the baseline is of no commit that can be built\(hint)", status: .inputNotFound)
        }
        let here = FileManager.default.currentDirectoryPath
        let commit = try await Commit.named(name, in: here)
        let bench = try await Workbench(of: here)
        try await bench.open(at: commit)
        do {
            let folder = try await CommitAsker(bench: bench, say: say).endPrograms(of: commit)
            await bench.close()
            return folder
        } catch {
            await bench.close()
            throw error
        }
    }
}
