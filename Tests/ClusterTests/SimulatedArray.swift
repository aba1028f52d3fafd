import Cluster
import Foundation
import LinearAlgebra
import Questions
import ResultStore

/// Waves of tasks that only pretend to compute: files, journals and harvests are the real ones.
struct SimulatedArray {
    struct Result: CustomStringConvertible {
        var waves = 0
        /// Outcomes in the store.
        var stored = 0
        /// Queries without an outcome, and outcomes that are no first attempt.
        var lost = 0
        var twice = 0
        var writing = 0.0
        var harvesting = 0.0

        var description: String {
            "\(waves) waves, \(stored) outcomes, \(lost) lost, \(twice) twice; \(writing) s of tasks, \(harvesting) s of harvests"
        }
    }

    private let toy: ToyWave
    private let tasks: Int
    private let folder: String

    var queries: Int { toy.cells.count * toy.samples.count }

    init(tasks: Int, queriesPerTask: Int, in folder: String) {
        // A cell has at most 10,000 images.
        let samples = min(10_000, tasks * queriesPerTask)
        toy = ToyWave(cells: tasks * queriesPerTask / samples, samples: samples)
        self.tasks = tasks
        self.folder = folder
    }

    func run() throws -> Result {
        var generator = SeededGenerator(seed: 11)
        var result = Result()
        let store = try ResultStore(folder + "/store.sqlite", mode: .write)
        let all = toy.keys
        var missing = Array(all.indices)
        while !missing.isEmpty {
            result.waves += 1
            let start = ContinuousClock.now
            let wave = try WaveFolder.next(of: "toy", in: folder + "/cluster")
            let seconds = missing.map { _ in 5 * generator.unitDouble() }
            let cut = TaskCutting(count: min(tasks, missing.count)).cut(seconds)
            for (index, range) in cut.tasks.enumerated() {
                try work(index + 1, missing[range].map { all[$0] }, wave, result.waves, &generator)
            }
            result.writing += (.now - start) / .seconds(1)
            let harvestStart = ContinuousClock.now
            var harvest = toy.harvest
            var answered = Set<RunKey>()
            for number in 1...cut.tasks.count {
                for file in wave.journalFiles(number) {
                    guard let journal = try Journal.read(file) else { continue }
                    harvest.take(journal)
                    answered.formUnion(journal.entries.map(\.key))
                }
                if number % 500 == 0 {
                    _ = try store.add([harvest.snapshot])
                    harvest.clear()
                }
            }
            _ = try store.add([harvest.snapshot])
            missing.removeAll {
                answered.contains(RunKey(configuration: all[$0].configuration, sample: all[$0].sample))
            }
            result.harvesting += (.now - harvestStart) / .seconds(1)
        }
        let snapshot = try store.snapshot(suite: "toy")
        result.stored = snapshot?.outcomes.reduce(0) { $0 + $1.count } ?? 0
        result.lost = queries - result.stored
        result.twice = snapshot?.outcomes.joined().count { $0.attempt != 1 } ?? 0
        return result
    }

    /// One task: 1 % die in the middle of a line and are never seen again, 5 % are so slow that a second one begins beside them and
    /// both answer everything.
    private func work(
        _ number: Int, _ keys: [(configuration: Digest, sample: Digest)], _ wave: WaveFolder, _ round: Int,
        _ generator: inout SeededGenerator
    ) throws {
        let header = Journal.Header(
            wave: Digest(of: "wave \(round)"), task: number, machine: "machine \(number % 3)", startedAt: ToyWave.start)
        let entries = keys.map(ToyWave.entry)
        let chance = generator.unitDouble()
        // Of every first wave some must fail, however few there are.
        let dies = round == 1 && number == 1 || chance < 0.01
        let journal = try wave.beginJournal(header)
        try journal.append(Array(dies ? entries.prefix(entries.count / 2) : entries[...]))
        if dies {
            let file = FileHandle(forWritingAtPath: journal.path)
            _ = try file?.seekToEnd()
            try file?.write(contentsOf: Data("{\"configuration\":\"0123".utf8))
        }
        if chance > 0.95 { try wave.beginJournal(header).append(entries) }
    }
}
