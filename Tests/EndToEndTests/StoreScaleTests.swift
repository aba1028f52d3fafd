import Foundation
import LinearAlgebra
import Questions
import ResultStore
import Testing

/// A store of very many outcomes, and what the commands need for it. `make store-scale OUTCOMES=5000000` prints the figures; the
/// tests do it with some thousands.
@Suite("Stores of millions", .enabled(if: BuiltPrograms.folder != nil, "the programs are not built"))
struct StoreScaleTests {
    private static let wanted = ProcessInfo.processInfo.environment["VERIGAP_SCALE_OUTCOMES"].flatMap { Int($0) }
    private static let methods = [
        "pgd", "interval", "lp-greedy", "crown", "alpha-crown", "lp-last", "lp-all", "milp", "bab", "simplex",
    ]
    private static let sizes = ["0.01", "0.02", "0.03", "0.04", "0.05"]

    @Test func everyCommandWorks() throws {
        let samples = min(10_000, (Self.wanted ?? 5_000) / 50)
        let networks = max(1, (Self.wanted ?? 0) / (samples * Self.methods.count * Self.sizes.count))
        let workspace = try Workspace()
        try write(workspace, samples: samples, networks: networks)
        // Enters the run; what it answers in a moment is no harm.
        _ = try workspace.verigap("run", "many.yaml", "--store", Workspace.store, "--quiet", "--workers", "1")
        let count = try fill(workspace)
        #expect(count == samples * networks * Self.methods.count * Self.sizes.count)
        try FileManager.default.copyItem(
            atPath: workspace.path(Workspace.store), toPath: workspace.path("other.sqlite"))
        let store = ["--store", Workspace.store]
        let commands = [
            ["report", "many.yaml", "--quiet"] + store, ["plan", "many.yaml"] + store,
            ["run", "many.yaml", "--quiet", "--workers", "1"] + store,
            ["compare", Workspace.store, "other.sqlite", "--suite", "many", "--quiet"],
        ]
        var lines = ["\(count) outcomes, \(TextSize.megabytes(workspace.path(Workspace.store))) MB"]
        for arguments in commands {
            let measured = try MeasuredProgram.run(
                try BuiltPrograms.path("verigap"), arguments, in: workspace.folder)
            #expect(measured.status == 0, "\(arguments[0]): \(measured.status)")
            lines.append("\(arguments[0]): \(measured.text)")
        }
        let report = try String(contentsOfFile: workspace.path("Reports/many/report.md"), encoding: .utf8)
        #expect(!report.contains("Broken laws") && !report.contains("Not finished"))
        if Self.wanted != nil { print(lines.joined(separator: "\n")) }
    }

    private func write(_ workspace: Workspace, samples: Int, networks: Int) throws {
        try ToyProblem.write(to: workspace, samples: samples)
        let source = workspace.path("data/toy.safetensors")
        for number in 0..<networks {
            try ToyProblem.writeNetwork(number, to: workspace.path("data/net\(number).safetensors"))
        }
        try FileManager.default.removeItem(atPath: source)
        let lines = (0..<networks).map {
            "  - { id: N\($0), file: data/net\($0).safetensors, epsilons: [\(Self.sizes.joined(separator: ", "))] }"
        }
        try workspace.write(
            """
            suite: many
            title: Very many outcomes
            dataset: { name: toy, images: data/points.npy, labels: data/labels.npy }
            networks:
            \(lines.joined(separator: "\n"))
            methods: [\(Self.methods.joined(separator: ", "))]
            question: robust-error
            perturbation: { norm: inf, input-domain: [0, 1] }
            cascade: false
            budget: { total: 100 ms }

            """, to: "many.yaml")
    }

    /// Records what is missing: bounds around a margin of each query, so that no law is broken.
    ///
    /// - Returns: how many outcomes there are.
    private func fill(_ workspace: Workspace) throws -> Int {
        let store = try ResultStore(workspace.path(Workspace.store), mode: .write)
        let snapshot = try #require(try store.snapshot(suite: "many"))
        let digests = Dictionary(uniqueKeysWithValues: snapshot.samples.map { ($0.id, $0.digest) })
        // What was answered really would not agree with what is made up.
        try RawDatabase.execute(
            "DROP TRIGGER attempts_remain; DELETE FROM attempts; CREATE TRIGGER attempts_remain BEFORE DELETE ON attempts "
                + "BEGIN SELECT RAISE(ABORT, 'attempts are never removed'); END;",
            at: workspace.path(Workspace.store))
        let run = try store.beginRun(snapshot.run, cells: snapshot.cells, samples: snapshot.samples)
        var count = 0
        for cell in snapshot.cells {
            let attempts = cell.samples.map { sample in
                Attempt(
                    configuration: cell.configuration.digest, sample: digests[sample] ?? Digest(of: ""),
                    outcome: MadeUpOutcome.outcome(
                        cell.method, epsilon: cell.configuration.perturbation.epsilon, network: cell.network,
                        sample.index))
            }
            try store.record(attempts, run: run)
            count += attempts.count
        }
        return count
    }
}

/// Outcomes of methods around a hidden margin, which is smaller the larger the set.
private enum MadeUpOutcome {
    /// By how much bounds are looser, in the order in which none is tighter than the next.
    private static let slack = [
        "interval": 3.0, "simplex": 2, "lp-greedy": 1.2, "crown": 1.1, "alpha-crown": 1, "lp-last": 0.6, "lp-all": 0.5,
    ]

    static func outcome(_ method: String, epsilon: Double, network: String, _ index: Int) -> Outcome {
        var generator = SeededGenerator(
            seed: UInt64(index) &* 31 &+ UInt64(network.utf8.reduce(7) { $0 &* 31 &+ Int($1) }))
        let margin = 0.6 + 0.6 * generator.normal() - 6 * epsilon
        let (looseness, excess) = (abs(0.3 * generator.normal()) * (1 + epsilon), abs(0.05 * generator.normal()))
        var outcome: Outcome
        if let slack = slack[method] {
            let bound = margin - slack * looseness
            outcome = Outcome(
                verdict: bound > 0 ? .robust : .unknown, marginLower: bound, reason: bound > 0 ? nil : .boundTooLoose)
            if method.hasPrefix("lp-") { outcome.measurements.unstableByLayer = [index % 5, index % 3] }
        } else {
            let isAttack = method == "pgd"
            let found = isAttack ? margin + excess : margin
            outcome = Outcome(
                verdict: found <= 0 ? .falsified : isAttack ? .unknown : .robust, marginLower: isAttack ? nil : margin,
                marginUpper: found, reason: isAttack && found > 0 ? .noWitnessFound : nil)
            if found <= 0 {
                outcome.witness = Witness(
                    pixels: (0..<ToyProblem.inputs).map { _ in generator.unitFloat() }, adversarialClass: 1,
                    marginFloat: found, marginDouble: found)
            }
            if !isAttack { (outcome.measurements.nodes, outcome.measurements.lpSolves) = (index % 90, index % 70) }
        }
        outcome.measurements.wallSeconds = exp(-11 + 9 * generator.unitDouble())
        outcome.measurements.cpuSeconds = outcome.measurements.wallSeconds * 0.98
        outcome.measurements.peakMemoryBytes = 39_518_208
        return outcome
    }
}

private enum TextSize {
    static func megabytes(_ path: String) -> Int {
        ((try? FileManager.default.attributesOfItem(atPath: path)[.size]) as? Int ?? 0) >> 20
    }
}
