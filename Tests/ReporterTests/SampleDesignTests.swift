import Foundation
import Questions
import Reporter
import SuiteFiles
import Testing

/// Intervals belong to random samples.
@Suite("Samples and intervals") struct SampleDesignTests {
    /// A fixture whose 20 images are the draw of `selection` from a split of 100.
    private func snapshotOfDraw(_ fixture: Fixture) -> RunSnapshotOfDraw {
        let drawn = fixture.selection.positions(in: (0..<100).map { $0 % 10 })
        return RunSnapshotOfDraw(fixture: fixture, drawn: drawn)
    }

    private struct RunSnapshotOfDraw {
        var fixture: Fixture
        var drawn: [Int]

        func report(_ folder: String) throws -> (summary: ReportSummary, text: String) {
            var snapshot = fixture.snapshot
            func renamed(_ sample: SampleID) -> SampleID {
                var sample = sample
                sample.index = drawn[sample.index]
                return sample
            }
            for cell in snapshot.cells.indices {
                snapshot.cells[cell].samples = snapshot.cells[cell].samples.map(renamed)
                for place in snapshot.outcomes[cell].indices {
                    snapshot.outcomes[cell][place].sample = renamed(snapshot.outcomes[cell][place].sample)
                }
            }
            snapshot.samples = snapshot.samples.map { sample in
                var sample = sample
                sample.id = renamed(sample.id)
                sample.label = sample.id.index % 10
                return sample
            }.sorted { $0.id.index < $1.id.index }
            let summary = try Reporter.write(
                snapshot: snapshot, suite: fixture.suite, catalog: fixture.catalog, to: folder)
            return (summary, try String(contentsOfFile: folder + "/report.md", encoding: .utf8))
        }
    }

    private var fixture: Fixture {
        var fixture = Fixture()
        fixture.selection = .random(20, seed: 7)
        fixture.splitSize = 100
        fixture.networks = [("NOR", [0.02])]
        fixture.published = [
            PublishedFigure(
                network: "NOR", epsilon: 0.02, column: .init(bound: .testError, method: nil), value: 4.5, source: "P."),
            PublishedFigure(network: "NOR", epsilon: 0.02, column: .init(bound: .upper, method: "lp-all"), value: 99),
        ]
        return fixture
    }

    @Test func randomSamplesHaveTheHypergeometricOne() throws {
        try withFolder { folder in
            let (_, text) = try snapshotOfDraw(fixture).report(folder)
            #expect(text.contains("by inversion of the hypergeometric law"))
            // 1 of 20 drawn from 100, after an independent program: between 1 and 22 of the 100.
            #expect(
                text.contains("[1.0, 22.0]"), "\(text.components(separatedBy: "\n").filter { $0.contains("[1.0") })")
            #expect(text.contains("1 of the 2 figures of the paper that an interval of ours can be held against"))
            #expect(text.contains("**-"), "the other stands in bold")
        }
    }

    /// The run's images count: another seed than the draw's is no random sample.
    @Test func otherImagesThanTheDrawHaveNone() throws {
        try withFolder { folder in
            var draw = snapshotOfDraw(fixture)
            draw.fixture.selection = .random(20, seed: 8)
            let (summary, text) = try draw.report(folder)
            #expect(!summary.files.contains("tables/robust-error-intervals.csv"))
            #expect(!text.contains("figures of the paper"))
        }
    }

    @Test func unfinishedRunsHaveNone() throws {
        try withFolder { folder in
            var fixture = fixture
            fixture.isMissing = { method, index in method == "lp-all" && index == 3 }
            let (_, text) = try snapshotOfDraw(fixture).report(folder)
            let row = try #require(text.components(separatedBy: "\n").first { $0.contains("| [") })
            let cells = row.components(separatedBy: "|").map { $0.replacing(" ", with: "") }
            // Test error, PGD, MILP twice, LP-ALL.
            #expect(cells[4] == "[1.0,22.0]" && cells[8] == "–" && cells[9] != "–", "\(cells)")
            #expect(text.contains("1 of the 1 figures"))
        }
    }

    @Test func strataHaveTheConservativeOneOfTheMean() throws {
        try withFolder { folder in
            var fixture = fixture
            fixture.selection = .perClass(2, seed: 7)
            let (_, text) = try snapshotOfDraw(fixture).report(folder)
            #expect(text.contains("for the mean over classes") && text.contains("Hoeffding 1956"))
            // Clopper and Pearson's upper limit; the lower one reaches down to 0.
            #expect(text.contains("[0.0, 24.9]"))
            #expect(!text.contains("figures of the paper that"))
        }
    }

    @Test(arguments: [SampleSelection.first(20), .indices(Array(0..<20)), .all]) func othersHaveNone(
        _ selection: SampleSelection
    ) throws {
        try withFolder { folder in
            var fixture = fixture
            fixture.selection = selection
            fixture.splitSize = selection == .all ? 20 : 100
            let files = try write(fixture, to: folder).files
            #expect(!files.contains("tables/robust-error-intervals.csv"))
        }
    }
}
