import Datasets
import Foundation
import Questions
import Reporter
import ResultStore
import SuiteFiles
import Testing
import VNNLIB

/// A made-up run of instances beside made-up answers of two tools: images 0 to 3 of the fixture stand for properties p0 to p3.
@Suite struct ContestTests {
    private static let published = """
        benchmark,onnx,vnnlib,time_limit_s,fast_result,fast_run_s,slow_result,slow_run_s
        small,onnx/NOR.onnx,p0.vnnlib,60,unsat,0.5,unsat,30
        small,onnx/NOR.onnx,p1.vnnlib,60,sat,0.5,timeout,
        small,onnx/NOR.onnx,p2.vnnlib,60,unsat,0.5,unsat,40
        small,onnx/NOR.onnx,p3.vnnlib,60,timeout,,timeout,
        other,onnx/NOR.onnx,p0.vnnlib,60,sat,1,sat,1
        """

    /// p0 holds, p1 is violated, p2 is open, p3 holds.
    private func snapshot(_ verdicts: [Verdict] = [.robust, .falsified, .timeout, .robust]) -> RunSnapshot {
        var fixture = Fixture()
        (fixture.networks, fixture.methods, fixture.imageCount) = ([("NOR-60s", [1])], ["milp"], 4)
        var snapshot = fixture.snapshot
        let names = (0..<4).map { SampleID(dataset: "small", split: "p\($0)", index: $0) }
        snapshot.samples = names.map { StoredSample(id: $0, label: 0, digest: Digest(of: "\($0)")) }
        snapshot.cells[0].samples = names
        snapshot.cells[0].configuration.form = .given
        snapshot.cells[0].configuration.budget = Budget(perQuerySeconds: 60)
        for (index, verdict) in verdicts.enumerated() {
            var outcome = Outcome(verdict: verdict, marginLower: verdict == .robust ? 1 : nil)
            if verdict == .falsified {
                outcome.marginUpper = -1
                outcome.witness = Witness(pixels: [], adversarialClass: 1, marginFloat: -1, marginDouble: -1)
            }
            outcome.measurements.wallSeconds = 2
            (snapshot.outcomes[0][index].sample, snapshot.outcomes[0][index].label) = (names[index], 0)
            snapshot.outcomes[0][index].outcome = outcome
        }
        return snapshot
    }

