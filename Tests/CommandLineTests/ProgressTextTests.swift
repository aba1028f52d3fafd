import Questions
import Testing
import verigap

@Suite("Progress as text")
struct ProgressTextTests {
    private let state = ProgressState(
        done: 620, total: 1000, verdicts: [.robust: 400, .falsified: 120, .unknown: 80, .timeout: 20, .crashed: 0],
        remaining: 125,
        workers: [
            ProgressState.Worker(number: 1, task: "milp · A · ε 0.1 · mnist:test:7", seconds: 3.24),
            ProgressState.Worker(number: 2, task: nil, seconds: 0),
        ])

    @Test func aWideTerminal() {
        #expect(
            ProgressText.lines(state, width: 100) == [
                "[████████████████████████░░░░░░░░░░░░░░░░] 62 %  620/1000  ETA 2 min 05 s",
                "robust 400  falsified 120  unknown 80  timeout 20",
                "  worker 1  3.2 s  milp · A · ε 0.1 · mnist:test:7",
                "  worker 2  waits",
            ])
    }

    @Test func aNarrowTerminal() {
        #expect(
            ProgressText.lines(state, width: 40) == [
                "[████░░░] 62 %  620/1000  ETA 2 min 05 s",
                "robust 400  falsified 120  unknown 80  …",
                "  worker 1  3.2 s  milp · A · ε 0.1 · m…",
                "  worker 2  waits",
            ])
    }

    @Test(arguments: 10...130)
    func nothingIsWiderThanTheTerminal(width: Int) {
        var state = state
        state.stopping = "finishing the jobs in flight"
        #expect(ProgressText.lines(state, width: width).allSatisfy { $0.count <= width })
    }

    @Test func thePercentageIsNeverEarly() {
        #expect(ProgressText.plainLine(ProgressState(done: 9999, total: 10_000)) == "9999/10000 (99 %)")
        #expect(ProgressText.plainLine(ProgressState(done: 10_000, total: 10_000)) == "10000/10000 (100 %)")
        #expect(ProgressText.plainLine(ProgressState()) == "0/0 (100 %)")
        let sizes = ProgressState(done: 3, total: 4, verdicts: [.falsified: 2, .unknown: 1], asksForSizes: true)
        #expect(ProgressText.plainLine(sizes) == "3/4 (75 %)  with a witness 2  without a witness 1")
    }

    /// By work where that is known: a count says little where one query takes as long as a thousand others.
    @Test func thePercentageIsOfWork() {
        var state = state
        state.fraction = 0.05
        #expect(ProgressText.plainLine(state).hasPrefix("620/1000 (5 % of the work)  "))
        #expect(ProgressText.lines(state, width: 100)[0].hasPrefix("[██░░░"))
        state.fraction = 1
        #expect(ProgressText.plainLine(state).hasPrefix("620/1000 (99 % of the work)  "))
        state.done = 1000
        state.fraction = 0.5
        #expect(ProgressText.plainLine(state).hasPrefix("1000/1000 (100 % of the work)  "))
    }

    @Test func aPlainLine() {
        #expect(
            ProgressText.plainLine(state)
                == "620/1000 (62 %)  robust 400  falsified 120  unknown 80  timeout 20  ETA 2 min 05 s")
    }

    @Test func whyItStopsIsSaid() {
        let stopping = ProgressState(done: 1, total: 2, stopping: "the total budget is spent")
        #expect(ProgressText.lines(stopping, width: 80).last == "the total budget is spent")
    }
}
