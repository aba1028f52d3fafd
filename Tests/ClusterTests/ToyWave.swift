import Cluster
import Questions
import ResultStore

/// A wave over made-up outcomes.
struct ToyWave {
    let record: RunRecord
    let samples: [StoredSample]
    let cells: [RunCell]

    private static let method = MethodDescriptor(
        name: "milp", title: "MILP", summary: "For tests.", source: "none", claim: .exact, norms: [.infinity],
        costRank: 1)

    static let start = "2026-01-02T03:04:05Z"

    init(cells count: Int, samples: Int) {
        record = RunRecord(
            suite: "toy", suiteDigest: Digest(of: "toy"), title: "Toy", startedAt: Self.start,
            command: "verigap cluster submit toy", commit: nil, machine: "machine 0", versions: [:], workers: 1,
            datasetDigest: Digest(of: "images"))
        self.samples = (0..<samples).map { index in
            StoredSample(
                id: SampleID(dataset: "toy", split: "test", index: index), label: index % 10,
                digest: Digest(of: "image \(index)"))
        }
        let ids = self.samples.map(\.id)
        cells = (0..<count).map { number in
            RunCell(
                network: "N\(number)", method: "milp",
                configuration: Configuration(
                    network: Digest(of: "network \(number)"),
                    perturbation: PerturbationSet(norm: .infinity, epsilon: 0.1, domain: .unit),
                    method: MethodCall(Self.method), revision: 1, reference: .label, measure: .margin,
                    budget: Budget(perQuerySeconds: 60, memoryBytes: 1 << 30)),
                samples: ids)
        }
    }

    var harvest: Harvest { Harvest(record: record, samples: samples, cells: cells) }

    /// Every run key, cell by cell.
    var keys: [(configuration: Digest, sample: Digest)] {
        cells.flatMap { cell in
            let configuration = cell.configuration.digest
            return samples.map { (configuration, $0.digest) }
        }
    }

    static func entry(_ key: (configuration: Digest, sample: Digest)) -> Journal.Entry {
        let bound = Double(key.sample.bytes[0]) / 256
        return Journal.Entry(
            configuration: key.configuration, sample: key.sample,
            outcome: Outcome(
                verdict: bound > 0.2 ? .robust : .unknown, marginLower: bound,
                reason: bound > 0.2 ? nil : .boundTooLoose),
            recordedAt: "2026-01-02T03:05:00.000Z")
    }

    /// The journals of `tasks` that share all queries, of two kinds of machine.
    func journals(tasks: Int) -> [Journal] {
        let keys = keys
        return (0..<tasks).map { task in
            Journal(
                header: Journal.Header(
                    wave: Digest(of: "wave"), task: task + 1, machine: "machine \(task % 2)", startedAt: Self.start),
                entries: stride(from: task, to: keys.count, by: tasks).map { Self.entry(keys[$0]) })
        }
    }
}
