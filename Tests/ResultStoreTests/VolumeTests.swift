import Foundation
import Questions
import ResultStore
import Testing

@Suite struct VolumeTests {
    /// A slice of the size that matters: 30,000 outcomes of 10,000 samples in batches of 500.
    @Test func takesAndGivesManyOutcomesQuickly() throws {
        try Fixtures.withStorePath { path in
            let scale = Int(ProcessInfo.processInfo.environment["VERIGAP_STORE_CELLS"] ?? "") ?? 3
            let samples = Fixtures.samples(10_000)
            let configurations = (0..<scale).map { Fixtures.configuration(epsilon: Double($0 + 1) / 100) }
            let store = try ResultStore(path, mode: .write)
            let clock = ContinuousClock()
            let start = clock.now
            let run = try store.beginRun(
                Fixtures.record(),
                cells: configurations.map {
                    RunCell(network: "n", method: "m", configuration: $0, samples: samples.map(\.id))
                }, samples: samples)
            let pixels = (0..<784).map { Float($0 % 7) / 7 }
            for configuration in configurations {
                let digest = configuration.digest
                for first in stride(from: 0, to: samples.count, by: 500) {
                    try store.record(
                        samples[first..<first + 500].enumerated().map { position, sample in
                            var outcome = Outcome(verdict: .robust, marginLower: Double(position))
                            if position % 10 == 0 {
                                outcome.witness = Witness(pixels: pixels, adversarialClass: 1)
                                outcome.verdict = .falsified
                            }
                            outcome.measurements.wallSeconds = 1e-3
                            outcome.measurements.unstableByLayer = [40, 50]
                            outcome.measurements.phases = ["bounds": 0.001]
                            return Attempt(configuration: digest, sample: sample.digest, outcome: outcome)
                        }, run: run)
                }
            }
            let written = clock.now
            let snapshot = try #require(try store.snapshot(suite: "suite"))
            let read = clock.now
            #expect(snapshot.outcomes.map(\.count) == configurations.map { _ in 10_000 })
            for configuration in configurations {
                #expect(try store.answered(configuration.digest).count == 10_000)
            }
            if ProcessInfo.processInfo.environment["VERIGAP_PRINT_TIMES"] != nil {
                print("\(scale * 10_000) outcomes: written \(written - start), read \(read - written)")
                print("answers \(clock.now - read)")
            }
            // A sanitizer makes everything slower (.ci/test-sanitized).
            guard ProcessInfo.processInfo.environment["VERIGAP_SANITIZED"] == nil else { return }
            #expect(written - start < .seconds(5 * scale))
            #expect(read - written < .seconds(5 * scale))
        }
    }
}
