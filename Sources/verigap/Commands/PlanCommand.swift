import ArgumentParser
import ResultStore
import Runner

/// `verigap plan`: what a run would do.
struct PlanCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Shows what a run would do, what is answered already and what it would cost.",
        discussion: """
            Checks the suite, its networks and images as a run would, and records nothing. Costs come from outcomes in \
            the store: of the very question, else of the network at other ε, else of the method on other networks; what \
            is in none of them is guessed by the size of the network. With --probe a few queries of each such kind are \
            asked first.
            """)

    @OptionGroup var suite: SuiteArgument
    @OptionGroup var running: RunningOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var data: DataOptions

    @Option(
        help: ArgumentHelp(
            "Ask a few queries of every method and network that the store knows nothing of, for so long at most: 10 s.",
            valueName: "duration"))
    var probe: DurationOption?

    @Flag(help: "Print JSON.")
    var json = false

    func run() async throws {
        let plan = try suite.plan(data, store: try existingStore())
        let report = PlanReport(plan, options: running.options, findings: try await findings(plan))
        Console.print(json ? try JSONText.text(report) : report.text)
    }

    /// What a few queries take; `nil` where none were wanted.
    private func findings(_ plan: Plan) async throws -> CostFindings? {
        guard let probe else { return nil }
        let runner = Runner(plan: plan, store: nil, launcher: ProcessLauncher.beside(), options: running.options)
        return try await runner.probe(seconds: probe.seconds)
    }

    /// `nil` where no run has made a store yet.
    private func existingStore() throws -> ResultStore? {
        do { return try ResultStore(store.path, mode: .read) } catch StoreFault.absent { return nil }
    }
}
