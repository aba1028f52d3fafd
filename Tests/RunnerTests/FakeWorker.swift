import Foundation
import Questions
import ResultStore
import Runner
import SuiteFiles
import Testing
import WorkerProtocol

/// A real process that plays a worker of the toy problem: a shell script beside the frames that it may say.
///
/// The n-th process of a folder finds its number in `$n`, its greeting in `hello`, and what makes job n begin in `begun-$n`.
struct FakeWorker {
    let folder: URL
    var launcher: ProcessLauncher { ProcessLauncher(path: folder.appendingPathComponent("worker").path) }

    init(_ script: String) throws {
        folder = FileManager.default.temporaryDirectory.appendingPathComponent("verigap-fake-\(UUID())")
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        let hello = Hello(program: "fake", processIdentifier: 0, catalog: ToyProblem.catalog)
        try write(try Message.hello(hello).encoded(), "hello")
        for number in 1...9 { try write(try Message.begun(BegunV1(id: number)).encoded(), "begun-\(number)") }
        for (name, outcome) in Self.parts {
            try write(try Message.soFar(SoFarV1(id: 1, outcome: OutcomeV1(outcome))).encoded(), name)
        }
        let head = #"{"kind":"reply","version":1}"#
        try write([0, 0, 0, UInt8(head.utf8.count), 0x0F, 0xFF, 0xFF, 0xFF] + Array(head.utf8), "endless")
        let begin =
            "#!/bin/sh\ncd \"$(dirname \"$0\")\"\necho >> starts\nn=$(($(wc -l < starts)))\n"
            + "job() { head -c 99 > /dev/null; }\n"
        try write(Array((begin + script + "\n").utf8), "worker")
        try FileManager.default.setAttributes(
            [.posixPermissions: 0o755], ofItemAtPath: folder.appendingPathComponent("worker").path)
    }

    /// What a search over sizes may have found by the time it is ended, by the files that say so.
    private static let parts: [String: Outcome] = {
        var part = Outcome(verdict: .timeout, distanceLower: 0.125)
        part.endedBy = .timeout
        part.measurements.simplexIterations = 77
        var lie = part
        (lie.verdict, lie.distanceUpper) = (.falsified, 0.25)
        lie.witness = Witness(pixels: [0.9, 0], adversarialClass: 1)
        return ["part": part, "lie": lie]
    }()

    func remove() { try? FileManager.default.removeItem(at: folder) }

    /// How many processes were started.
    var starts: Int { (try? Data(contentsOf: folder.appendingPathComponent("starts")).count) ?? 0 }

    /// The number that a script wrote to a file, of a process that it had started.
    func process(_ file: String) -> pid_t? {
        (try? String(contentsOf: folder.appendingPathComponent(file), encoding: .utf8))
            .flatMap { pid_t($0.trimmingCharacters(in: .whitespacesAndNewlines)) }
    }

    private func write(_ bytes: [UInt8], _ name: String) throws {
        try Data(bytes).write(to: folder.appendingPathComponent(name))
    }

    /// How the run of one query ended.
    struct Result {
        var outcome: Outcome?
        var fault: RunFault?
        var seconds: Double
    }

    /// Asks one query, for which there are `perQuery` seconds and `memory`, a text of a suite.
    ///
    /// - Parameters:
    ///   - distances: asks for the minimum distortion, and not whether the sample is robust.
    ///   - patience: seconds that a worker may take to say hello, and to load. A minute, so that a worker that a busy
    ///     machine starts late is not taken for one that stays silent; less only where silence is what is tested.
    func ask(
        perQuery: String = "300 ms", memory: String = "1 GiB", distances: Bool = false,
        patience: (hello: Double, loading: Double) = (60, 60)
    ) async throws -> Result {
        try await ToyProblem.withStore { path in
            let store = try ResultStore(path, mode: .write)
            let document = try SuiteReader.parse(
                text: """
                    suite: toy
                    dataset: { name: points, images: points.npy, labels: labels.npy, samples: { first: 1 } }
                    networks:
                      - { id: identity, file: identity.npz\(distances ? "" : ", epsilons: [0.1]") }
                    methods: [exact]
                    question: \(distances ? "minimum-distortion" : "robust-error")
                    budget: { per-query: \(perQuery), memory: \(memory) }
                    """, path: "toy.yaml", catalog: ToyProblem.catalog, search: FileSearch { "/toy/" + $0 })
            let plan = try ToyProblem.plan(document, store: store)
            var options = RunOptions(workers: 1)
            (options.patience, options.loadingPatience, options.idlePatience) = (patience.hello, patience.loading, 3)
            let start = ContinuousClock.now
            var fault: RunFault?
            do throws(RunFault) {
                _ = try await Runner(plan: plan, store: store, launcher: launcher, options: options)
                    .run(ToyProblem.record(plan))
            } catch { fault = error }
            let seconds = (ContinuousClock.now - start) / .seconds(1)
            return Result(
                outcome: try store.snapshot(suite: "toy")?.outcomes[0].first?.outcome, fault: fault, seconds: seconds)
        }
    }

    /// Whether a process has ended within two seconds.
    static func hasEnded(_ process: pid_t) -> Bool {
        for _ in 0..<200 {
            // One that nobody has waited for yet is as good as gone.
            let state = try? String(contentsOfFile: "/proc/\(process)/stat", encoding: .utf8)
            if kill(process, 0) != 0 || state?.contains(") Z ") == true { return true }
            usleep(10_000)
        }
        return false
    }
}
