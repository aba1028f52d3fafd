import Comparison
import Questions
import ResultStore
import SuiteFiles
import Testing

@Suite("Work that does not depend on the machine")
struct WorkTests {
    private let run = TestRun().snapshot

    @Test func everyCounter() {
        let plants: [(String, (inout Measurements) -> Void, String)] = [
            ("milp", { $0.nodes += 1 }, "nodes"), ("lp-all", { $0.lpSolves += 1 }, "linear programs"),
            ("lp-all", { $0.simplexIterations += 1 }, "simplex iterations"),
            ("lp-all", { $0.unstableByLayer[1] += 1 }, "unstable neurons in layer 2"),
        ]
        for (method, plant, counter) in plants {
            let other = run.with("A", 0.1, method, 2) { plant(&$0.measurements) }
            let comparison = compare(run, other)
            #expect(kinds(comparison) == ["work"])
            #expect(comparison.work.map(\.counter) == [counter])
            #expect(comparison.work.first?.cell == SuiteCell(network: "A", size: 0.1, method: method))
            #expect(comparison.work.first.map { $0.after - $0.before } == 1)
            #expect(judge(comparison).verdict == .regressed)
            #expect(judge(compare(other, run)).verdict == .improved)
        }
    }

    @Test func sumsAndTheLargest() throws {
        let other = run.withAll { cell, index, outcome in
            if cell.network == "B", cell.method == "milp" { outcome.measurements.nodes += index == 3 ? 50 : -1 }
        }
        let change = try #require(compare(run, other).work.first)
        #expect(change.before == 7 * 66 && change.after == 7 * 66 + 50 - 11)
        #expect(change.changed == 12 && change.queries == 12)
        #expect(change.largest.sample == TestRun.sample(3))
        #expect(change.largest.before == 21 && change.largest.after == 71)
    }

    @Test func growthIsGated() {
        let other = run.with("B", 0.1, "milp", 3) { $0.measurements.nodes += 20 }
        let comparison = compare(run, other)
        #expect(judge(comparison, Gates(nodes: 20.0 / 462)).verdict == .same)
        #expect(judge(comparison, Gates(nodes: 0.04)).verdict == .regressed)
    }

    @Test func onlyWhatIsRepeatable() {
        let more: (inout Outcome) -> Void = { $0.measurements.nodes += 1000 }
        var newer = TestRun()
        newer.configure = { $0.revision = 2 }
        #expect(compare(run, newer.snapshot.with("A", 0.1, "milp", 3, more)).work.isEmpty)
        var longer = TestRun()
        longer.configure = { $0.budget.perQuerySeconds = 120 }
        #expect(compare(run, longer.snapshot.with("A", 0.1, "milp", 3, more)).work.isEmpty)
        let timeout = run.with("A", 0.1, "milp", 3) { $0 = Outcome(verdict: .timeout) }
        #expect(compare(timeout, timeout.with("A", 0.1, "milp", 3, more)).work.isEmpty)
        let derived = run.with("A", 0.1, "milp", 3) { $0.impliedBy = "lp-all" }
        #expect(compare(run, derived.with("A", 0.1, "milp", 3, more)).work.isEmpty)
    }
}
