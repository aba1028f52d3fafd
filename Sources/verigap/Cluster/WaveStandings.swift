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
                guard isDriven, !hasEnded else { return nil }
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

/// The process that runs a local array, by the note that it leaves in the wave's folder while it does.
enum LocalDriver {
    /// - Throws: `FileFault`.
    static func begin(_ folder: WaveFolder) throws {
        try AtomicFile.write("\(getpid()) \(host)\n", to: folder.driverFile)
    }

    static func end(_ folder: WaveFolder) { unlink(folder.driverFile) }

    /// Whether the process lives, as far as this machine can tell: of another machine's the note is believed.
    static func isAlive(_ folder: WaveFolder) -> Bool {
        guard let (process, host) = note(folder) else { return false }
        return host != Self.host || isVerigap(process)
    }

    /// Has the process end its tasks; `false` where it is not on this machine.
    static func stop(_ folder: WaveFolder) -> Bool {
        guard let (process, host) = note(folder), host == Self.host, isVerigap(process) else { return false }
        return kill(process, SIGTERM) == 0
    }

    private static func note(_ folder: WaveFolder) -> (process: pid_t, host: String)? {
        guard let text = try? String(contentsOfFile: folder.driverFile, encoding: .utf8) else { return nil }
        let words = text.split(whereSeparator: \.isWhitespace)
        guard words.count == 2, let process = pid_t(words[0]), process > 1 else { return nil }
        return (process, String(words[1]))
    }

    /// A number may have gone to another program meanwhile.
    private static func isVerigap(_ process: pid_t) -> Bool {
        guard kill(process, 0) == 0 else { return false }
        guard let name = try? String(contentsOfFile: "/proc/\(process)/comm", encoding: .utf8) else { return true }
        return name.hasPrefix("verigap")
    }

    private static var host: String { ProcessInfo.processInfo.hostName }
}
