import Comparison
import Questions
import ResultStore
import SuiteFiles
import Testing

@Suite("CPU time")
struct TimeTests {
    private let run = TestRun().snapshot

    private func slowed(_ run: RunSnapshot, by factor: Double, method: String? = nil) -> RunSnapshot {
        run.withAll { cell, index, outcome in
            guard method == nil || cell.method == method else { return }
            // A little noise, the same for every factor.
            outcome.measurements.cpuSeconds *= factor * (1 + 0.002 * Double(index % 3 - 1))
        }
    }

    @Test func withoutAControlTimeIsNotJudged() {
        let comparison = compare(run, slowed(run, by: 10))
        #expect(comparison.time.notJudged?.hasPrefix("no control") == true)
        #expect(judge(comparison).verdict == .same)
        #expect(abs((comparison.time.rows.first?.ratio ?? 0) - 10) < 0.05)
    }

    @Test func whatAControlMustBe() {
        func reason(_ control: TestRun, new: TestRun = TestRun()) -> String? {
            compare(run, new.snapshot, control: control.snapshot).time.notJudged
        }
        var other = TestRun()
        #expect(reason(other) == nil)
        other.machine = "another"
        #expect(reason(other) == "the control is of another machine")
        #expect(reason(TestRun(), new: other) == "the runs are of different machines")
        var build = TestRun()
        build.commit = "ffff"
        #expect(reason(build) == "the control is of another build than the base")
        // A run is no control of itself.
        let same = RunComparison(base: run, new: TestRun().snapshot, controls: [run], catalog: TestRun.catalog)
        #expect(same.time.notJudged == "the control is one of the other runs itself")
        // Further runs of the new build are of that build, and not the new run itself.
        func repeated(_ again: RunSnapshot) -> String? {
            var (new, control) = (build.snapshot, run)
            new.run.startedAt = "2025-01-02T04:00:00Z"
            control.run.startedAt = "2025-01-02T05:00:00Z"
            let comparison = RunComparison(
                base: run, new: new, controls: [control], again: [again], catalog: TestRun.catalog)
            return comparison.time.notJudged
        }
        #expect(repeated(build.snapshot) == nil)
        #expect(repeated(run) == "the repetition is one of the other runs itself")
        var third = TestRun()
        third.commit = "eeee"
        #expect(repeated(third.snapshot) == "the repetition is of another build than the new run")
        // The new run's build is another: that is what is compared.
        #expect(reason(TestRun(), new: build) == nil)
    }

