import Foundation
import Questions
import SuiteFiles
import Testing

@Suite struct AblationTests {
    @Test func meansOverWhatWasComputed() throws {
        try withFolder { folder in
            var fixture = Fixture()
            fixture.ablation = Ablation(
                source: "a paper",
                rows: [
                    .init(
                        method: "milp", removed: "nothing",
                        published: .init(boundingSeconds: 3, solvingSeconds: 0.5, meanNodes: 1.9)),
                    .init(method: "lp-all", removed: "branching"),
                ])
            fixture.tamper = { _, _, method, index, outcome in
                guard method == "milp", outcome.impliedBy == nil, index != 0 else { return }
                outcome.measurements.nodes = index
                outcome.measurements.phases = ["bounds": 1, "margins": 0.5, "search": Double(index)]
            }
            _ = try write(fixture, to: folder)
            let table = try lines(of: folder + "/tables/ablation.csv")
            #expect(
                table.first == [
                    "removed", "method", "n", "decided", "bounds_s", "solve_s", "total_s", "nodes_mean",
                    "nodes_median", "paper_bounds_s", "paper_solve_s", "paper_total_s", "paper_nodes_mean",
                ])
            // Image 19 is implied, image 0 has no phases: 1…18 remain, in four pairs of network and ε.
            #expect(table[1].prefix(3) == ["nothing", "MILP", "76"])
            #expect(table[1].dropFirst(4) == ["1.00", "10.0", "11.0", "9.5", "9.5", "3.00", "0.500", "3.50", "1.9"])
            #expect(table[2].dropFirst(4).prefix(3) == ["0.0100", "0.200", "0.210"])
            #expect(table[2].suffix(4) == ["", "", "", ""])
            let markdown = try String(contentsOfFile: folder + "/report.md", encoding: .utf8)
            #expect(markdown.contains("## Ablation") && markdown.contains("4 outcomes have no phase times"))
        }
    }

    @Test func noneWhereNoneIsAskedFor() throws {
        try withFolder { folder in
            let files = try write(Fixture(), to: folder).files
            #expect(!files.contains("tables/ablation.csv"))
        }
    }
}
