import Cluster
import DataFormats
import Foundation

/// Where the tasks of waves stand, by their files and by whoever runs them.
struct WaveStandings {
    /// - Throws: `ClusterFault`, `JournalFault`.
    static func standing(of folder: WaveFolder, _ wave: WaveV1) async throws -> WaveStanding {
        switch wave.executor {
        case .slurm:
            // What is done by its journals needs nobody to say so.
            let before = try folder.standing(of: wave) { _ in nil }
            if before.isDone { return before }
            let queue = try await SlurmPrograms().queue(of: try folder.readJobs())
            return try folder.standing(of: wave) { queue[$0] }
        case .localArray:
            let isDriven = LocalDriver.isAlive(folder)
            return try folder.standing(of: wave) { task in
                let hasBegun = FileManager.default.fileExists(atPath: folder.logFile(task, arraySize: wave.arraySize))
                let hasEnded = FileManager.default.fileExists(atPath: folder.endFile(task))
                guard !hasEnded else { return nil }
                // Also without the one who began it: killed, or its terminal closed.
                if ProcessNote(folder.processFile(task))?.isAlive ?? false {
                    return SlurmQueue.Place(state: .running, reason: "None")
                }
                guard isDriven else { return nil }
                return SlurmQueue.Place(state: hasBegun ? .running : .waiting, reason: "None")
            }
        }
    }

    /// Every wave of a suite with where it stands, oldest first.
    static func all(
        _ folders: [WaveFolder]
    ) async throws -> [(folder: WaveFolder, wave: WaveV1, standing: WaveStanding)] {
        var all = [(folder: WaveFolder, wave: WaveV1, standing: WaveStanding)]()
        for folder in folders {
            let wave = try folder.readWave()
            all.append((folder, wave, try await standing(of: folder, wave)))
        }
        return all
    }
}
