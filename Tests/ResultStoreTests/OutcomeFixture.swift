import DataFormats
import Foundation
import Questions
import ResultStore
import Testing

/// A run of two cells over five samples and a part of them, seven outcomes, one of them a second attempt.
enum OutcomeFixture {
    static let samples = Fixtures.samples(5)
    static let configurations = [Fixtures.configuration(), Fixtures.configuration(epsilon: 0.2)]
    static let cells = [
        RunCell(
            network: "net", method: "probe", configuration: configurations[0], samples: samples.map(\.id)),
        RunCell(
            network: "net", method: "probe", configuration: configurations[1],
            samples: [samples[4], samples[0], samples[1]].map(\.id)),
    ]

    static func outcome(_ number: Int) -> Outcome {
        switch number {
        case 0: return Fixtures.rich(0)
        case 1: return Outcome(verdict: .robust, marginLower: .infinity, note: "ε ≤ 0.1,\n\ttab \\ and \u{1}")
        case 2: return Outcome(verdict: .unknown, marginUpper: 0.1 + 0.2, reason: .noWitnessFound)
        case 3:
            var outcome = Fixtures.rich(3)
            outcome.witness = Witness(pixels: [1, 2], adversarialClass: 0)
            outcome.impliedBy = nil
            return outcome
        default: return Outcome(verdict: .crashed, marginLower: -.infinity, distanceLower: .leastNonzeroMagnitude)
        }
    }

    /// A store at `path` with the run.
    static func store(_ path: String, order: [Int] = [0, 1, 2, 3, 4]) throws -> ResultStore {
        let store = try ResultStore(path, mode: .write)
        let run = try store.beginRun(Fixtures.record(), cells: cells, samples: samples)
        for number in order {
            try store.record(
                [
                    Attempt(
                        configuration: configurations[0].digest, sample: samples[number].digest,
                        outcome: outcome(number))
                ],
                run: run)
        }
        for number in [1, 4, 1] {
            try store.record(
                [
                    Attempt(
                        configuration: configurations[1].digest, sample: samples[number].digest,
                        outcome: outcome(number))
                ],
                run: run)
        }
        return store
    }

    static func snapshot(order: [Int] = [0, 1, 2, 3, 4], witnesses: Bool = true) throws -> RunSnapshot {
        var snapshot = try Fixtures.withStorePath { path in
            try #require(try store(path, order: order).snapshot(suite: "suite", witnesses: witnesses))
        }
        guard order == order.sorted() else { return snapshot }
        // The clock is the one thing that differs.
        for (cell, outcomes) in snapshot.outcomes.enumerated() {
            for position in outcomes.indices {
                snapshot.outcomes[cell][position].recordedAt = "2024-01-01T00:00:0\(position / 2)Z"
            }
        }
        return snapshot
    }

    static func withoutPixels(_ snapshot: RunSnapshot) -> RunSnapshot {
        var snapshot = snapshot
        for (cell, outcomes) in snapshot.outcomes.enumerated() {
            for position in outcomes.indices { snapshot.outcomes[cell][position].outcome.witness?.pixels = [] }
        }
        return snapshot
    }

    /// The lines of the snapshot's file.
    static func lines(_ snapshot: RunSnapshot) throws -> [String] {
        let text = String(decoding: try Gzip.decompress(OutcomeFile.bytes(of: snapshot)), as: UTF8.self)
        return text.split(separator: "\n").map(String.init)
    }
}
