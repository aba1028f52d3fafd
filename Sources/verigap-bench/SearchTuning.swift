import Foundation
import Networks
import Questions
import Verifiers

/// Compares variants of `bab` on hard questions: those that take the oracle in `shared` the most domains.
struct SearchTuning {
    /// A variant: the default with one choice changed.
    struct Variant {
        let title: String
        var options: [String: OptionValue] = [:]
    }

    static let variants = [
        Variant(title: "default"),
        Variant(title: "bounds: lp", options: ["bounds": .text("lp")]),
        Variant(
            title: "bounds: lp, branching: intercept",
            options: ["bounds": .text("lp"), "branching": .text("intercept")]),
        Variant(title: "branching: look-ahead, no forecasts", options: ["reliability": .integer(0)]),
        Variant(title: "branching: look-ahead, 8 candidates", options: ["candidates": .integer(8)]),
        Variant(title: "branching: intercept", options: ["branching": .text("intercept")]),
        Variant(title: "branching: widest", options: ["branching": .text("widest")]),
        Variant(title: "order: depth-first", options: ["order": .text("depth-first")]),
        Variant(title: "batch-size: 32", options: ["batch-size": .integer(32)]),
        Variant(title: "batch-size: 512", options: ["batch-size": .integer(512)]),
        Variant(title: "planes: 0", options: ["planes": .integer(0)]),
        Variant(title: "planes: 100", options: ["planes": .integer(100)]),
        Variant(title: "planes: 2000", options: ["planes": .integer(2000)]),
        Variant(title: "refine: 0", options: ["refine": .integer(0)]),
        Variant(title: "refine: 20000", options: ["refine": .integer(20_000)]),
        Variant(title: "intermediate: lp", options: ["intermediate": .text("lp")]),
    ]

    private let questions: [SearchQuestion]
    private let limit: Double

    /// The `count` hardest questions of `shared/oracles/alpha-beta-crown-cpu.csv`, or those up to `domains` domains.
    ///
    /// - Throws: where the file cannot be read.
    init(shared: String, count: Int, domains most: Int, limit: Double) throws {
        self.limit = limit
        let table = try String(contentsOfFile: shared + "/oracles/alpha-beta-crown-cpu.csv", encoding: .utf8)
        let rows = table.split(whereSeparator: \.isNewline).dropFirst().compactMap { line -> (SearchQuestion, Int)? in
            let fields = line.split(separator: ",").map(String.init)
            guard fields.count == 6, fields[3] != "falsified", let epsilon = Double(fields[1]),
                let image = Int(fields[2]), let domains = Int(fields[5]), domains <= most
            else { return nil }
            let network = "\(shared)/data/salman2019/experiment_1/\(fields[0]).pth"
            return (SearchQuestion(network: network, epsilon: epsilon, image: image), domains)
        }
        questions = rows.sorted { $0.1 > $1.1 }.prefix(count).map(\.0)
    }

    /// Prints a Markdown table, variant by variant; CPU seconds include attack and bounds.
    func run(_ benchmark: SearchBenchmark) throws {
        print("\(questions.count) questions, limit \(limit) s each\n")
        print("| variant | decided | nodes | bound evaluations | linear programs | CPU s |")
        print("| --- | ---: | ---: | ---: | ---: | ---: |")
        for variant in Self.variants {
            var options = variant.options
            options["time-limit"] = .number(limit)
            let verifier = BranchAndBoundVerifier(MethodCall(BranchAndBoundVerifier.descriptor, options: options))
            let answers = try questions.map { try benchmark.answer($0, verifier) }
            let costs = answers.map(\.outcome.measurements)
            let cells = [
                variant.title, "\(answers.filter { $0.outcome.verdict.isDecided }.count)",
                "\(costs.reduce(0) { $0 + $1.nodes })", "\(answers.reduce(0) { $0 + $1.evaluations })",
                "\(costs.reduce(0) { $0 + $1.lpSolves })",
                String(format: "%.1f", costs.reduce(0) { $0 + $1.cpuSeconds }),
            ]
            print("| " + cells.joined(separator: " | ") + " |")
            // A long run is looked at while it goes on.
            fflush(nil)
        }
    }
}
