import DataFormats
import Questions
import ResultStore

/// Files of outcomes, packed or not.
enum OutcomeTarget {
    static func read(_ bytes: [UInt8]) {
        let snapshot: RunSnapshot
        do { snapshot = try OutcomeFile.parse(bytes, path: "x") } catch {
            _ = "\(error)"
            return
        }
        // What was read can be written, and what is written can be read.
        guard let written = try? OutcomeFile.bytes(of: snapshot, witnesses: true),
            let again = try? OutcomeFile.parse(written, path: "x")
        else { preconditionFailure("a file that was read cannot be written and read again") }
        precondition(again.outcomes.map(\.count) == snapshot.outcomes.map(\.count))
    }

    static func seeds() throws -> [[UInt8]] {
        let file = try OutcomeFile.bytes(of: snapshot, witnesses: true)
        return [file, try Gzip.decompress(file), try Gzip.decompress(OutcomeFile.bytes(of: snapshot))]
    }

    /// One cell over two samples: a witness, and an outcome with everything else.
    private static var snapshot: RunSnapshot {
        let samples = (0..<2).map {
            StoredSample(
                id: SampleID(dataset: "points", split: "test", index: $0), label: $0, digest: Digest(of: "\($0)"))
        }
        let descriptor = MethodDescriptor(
            name: "probe", title: "probe", summary: "", source: "", claim: .lowerBound, norms: [.infinity], costRank: 1)
        let configuration = Questions.Configuration(
            network: Digest(of: "net"), perturbation: PerturbationSet(epsilon: 0.1),
            method: MethodCall(descriptor, options: [:]), revision: 1, reference: .label, measure: .margin,
            budget: Budget())
        let record = RunRecord(
            suite: "s", suiteDigest: Digest(of: "s"), title: "T", startedAt: "2024-01-01T00:00:00Z",
            command: "verigap run", commit: nil, machine: "one", versions: ["verigap": "1"], workers: 2,
            datasetDigest: Digest(of: "data"))
        let pixels: [Float] = [0, 0.5, 1, -0.25]
        var rich = Outcome(
            verdict: .unknown, marginLower: -1.5, marginUpper: 0.1, distanceLower: 0.25, reason: .solverStopped,
            impliedBy: "pgd", note: "it's \"noted\"")
        rich.measurements.wallSeconds = 0.5
        rich.measurements.peakMemoryBytes = 1 << 33
        rich.measurements.unstableByLayer = [12, 0, 3]
        rich.measurements.phases = ["bounds": 0.125, "lp": 1e-7]
        let outcomes = [
            Outcome(
                verdict: .falsified, marginUpper: -0.1,
                witness: Witness(pixels: pixels, adversarialClass: 3, marginFloat: -0.1, marginDouble: -0.11)), rich,
        ]
        return RunSnapshot(
            run: record, samples: samples,
            cells: [
                RunCell(network: "n", method: "probe", configuration: configuration, samples: samples.map(\.id))
            ],
            outcomes: [
                OutcomeList(
                    zip(samples, outcomes).map { sample, outcome in
                        StoredOutcome(
                            sample: sample.id, label: sample.label, outcome: outcome, attempt: 1,
                            recordedAt: "2024-01-01T00:00:00Z",
                            fingerprint: outcome.witness.map { PixelFingerprint(of: $0.pixels) })
                    })
            ])
    }
}
