import Comparison
import DataFormats
import Foundation
import Nightly
import ResultStore
import Runner
import SuiteFiles
import Verifiers

/// One night of a suite: runs it from nothing, holds it against the baseline, and writes down what came of it.
struct NightRun {
    let suite: SuiteArgument
    let data: DataOptions
    let folder: NightFolder
    let gates: Gates
    let options: RunOptions
    /// How CPU time is judged; `nil` where it is not.
    let timing: NightTiming?
    let quiet: Bool

    /// What came of it, for people and for the exit code.
    struct Result {
        var status: NightStatus
        var comparison: RunComparison?
        var judgement: Judgement?
        /// Why queries are unanswered, where any are.
        var ending: ExitStatus

        /// One line.
        var headline: String? {
            guard let comparison, let judgement else { return nil }
            return ComparisonSummary(comparison, judgement).headline
        }
    }

    /// The status goes into the ledger whatever happens to the run.
    func perform() async throws -> Result {
        let turn = try folder.takeTurn()
        defer { withExtendedLifetime(turn) {} }
        // What cannot be read must not cost a night.
        _ = (try folder.readLedger(), try folder.known())
        if folder.hasBaseline { _ = try OutcomeFile.read(folder.baseline) }
        try recover()
        let plan = try suite.plan(data, store: nil)
        let before = try await timing?.before()
        try await waitForNextSecond(of: plan.suite.name)
        var ending = ExitStatus.success
        var failure: (any Error)?
        do { ending = try await run(plan) } catch {
            failure = error
            ending = Failure.status(of: error) ?? .internalError
        }
        guard let snapshot = try snapshot(of: plan.suite.name) else {
            // Nothing began.
            folder.clear()
            throw failure ?? CommandFault("the run left nothing", status: .internalError)
        }
        let times: RunComparison? =
            if let before, ending == .success { try await timing?.time(of: snapshot, after: before) } else { nil }
        let result = try judge(snapshot, ending, times)
        if ending == .success { try AtomicFile.write(try OutcomeFile.bytes(of: snapshot), to: folder.latest) }
        try folder.append(
            LedgerRow.rows(of: snapshot, status: result.status, why: result.headline ?? ""))
        folder.clear()
        try folder.render(try folder.readLedger())
        if let failure { throw failure }
        return result
    }

    /// Enters a night that was killed into the ledger, and takes its store away.
    private func recover() throws {
        guard folder.isInProgress else { return }
        do {
            let store = try ResultStore(folder.tonight, mode: .write)
            for name in try store.suites() {
                guard let snapshot = try store.snapshot(suite: name, witnesses: false) else { continue }
                try folder.append(LedgerRow.rows(of: snapshot, status: .interrupted, why: "killed"))
                if !quiet { Console.note("the night of \(snapshot.run.startedAt) did not end: entered as interrupted") }
            }
            folder.clear()
        } catch let fault as StoreFault {
            try folder.setAside()
            Console.note(
                "the night before left a store that cannot be read (\(fault)); it is now \(folder.tonight).damaged")
        }
    }

    private func run(_ plan: Plan) async throws -> ExitStatus {
        var plan = plan
        let store = try ResultStore(folder.tonight, mode: .write)
        try plan.consult(store)
        let runner = Runner(plan: plan, store: store, launcher: ProcessLauncher.beside(), options: options)
        let working = FileManager.default.currentDirectoryPath
        let record = RunRecord(
            plan: plan, command: Provenance.command(CommandLine.arguments, from: working),
            commit: await Provenance.commit(), versions: Version.all(), workers: options.workers)
        return try await runner.follow(record, quiet: quiet).exitStatus
    }

    private func snapshot(of suite: String) throws -> RunSnapshot? {
        guard folder.isInProgress else { return nil }
        return try ResultStore(folder.tonight, mode: .read).snapshot(suite: suite)
    }

    /// Nights are told apart by the second in which they began.
    private func waitForNextSecond(of suite: String) async throws {
        let last = try folder.readLedger().rows.last { $0.series.suite == suite }?.night ?? ""
        let end = ContinuousClock.now + .seconds(2)
        while Date().ISO8601Format() <= last, .now < end { try await Task.sleep(for: .milliseconds(50)) }
    }

    private func judge(
        _ snapshot: RunSnapshot, _ ending: ExitStatus, _ times: RunComparison?
    ) throws -> Result {
        guard folder.hasBaseline else {
            return Result(status: ending == .success ? .noBaseline : .interrupted, ending: ending)
        }
        let answered = ending == .success ? snapshot : snapshot.asFarAsAnswered
        var comparison = try Self.comparison(folder, answered, try KnownSuite(snapshot.run.suite, data).whereabouts)
        if let times { (comparison.time, comparison.timePairs) = (times.time, times.timePairs) }
        let judgement = Judgement(
            comparison, gates: gates, acknowledgements: try folder.known(), today: .today())
        var status = NightStatus(judgement.verdict)
        // Nothing is the same that was not asked.
        if comparison.lost > 0, !status.isRed { status = .notComparable }
        // What is red already stays so; anything else is said of whole nights alone.
        if ending != .success, !status.isRed { status = .interrupted }
        return Result(status: status, comparison: comparison, judgement: judgement, ending: ending)
    }

    /// The night's run against the baseline.
    static func comparison(
        _ folder: NightFolder, _ snapshot: RunSnapshot, _ whereabouts: Whereabouts
    ) throws -> RunComparison {
        let catalog = MethodRegistry.catalog.withoutLibraries
        var comparison = RunComparison(
            base: try OutcomeFile.read(folder.baseline), new: snapshot, catalog: catalog, whereabouts: whereabouts)
        // Answers of one night exclude each other as those of two do.
        let own = RunComparison(base: snapshot, new: snapshot, catalog: catalog, whereabouts: whereabouts)
        let known = Set(comparison.contradictions.map(\.sample))
        comparison.contradictions += own.contradictions.filter { !known.contains($0.sample) }
        return comparison
    }
}

extension RunSnapshot {
    /// Without the queries that have no answer, which say nothing yet.
    fileprivate var asFarAsAnswered: RunSnapshot {
        var part = self
        for (number, outcomes) in part.outcomes.enumerated() {
            let answered = Set(outcomes.map(\.sample))
            part.cells[number].samples.removeAll { !answered.contains($0) }
        }
        return part
    }
}

extension NightStatus {
    init(_ verdict: Judgement.Verdict) {
        self =
            switch verdict {
            case .same: .same
            case .improved: .improved
            case .contradiction: .contradiction
            case .regressed: .regressed
            case .notComparable: .notComparable
            }
    }
}
