import Datasets
import Foundation
import LinearAlgebra
import Networks
import Questions
import ResultStore
import Runner
import SuiteFiles
import Testing
import WorkerProtocol

/// A problem whose answers are known in closed form: the network is the identity on two inputs, so the worst margin of
/// a sample (x₀, x₁) is x_y − x_k − 2ε. The methods are as loose as their names say.
enum ToyProblem {
    static let methods = [
        describe("clean", .classification, batch: 5, rank: 0),
        describe("hunt", .attack, batch: 4, rank: 1),
        describe("radius", .distance, batch: 1, rank: 2),
        describe("loose", .lowerBound, batch: 3, rank: 3),
        describe("other", .lowerBound, batch: 2, rank: 4),
        describe("tight", .lowerBound, batch: 1, rank: 5, dominates: ["loose"]),
        describe("exact", .exact, batch: 1, rank: 6, dominates: ["tight"], rigorous: false),
    ]
    static let catalog = MethodCatalog(methods)

    static func describe(
        _ name: String, _ claim: Claim, batch: Int, rank: Int, dominates: [String] = [], rigorous: Bool = true
    ) -> MethodDescriptor {
        MethodDescriptor(
            name: name, title: name, summary: "For tests.", source: "none", claim: claim, norms: [.infinity],
            options: [OptionDescriptor("effort", .integer(1...9), default: .integer(1), help: "Nothing.")],
            batchSize: batch, costRank: rank, dominates: dominates, isRigorous: rigorous)
    }

    /// Thirteen samples of class 0 with margins from −0.5 to 1, so that every method has something to say and to miss.
    static let dataset: Dataset = {
        let margins: [Float] = [0.9, -0.5, 0.1, 0.35, 0.2, 0.65, 0.5, -0.1, 0.25, 1, 0.45, 0.3, 0.55]
        return Dataset(
            name: "points", split: "test", shape: [2], labels: margins.map { _ in 0 },
            pixels: margins.flatMap { $0 >= 0 ? [$0, 0] : [0, -$0] })
    }()

    static func answer(_ call: MethodCall, _ queries: [Query]) -> [Outcome] {
        queries.map { query in
            let x = query.sample.pixels
            let margin = Double(x[query.label] - x[1 - query.label])
            let epsilon = query.perturbation.epsilon
            let worst = margin - 2 * epsilon
            var outcome: Outcome
            switch call.name {
            case "clean":
                outcome = margin <= 0 ? falsified(query, at: x) : Outcome(verdict: .unknown, reason: .noWitnessFound)
            case "hunt":
                outcome = worst <= -0.1 ? falsified(query) : Outcome(verdict: .unknown, reason: .noWitnessFound)
            case "radius":
                outcome = Outcome(verdict: margin / 4 > epsilon ? .robust : .unknown, distanceLower: max(0, margin / 4))
                if outcome.verdict == .unknown { outcome.reason = .boundTooLoose }
            case "loose": outcome = bound(worst - 0.3)
            case "other": outcome = bound(worst - 0.25)
            case "tight": outcome = bound(worst - 0.1)
            default: outcome = worst > 0 ? Outcome(verdict: .robust, marginLower: worst) : falsified(query)
            }
            // The content digest looks at these: another batch composition or order is another content.
            outcome.measurements.simplexIterations = queries.reduce(0) { 31 * $0 + $1.sample.id.index + 1 }
            return outcome
        }
    }

    private static func bound(_ value: Double) -> Outcome {
        Outcome(
            verdict: value > 0 ? .robust : .unknown, marginLower: value, reason: value > 0 ? nil : .boundTooLoose)
    }

    private static func falsified(_ query: Query, at point: [Float]? = nil) -> Outcome {
        let box = query.perturbation.innerBox(around: query.sample.pixels)
        let corner = query.label == 0 ? [box.lower[0], box.upper[1]] : [box.upper[0], box.lower[1]]
        return Outcome(
            verdict: .falsified, witness: Witness(pixels: point ?? corner, adversarialClass: 1 - query.label))
    }

    static func document(
        methods: String = "[clean, hunt, radius, loose, other, tight, exact]", epsilons: String = "[0.1, 0.2]",
        extra: String = "measure: verdict", budget: String = "{ per-query: 20 s, memory: 1 GiB }",
        samples: String = "all"
    ) throws -> SuiteDocument {
        try SuiteReader.parse(
            text: """
                suite: toy
                title: Toy
                dataset: { name: points, images: points.npy, labels: labels.npy, samples: \(samples) }
                networks:
                  - { id: identity, file: identity.npz, epsilons: \(epsilons) }
                methods: \(methods)
                budget: \(budget)
                \(extra)
                """, path: "toy.yaml", catalog: catalog, search: FileSearch { "/toy/" + $0 })
    }

    static func plan(_ document: SuiteDocument, store: ResultStore?, scale: Float = 1) throws -> Plan {
        try Planner(catalog: catalog, loader: ToyLoader(scale: scale)).plan(
            document, images: DatasetReferenceV1(dataset: document.suite.dataset, workingDirectory: "/toy"),
            store: store)
    }

    static func record(_ plan: Plan) -> RunRecord {
        RunRecord(plan: plan, command: "verigap run toy", commit: nil, versions: [:], workers: 1)
    }

    /// A path in a fresh temporary folder, removed after `body`.
    static func withStore<Value>(_ body: (String) async throws -> Value) async throws -> Value {
        // In memory where the system has such a place: these tests sync to disk many hundred times.
        let memory = URL(fileURLWithPath: "/dev/shm")
        let parent =
            FileManager.default.isWritableFile(atPath: memory.path) ? memory : FileManager.default.temporaryDirectory
        let folder = parent.appendingPathComponent("verigap-runner-\(UUID())")
        defer { try? FileManager.default.removeItem(at: folder) }
        return try await body(folder.appendingPathComponent("results.sqlite").path)
    }
}

/// Hands out the toy network and images.
struct ToyLoader: InputLoader {
    var scale: Float = 1

    struct Missing: Error {}

    func network(file: String, architecture: ArchitectureSpec) throws -> Network {
        guard file == "/toy/identity.npz" else { throw Missing() }
        var builder = NetworkBuilder(input: [2])
        try builder.linear(weight: Matrix(rows: 2, columns: 2, elements: [scale, 0, 0, scale]), bias: [0, 0])
        return try builder.build()
    }

    func dataset(_ reference: DatasetReferenceV1) throws -> Dataset { ToyProblem.dataset }
}