    private func write(
        _ snapshot: RunSnapshot, published: String = published,
        _ read: (_ summary: ReportSummary, _ text: (String) -> String) throws -> Void
    ) throws {
        var suite = Fixture().suite
        suite.dataset = DatasetReference(name: "small", instances: [InstanceTable(file: "/i.csv", name: "small")])
        suite.networks = []
        suite.form = .given
        suite.contest = Contest(answers: try PublishedAnswers(Array(published.utf8)), source: "a table")
        try withFolder { folder in
            let summary = try Reporter.write(
                snapshot: snapshot, suite: suite, catalog: Fixture.catalog, to: folder)
            try read(summary) { name in
                (try? String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)) ?? ""
            }
        }
    }

    private func rows(_ csv: String) -> [[String]] {
        csv.split(whereSeparator: \.isNewline).map { $0.components(separatedBy: ",") }
    }

    @Test func standings() throws {
        try write(snapshot()) { summary, text in
            let rows = rows(text("tables/standings.csv"))
            let tools = Dictionary(uniqueKeysWithValues: rows.dropFirst().map { ($0[1], $0) })
            // Instances, solved, holds, violated, open, wrong, fastest.
            #expect(tools["verigap"]?[2...8].joined(separator: " ") == "4 3 2 1 1 0 3")
            #expect(tools["fast"]?[2...7].joined(separator: " ") == "4 3 2 1 1 0")
            #expect(tools["slow"]?[2...7].joined(separator: " ") == "4 2 2 0 2 0")
            // Mean of 2, 2, 120 and 2 seconds; of 30, 120, 40 and 120.
            #expect(tools["verigap"]?[13] == "31.5" && tools["slow"]?[13] == "77.5")
            // Points of 2025: ten for each.
            #expect(tools["verigap"]?[11] == "30" && tools["slow"]?[11] == "20")
            #expect(summary.openQueries == 1 && summary.brokenLaws == 0)
            #expect(summary.headline.contains("3 solved (2 hold, 1 violated), 1 open"))
            #expect(summary.headline.contains("No verdict contradicts another tool's"))
            #expect(summary.disputes == 0)
            #expect(text("report.md").contains("a table"))
        }
    }

    @Test func whoSolvesWhat() throws {
        try write(snapshot()) { summary, text in
            let rows = rows(text("tables/differences.csv")).dropFirst()
            #expect(rows.map { "\($0[0]): \($0[3])" } == ["only verigap: p3", "all but verigap: p2"])
            let figures = summary.files.filter { $0.hasSuffix(".png") }
            #expect(figures == ["figures/cactus.png", "figures/against-fast.png", "figures/against-slow.png"])
        }
    }

    /// One caption says how to read the figures, the others whose they are.
    @Test func captionsAreShort() throws {
        try write(snapshot()) { _, text in
            let captions = text("report.md").split(whereSeparator: \.isNewline).filter {
                $0.contains("Seconds per instance")
            }
            #expect(captions.count { $0.contains("above the diagonal") } == 1, "\(captions)")
            #expect(captions.contains { $0.contains("of slow.") && !$0.contains("diagonal") }, "\(captions)")
        }
    }

    /// What several solve as often is a tie, and what cannot be asked is named with its reason.
    @Test func tiesAndFailures() throws {
        let table = Self.published.replacing(
            "small,onnx/NOR.onnx,p1.vnnlib,60,sat,0.5", with: "small,onnx/NOR.onnx,p1.vnnlib,60,timeout,")
        var snapshot = snapshot([.robust, .unsupported, .timeout, .robust])
        snapshot.outcomes[0][1].outcome.note = "p1.vnnlib: 1:1: it cannot be read"
        try write(snapshot, published: table) { summary, text in
            #expect(summary.headline.contains("The best of the others, fast and slow in a tie, solved 2 each."))
            #expect(summary.headline.contains("1 instance could not be asked about."))
            let rows = rows(text("tables/failures.csv"))
            #expect(rows.count == 2 && rows[1][2...3] == ["p1", "p1.vnnlib: 1:1: it cannot be read"])
            #expect(text("report.md").contains("## Not asked"))
        }
        try write(self.snapshot()) { summary, text in
            #expect(summary.headline.contains("The best of the others, fast, solved 3."))
            #expect(text("tables/failures.csv").isEmpty && !text("report.md").contains("## Not asked"))
        }
    }

    /// Rows and instances that have no partner, and what stands there twice, which counts once.
    @Test func whatDoesNotMatchIsNamed() throws {
        let more =
            Self.published
            + "\nsmall,onnx/NOR.onnx,p9.vnnlib,60,unsat,1,sat,1\nsmall,onnx/NOR.onnx,p0.vnnlib,60,unsat,9,unsat,9\n"
        try write(snapshot(), published: more) { _, text in
            let report = text("report.md")
            #expect(
                report.contains("1 row of these benchmarks that is about none of these instances: NOR p9 of small"),
                "\(report)")
            #expect(report.contains("2 published answers stand there a second time"), "\(report)")
            let fast = rows(text("tables/standings.csv")).first { $0[1] == "fast" }
            #expect(fast?[2...7].joined(separator: " ") == "4 3 2 1 1 0")
        }
    }

    /// The first thing in the report, in red; the rules of the competition believe who has a witness.
    @Test func contradictionsComeFirst() throws {
        try write(snapshot([.falsified, .robust, .timeout, .robust])) { summary, text in
            let report = text("report.md")
            let rows = rows(text("tables/contradictions.csv")).dropFirst()
            #expect(rows.map { $0[2] } == ["p0", "p1"])
            #expect(
                summary.headline.contains(
                    "2 verdicts contradict another tool's, 1 of them with a counterexample that was checked; 1 counts as open"
                ))
            #expect(summary.disputes == 1, "p1 is proved and called violated; p0 has a counterexample")
            let alarm = try #require(report.firstRange(of: "Contradictions: 2"))
            let heading = try #require(report.firstRange(of: "## Standings"))
            #expect(alarm.lowerBound < heading.lowerBound)
            let standings = self.rows(text("tables/standings.csv"))
            // p0: ours is confirmed, so that both others are wrong.
            #expect(standings.first { $0[1] == "slow" }?[7] == "1")
        }
    }

    /// Where two claims stand against each other and nobody has seen a witness, nobody is called wrong.
    @Test func unexaminedClaimsAreDisputed() throws {
        try write(snapshot([.robust, .robust, .robust, .robust])) { summary, text in
            let standings = rows(text("tables/standings.csv")).dropFirst()
            #expect(standings.allSatisfy { $0[7] == "0" })
            #expect(summary.headline.contains("1 verdict contradicts another tool's; 1 counts as open"))
            #expect(summary.disputes == 1 && summary.brokenLaws == 0)
        }
    }

    /// What an external tool of the suite claims is its own: it has a line of its own, and solves nothing for us.
    @Test func externalToolsStandApart() throws {
        var snapshot = snapshot()
        var cell = snapshot.cells[0]
        cell.method = "other"
        cell.configuration.method = MethodCall.external(nil)
        var answers = snapshot.outcomes[0]
        for index in answers.indices { answers[index].outcome = Outcome(verdict: .robust) }
        snapshot.cells.append(cell)
        snapshot.outcomes.append(answers)
        try write(snapshot) { summary, text in
            let rows = rows(text("tables/standings.csv"))
            #expect(rows.first { $0[1] == "verigap" }?[2...5].joined(separator: " ") == "4 3 2 1")
            // p1 has a witness, so that its claim there is wrong.
            let other = try #require(rows.first { $0[1].hasPrefix("OTHER") })
            #expect(other[2...7].joined(separator: " ") == "4 3 3 0 0 1")
            #expect(summary.headline.contains("3 solved (2 hold, 1 violated), 1 open"))
        }
    }

    @Test func whatIsUnansweredIsOpen() throws {
        var snapshot = snapshot()
        snapshot.outcomes[0].removeLast()
        try write(snapshot) { summary, text in
            #expect(summary.unanswered == 1 && summary.openQueries == 2)
            #expect(text("report.md").contains("Not finished: 1 of 4"))
        }
    }
}
