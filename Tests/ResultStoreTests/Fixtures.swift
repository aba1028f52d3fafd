import Foundation
import Questions
import ResultStore

enum Fixtures {
    static func configuration(_ method: String = "probe", epsilon: Double = 0.1, steps: Int = 5)
        -> Questions.Configuration
    {
        let descriptor = MethodDescriptor(
            name: method, title: method, summary: "", source: "", claim: .lowerBound, norms: [.infinity],
            options: [
                OptionDescriptor("steps", .integer(1...99), default: .integer(5), help: ""),
                OptionDescriptor("size", .number(0...9), default: .number(1), help: ""),
            ], costRank: 1)
        return Questions.Configuration(
            network: Digest(of: "net"), perturbation: PerturbationSet(epsilon: epsilon),
            method: MethodCall(descriptor, options: ["steps": .integer(steps)]), revision: 1, reference: .label,
            measure: .margin, budget: Budget())
    }

    static func samples(_ count: Int, seed: String = "") -> [StoredSample] {
        (0..<count).map { index in
            StoredSample(
                id: SampleID(dataset: "points", split: "test", index: index), label: index % 10,
                digest: Digest(of: "\(seed)\(index)"))
        }
    }

    static func record(_ suite: String = "suite", title: String = "Title") -> RunRecord {
        RunRecord(
            suite: suite, suiteDigest: Digest(of: suite), title: title, startedAt: "2024-01-01T00:00:00Z",
            command: "verigap run", commit: nil, machine: "one", versions: ["verigap": "1"], workers: 2,
            datasetDigest: Digest(of: "data"))
    }

    /// An outcome with every field set, different for every `number`.
    static func rich(_ number: Int) -> Outcome {
        var outcome = Outcome(
            verdict: .falsified, marginLower: -1.5 - Double(number), marginUpper: -0.1, distanceLower: 0.25,
            witness: Witness(
                pixels: [0, 0.1, -0.0, Float(number)], adversarialClass: 3, marginFloat: -0.1, marginDouble: -0.11),
            reason: .solverStopped, impliedBy: "pgd", note: "it's \"noted\"")
        outcome.measurements.wallSeconds = 0.5
        outcome.measurements.cpuSeconds = 0.25
        outcome.measurements.peakMemoryBytes = 1 << 33
        outcome.measurements.lpSolves = 4
        outcome.measurements.lpFallbacks = 1
        outcome.measurements.simplexIterations = 99
        outcome.measurements.nodes = 7
        outcome.measurements.unstableByLayer = [12, 0, 3]
        outcome.measurements.phases = ["bounds": 0.125, "lp": 1e-7]
        return outcome
    }

    /// A path in a fresh temporary folder, removed after `body`.
    @discardableResult
    static func withStorePath<Value>(_ body: (String) throws -> Value) throws -> Value {
        // In memory where the system has such a place: these tests sync to disk many hundred times.
        let memory = URL(fileURLWithPath: "/dev/shm")
        let parent =
            FileManager.default.isWritableFile(atPath: memory.path) ? memory : FileManager.default.temporaryDirectory
        let folder = parent.appendingPathComponent("verigap-store-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        return try body(folder.appendingPathComponent("deep/results.sqlite").path)
    }
}
