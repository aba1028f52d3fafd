import Foundation
import Questions
import ResultStore
import Testing

@Suite("The smoke suite from file to report")
struct SmokeTests {
    @Test func runRunAgainReport() throws {
        let workspace = try Workspace.withSmokeSuite()
        let store = ["--store", Workspace.store]
        let first = try workspace.verigap(["run", "smoke"] + store)
        #expect(first.exitCode == 0, "\(first.errors)")
        // Plain classification proves nothing and calls nothing unknown.
        let clean = try #require(first.output.components(separatedBy: "\n").first { $0.hasPrefix("clean ") })
        #expect(clean.hasSuffix("misclassified 2, correct 38"), "\(clean)")
        let outcomes = try workspace.outcomes(of: "smoke")
        #expect(outcomes.count == (2 * 8 + 1) * 40)
        #expect(outcomes.allSatisfy { $0.attempt == 1 })
        // A certified distance is asked for once, at the first ε.
        let derived = outcomes.filter { $0.outcome.impliedBy != nil }
        #expect(derived.count == 40 && derived.allSatisfy { $0.outcome.impliedBy == "simplex" })
        let digest = try workspace.contentDigest()

        let again = try RunSummary(workspace.verigap(["run", "smoke", "--json", "--quiet"] + store))
        #expect(again.methods.allSatisfy { $0.asked == 0 && $0.derived + $0.reused == $0.total })
        #expect(try workspace.contentDigest() == digest)

        for folder in ["First", "Second", "Second"] {
            let report = try workspace.verigap(["report", "smoke", "--output", folder] + store)
            #expect(report.exitCode == 0, "\(report.errors)")
        }
        let report = try workspace.files(below: "First/smoke")
        let second = try workspace.files(below: "Second/smoke")
        #expect(report.keys.sorted() == second.keys.sorted())
        for (file, bytes) in report { #expect(second[file] == bytes, "\(file) differs when it is written again") }
        for kind in ["png", "pdf", "svg", "md", "csv", "tex"] {
            let files = report.filter { $0.key.hasSuffix("." + kind) }
            #expect(!files.isEmpty && files.values.allSatisfy { !$0.isEmpty }, "\(kind)")
        }
        let all = try workspace.files()
        #expect(!all.keys.contains { $0.contains(".partial") || $0.hasSuffix(".tmp") })
    }

    @Test func twoWholeRunsAgree() throws {
        let workspace = try Workspace.withSmokeSuite()
        for (store, workers) in [("one.sqlite", "1"), ("three.sqlite", "3")] {
            #expect(try workspace.verigap("run", "smoke", "--store", store, "--workers", workers).exitCode == 0)
        }
        #expect(try workspace.contentDigest(store: "one.sqlite") == workspace.contentDigest(store: "three.sqlite"))
    }

    @Test func whatIsMissingIsSaid() throws {
        let workspace = try Workspace.withSmokeSuite()
        let report = try workspace.verigap("report", "smoke", "--store", Workspace.store)
        #expect(report.exitCode == 66)
        #expect(report.errors.contains("there is no result store here"))
        let suite = try workspace.verigap("run", "smock", "--store", Workspace.store)
        #expect(suite.exitCode == 66)
        #expect(suite.errors.contains("there is no suite smock") && suite.errors.contains("smoke"))
        #expect(!FileManager.default.fileExists(atPath: workspace.path(Workspace.store)))
    }
}