    /// As tasks of a cluster on nodes of two kinds leave it.
    @Test func machinesAreNotMixed() {
        func shared(_ run: RunSnapshot, by machines: [String]) -> RunSnapshot {
            var shared = run
            shared.runs = machines.map { machine in
                var record = run.run
                record.machine = machine
                return record
            }
            for cell in shared.outcomes.indices {
                for index in shared.outcomes[cell].indices { shared.outcomes[cell][index].run = index % machines.count }
            }
            return shared
        }
        let control = TestRun().snapshot
        let mixed = shared(run, by: ["2 cores of nothing", "another"])
        for (base, new) in [(mixed, control), (control, mixed)] {
            #expect(
                compare(base, new, control: control).time.notJudged
                    == "outcomes of one run are of machines of different kinds")
        }
        // It is the machine that asked that counts, not the one that submitted.
        let elsewhere = shared(run, by: ["another"])
        #expect(compare(run, elsewhere, control: control).time.notJudged == "the runs are of different machines")
        #expect(compare(run, shared(run, by: [run.run.machine]), control: control).time.notJudged == nil)
    }

    @Test func slowerThanTheGate() throws {
        let control = slowed(run, by: 1)
        let slower = compare(run, slowed(run, by: 1.3, method: "lp-all"), control: control)
        let row = try #require(slower.time.rows.first { $0.method == "lp-all" })
        #expect(row.pairs == 36 && abs((row.ratio ?? 0) - 1.3) < 0.01)
        #expect((row.lower ?? 9) <= (row.ratio ?? 0) && (row.ratio ?? 9) <= (row.upper ?? 0))
        #expect(judge(slower).verdict == .regressed)
        #expect(judge(slower).failures.map(\.what) == [.time])
        #expect(ComparisonSummary(slower, judge(slower)).headline.hasPrefix("regressed: 1 method slower (168 "))
        let known = Acknowledgement(what: .time, network: nil, method: "lp-all", reason: "known", until: today)
        #expect(judge(slower, .strict, [known]).verdict == .same)
        #expect(judge(slower).failures.first?.text.hasPrefix("lp-all: CPU time × 1.3") == true)
        #expect(judge(slower, Gates(time: 1.4)).verdict == .same)
        let slow = slowed(run, by: 1.3, method: "lp-all")
        let faster = compare(slow, run, control: slow)
        #expect(judge(faster).verdict == .improved)
        let alike = compare(run, slowed(run, by: 1.05), control: control)
        #expect(judge(alike).verdict == .same)
    }

    @Test func methodsThatDriftApartRaiseTheGate() throws {
        // In the control one method is 10 % off, so that runs of it have a standard deviation of log 1.1 / √2, and one run
        // less the mean of two one of √¾ log 1.1: × e^(3 √¾ log 1.1) = 1.281 is allowed for it, and for it alone.
        let control = slowed(run, by: 1.1, method: "lp-all")
        let comparison = compare(run, slowed(run, by: 1.3, method: "lp-all"), control: control)
        #expect(judge(comparison).verdict == .same)
        let row = try #require(comparison.time.rows.first { $0.method == "lp-all" })
        #expect(abs((row.gate(1.1) ?? 0) - 1.281) < 0.01 && row.isRelative)
        let more = compare(run, slowed(run, by: 1.5, method: "lp-all"), control: control)
        #expect(judge(more).failures.map(\.what) == [.time])
        let other = compare(run, slowed(run, by: 1.3, method: "milp"), control: control)
        #expect(judge(other).failures.first?.text.hasPrefix("milp: CPU time × 1.30 beside the other methods") == true)
    }

    @Test func whatAllMethodsShareIsTheMachine() {
        let control = slowed(run, by: 1)
        #expect(judge(compare(run, slowed(run, by: 1.3), control: control)).verdict == .same)
        #expect(judge(compare(run, slowed(run, by: 1 / 1.3), control: control)).verdict == .same)
        let more = judge(compare(run, slowed(run, by: 1.5), control: control))
        #expect(more.failures.map(\.text) == ["all methods: CPU time × 1.50 (median of 168), × 1.35 allowed"])
        #expect(judge(compare(run, slowed(run, by: 1 / 1.5), control: control)).verdict == .improved)
    }

    @Test func tooFewMethodsToHoldAgainstEachOther() {
        var test = TestRun()
        test.methods = ["pgd", "lp-all", "milp"]
        let few = test.snapshot
        let comparison = compare(few, slowed(few, by: 1.3, method: "lp-all"), control: slowed(few, by: 1))
        #expect(judge(comparison).verdict == .same)
        let remarks = ComparisonSummary(comparison, judge(comparison)).remarks
        #expect(remarks.contains { $0.hasPrefix("CPU time: fewer than 4 methods") })
        let more = compare(few, slowed(few, by: 1.5, method: "lp-all"), control: slowed(few, by: 1))
        #expect(judge(more).failures.map(\.what) == [.time])
    }

    @Test func timeoutsAreCountedApart() throws {
        func cut(_ run: RunSnapshot, _ indices: Set<Int>) -> RunSnapshot {
            run.withAll { cell, index, outcome in
                if cell.method == "milp", indices.contains(index) {
                    outcome = Outcome(verdict: .timeout)
                    outcome.measurements.cpuSeconds = 60
                }
            }
        }
        let comparison = compare(cut(run, [0, 1]), cut(run, [1, 2, 3]))
        let row = try #require(comparison.time.rows.first { $0.method == "milp" })
        #expect(row.pairs == 3 * 8 && row.ratio == 1)
        #expect((row.cutOff, row.cutOffBefore, row.cutOffAfter) == (3, 3, 6))
        // Derived answers have no time, crashes no meaning.
        let other = run.withAll { cell, index, outcome in
            if cell.method == "milp", index == 0 { outcome.impliedBy = "lp-all" }
            if cell.method == "milp", index == 1 { outcome.verdict = .crashed }
        }
        #expect(compare(run, other).time.rows.first { $0.method == "milp" }?.pairs == 30)
    }
}
