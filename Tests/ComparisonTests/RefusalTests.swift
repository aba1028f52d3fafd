import Comparison
import Questions
import ResultStore
import SuiteFiles
import Testing

@Suite("What is not compared")
struct RefusalTests {
    private let run = TestRun().snapshot

    @Test func whatDiffersIsNamed() {
        let changes: [((inout Configuration) -> Void, String)] = [
            ({ $0.method.options["steps"] = .integer(50) }, "option steps: 40 → 50"),
            ({ $0.network = Digest(of: "x") }, "network bytes"),
            ({ $0.measure = .verdict }, "measure: margin → verdict"),
            ({ $0.reference = .prediction }, "reference: label → prediction"),
            ({ $0.perturbation.domain = nil }, "input domain: [0.0, 1.0] → unbounded"),
            ({ $0.perturbation.norm = .two }, "norm: l∞ → l2"),
            ({ $0.form.property = PropertyCall(TargetClasses.descriptor, classes: [3]) }, "property: "),
            ({ $0.method.options["arithmetic"] = .text("float32") }, "option arithmetic"),
        ]
        for (change, text) in changes {
            var test = TestRun()
            test.configure = { if $0.method.name == "pgd" { change(&$0) } }
            let comparison = compare(run, test.snapshot)
            #expect(comparison.refused.count == 3)
            #expect(
                comparison.refused.allSatisfy {
                    $0.cell.method == "pgd" && $0.queries == 12 && $0.differences.first?.hasPrefix(text) == true
                }, "\(comparison.refused)")
            #expect(kinds(comparison) == ["refused"])
            #expect(judge(comparison).verdict == .same)
        }
    }

    @Test func limitsAndRevisionsMayDiffer() {
        var test = TestRun()
        test.configure = {
            $0.revision = 7
            $0.budget = Budget(perQuerySeconds: 1, memoryBytes: 1 << 20)
            if $0.method.name == "milp" { $0.method.options["time-limit"] = .number(3) }
            if $0.method.name == "lp-all" { $0.method.options["engine"] = .text("highs-1.15.1") }
        }
        let first = test.snapshot
        test.configure = {
            if $0.method.name == "lp-all" { $0.method.options["engine"] = .text("highs-1.8.0") }
        }
        #expect(kinds(compare(test.snapshot, first)).isEmpty)
        // Another engine is another question.
        test.configure = { _ in }
        #expect(compare(test.snapshot, first).refused.map(\.cell.method) == ["lp-all", "lp-all", "lp-all"])
    }

    @Test func otherImagesUnderTheSameName() {
        var test = TestRun()
        test.image = { $0 == 4 ? "changed" : "image \($0)" }
        let comparison = compare(run, test.snapshot)
        #expect(comparison.refused.allSatisfy { $0.differences == ["image bytes"] && $0.queries == 1 })
        #expect(comparison.refused.count == run.cells.count)
        #expect(comparison.queries == run.cells.count * 11)
    }

    @Test func nothingInCommon() {
        var test = TestRun()
        test.networks = ["C": [0.1]]
        let comparison = compare(run, test.snapshot)
        #expect(comparison.queries == 0)
        #expect(comparison.onlyBase.count == run.cells.count && comparison.onlyNew.count == 5)
        #expect(judge(comparison).verdict == .notComparable)
        test.networks = ["A": [0.05, 0.1]]
        let part = compare(run, test.snapshot)
        #expect(part.onlyBase.map(\.cell.network) == ["B", "B", "B", "B", "B"])
        #expect(judge(part).verdict == .same)
    }
}
