import Foundation
import Questions
import ResultStore

/// Outcomes of one method on so many images, in a run of their own.
enum RecordedOutcomes {
    static let suite = "suite"
    static let method = MethodDescriptor(
        name: "probe", title: "PROBE", summary: "", source: "", claim: .lowerBound, norms: [.infinity], costRank: 1)
    static let configuration = Questions.Configuration(
        network: Digest(of: "net"), perturbation: PerturbationSet(epsilon: 0.1), method: MethodCall(method),
        revision: 1, reference: .label, measure: .margin, budget: Budget())
    static let record = RunRecord(
        suite: suite, suiteDigest: Digest(of: "suite"), title: "T", startedAt: "2024-01-01T00:00:00Z",
        command: "verigap run", commit: nil, machine: "one", versions: [:], workers: 1,
        datasetDigest: Digest(of: "data"))

    static func samples(_ count: Int) -> [StoredSample] {
        (0..<count).map {
            StoredSample(
                id: SampleID(dataset: "points", split: "test", index: $0), label: 1, digest: Digest(of: "\($0)"))
        }
    }

    private static func cell(_ samples: [StoredSample]) -> RunCell {
        RunCell(network: "net", method: "probe", configuration: configuration, samples: samples.map(\.id))
    }

    static func snapshot(_ outcomes: [Outcome]) -> RunSnapshot {
        let samples = samples(outcomes.count)
        let stored = zip(samples, outcomes).map { sample, outcome in
            let pixels = outcome.witness?.pixels ?? []
            return StoredOutcome(
                sample: sample.id, label: sample.label, outcome: outcome, attempt: 1,
                recordedAt: "2024-01-01T00:00:01Z",
                fingerprint: pixels.isEmpty ? nil : PixelFingerprint(of: pixels))
        }
        return RunSnapshot(run: record, samples: samples, cells: [cell(samples)], outcomes: [OutcomeList(stored)])
    }

    /// Records outcomes on fresh images behind those of the store.
    static func record(
        _ outcomes: [Outcome], at path: String, columns: OutcomeColumns = .current
    ) throws -> ResultStore {
        let store = try ResultStore(path, mode: .write, columns: columns)
        let known = try store.answered(configuration.digest).count
        let samples = samples(known + outcomes.count)
        let run = try store.beginRun(record, cells: [cell(samples)], samples: samples)
        try store.record(
            zip(samples.dropFirst(known), outcomes).map {
                Attempt(configuration: configuration.digest, sample: $0.digest, outcome: $1)
            }, run: run)
        return store
    }

    /// A path in a fresh temporary folder, removed after `body`.
    static func withStore(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent("verigap-fields-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.appendingPathComponent("results.sqlite").path)
    }
}
