import ArgumentParser
import ResultStore
import Runner

/// `verigap plan`: what a run would do.
struct PlanCommand: ParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "plan", abstract: "Shows what a run would do, what is answered already and what it would cost.",
        discussion: "Checks the suite, its networks and images as a run would; asks and records nothing.")

    @OptionGroup var suite: SuiteArgument
    @OptionGroup var running: RunningOptions
    @OptionGroup var store: StoreOptions
    @OptionGroup var data: DataOptions

    @Flag(help: "Print JSON.")
    var json = false

    func run() throws {
        let plan = try suite.plan(data, store: try existingStore())
        let report = PlanReport(plan, options: running.options)
        Console.print(json ? try JSONText.text(report) : report.text)
    }

    /// `nil` where no run has made a store yet.
    private func existingStore() throws -> ResultStore? {
        do { return try ResultStore(store.path, mode: .read) } catch StoreFault.absent { return nil }
    }
}
