import Questions
import ResultStore
import Testing

@Suite("Asking again")
struct RepetitionTests {
    private let workspace: Workspace
    /// Queries whose certified distance is known from another ε.
    private static let distances = 40

    init() throws { workspace = try Workspace.withSmokeSuite() }

    private func run(_ options: String...) throws -> RunSummary {
        try RunSummary(workspace.verigap(["run", "smoke", "--json", "--store", Workspace.store] + options))
    }

    @Test func fresh() throws {
        _ = try run()
        #expect(try run("--fresh").asked == 680 - Self.distances)
        let outcomes = try workspace.outcomes(of: "smoke")
        #expect(outcomes.count == 680 && outcomes.allSatisfy { $0.attempt == 2 })
        #expect(try run().asked == 0)
    }

    @Test func unknownAgain() throws {
        let first = try run()
        let unknown = first.methods.reduce(0) { $0 + ($1.verdicts["unknown"] ?? 0) }
        #expect(unknown > 0)
        #expect(try run("--retry", "timeout").asked == 0)
        let again = try run("--retry", "unknown,crashed")
        #expect(again.asked == unknown)
        for stored in try workspace.outcomes(of: "smoke") {
            let isAsked = stored.outcome.verdict == .unknown && stored.outcome.impliedBy == nil
            #expect(stored.attempt == (isAsked ? 2 : 1))
        }
    }

    /// A verdict within a smaller limit answers the larger one, not the other way round.
    @Test func anotherLimit() throws {
        _ = try run()
        let text = try String(contentsOfFile: workspace.path("Suites/smoke.yaml"), encoding: .utf8)
        try workspace.write(text.replacing("time-limit: 5 s", with: "time-limit: 9 s"), to: "Suites/smoke.yaml")
        let plan = try workspace.verigap("plan", "smoke", "--store", Workspace.store)
        #expect(plan.output.contains("80 answers of earlier runs still hold"), "\(plan.output)")
        #expect(!plan.output.contains("stale"))
        let raised = try run()
        #expect(raised.asked == 0 && raised["milp"]?.reused == 80)
        #expect(try workspace.outcomes(of: "smoke").count == 680)
        let report = try workspace.verigap("report", "smoke", "--store", Workspace.store)
        #expect(report.exitCode == 0, "\(report.errors)")
        try workspace.write(text.replacing("time-limit: 5 s", with: "time-limit: 4 s"), to: "Suites/smoke.yaml")
        #expect(try run()["milp"]?.asked == 80)
    }

    @Test func timeoutAgain() throws {
        let toy = try Workspace()
        try ToyProblem.write(
            to: toy, samples: 6, epsilons: "[0.001]", methods: ["interval", ToyProblem.endless],
            settings: "cascade: false\nbudget: { per-query: 50 ms }")
        let command = ["run", "toy.yaml", "--json", "--store", Workspace.store]
        let first = try RunSummary(toy.verigap(command))
        let timeouts = try #require(first["pgd"]?.verdicts["timeout"])
        #expect(timeouts > 0)
        #expect(try RunSummary(toy.verigap(command)).asked == 0)
        let again = try RunSummary(toy.verigap(command + ["--retry", "timeout"]))
        #expect(again.asked == timeouts && again["interval"]?.asked == 0)
        for stored in try toy.outcomes(of: "toy") {
            #expect(stored.attempt == (stored.outcome.verdict == .timeout ? 2 : 1))
        }
    }

    @Test func cascadeOnAndOff() throws {
        let sparing = try run("--cascade")
        #expect(sparing.derived > 0 && sparing.asked + sparing.derived == 680)
        let derived = try workspace.outcomes(of: "smoke").filter { $0.outcome.impliedBy != nil }
        #expect(derived.count == sparing.derived)
        let derivedVerdicts = try milpVerdicts()
        // What was only derived is asked now; what was asked stays.
        let full = try run("--no-cascade")
        #expect(full.asked == sparing.derived - Self.distances && full.derived == Self.distances)
        let outcomes = try workspace.outcomes(of: "smoke")
        #expect(outcomes.allSatisfy { $0.outcome.impliedBy == nil || $0.outcome.impliedBy == "simplex" })
        // Two images are misclassified: their distances followed from that.
        #expect(outcomes.count { $0.attempt == 2 } == full.asked + 2)
        // What an exact method's answer was derived to be is what it says itself.
        #expect(try milpVerdicts() == derivedVerdicts)
    }

    private func milpVerdicts() throws -> [Verdict] {
        try workspace.cells(of: "smoke").filter { $0.method == "milp" }.flatMap(\.outcomes).map(\.outcome.verdict)
    }
}
