import Bisection
import Cluster
import Foundation

/// The programs of Slurm, as far as they are needed.
struct SlurmPrograms {
    /// - Throws: `ClusterFault`.
    func configuration() async throws -> SlurmConfiguration {
        SlurmConfiguration(try await run(["scontrol", "show", "config"]))
    }

    /// Submits a script.
    ///
    /// - Returns: the id of the array.
    /// - Throws: `ClusterFault`.
    func submit(_ script: String) async throws -> String {
        let output = try await run(["sbatch", "--parsable", script])
        let id = output.split(whereSeparator: { ";\n ".contains($0) }).first.map(String.init) ?? ""
        guard !id.isEmpty, id.allSatisfy(\.isNumber) else {
            throw ClusterFault.slurm(command: "sbatch", code: 0, words: "no number of a job: \(output.prefix(200))")
        }
        return id
    }

    /// What Slurm knows of arrays: those that wait or run, and those that ended not long ago.
    ///
    /// - Throws: `ClusterFault` where Slurm does not answer; to take its silence for an end would be to ask twice.
    func queue(of jobs: [SubmittedJob]) async throws -> SlurmQueue {
        guard !jobs.isEmpty else { return SlurmQueue([], of: []) }
        let queue = try await run([
            "squeue", "--me", "--noheader", "--states=all", "--array", "--format=\(SlurmJob.queueFormat)",
        ])
        var known = SlurmJob.jobs(ofQueue: queue)
        for job in jobs {
            // It forgets a job some minutes after its end.
            let ending = try await ending(of: ["scontrol", "show", "job", "-o", job.id])
            if ending.isSuccess { known += SlurmJob.jobs(ofControl: ending.output) }
        }
        return SlurmQueue(known, of: jobs)
    }

    /// - Throws: `ClusterFault`.
    func cancel(_ jobs: [SubmittedJob]) async throws {
        guard !jobs.isEmpty else { return }
        _ = try await run(["scancel"] + jobs.map(\.id))
    }

    private func run(_ words: [String]) async throws -> String {
        let ending = try await ending(of: words)
        guard ending.isSuccess else {
            throw ClusterFault.slurm(command: words[0], code: ending.code, words: ending.lastWords)
        }
        return ending.output
    }

    private func ending(of words: [String]) async throws -> SystemCommand.Ending {
        do {
            // Long lists of elements are not to be cut short.
            return try await SystemCommand.run(
                words, in: FileManager.default.currentDirectoryPath, environment: ["SLURM_BITSTR_LEN": "0"])
        } catch let error as CancellationError { throw error } catch { throw ClusterFault.noSlurm(program: words[0]) }
    }
}
