import Foundation
import LinearAlgebra
import Questions
import Reporter
import ResultStore
import SuiteFiles
import Testing
import Verifiers

/// No bound of an unfinished report contradicts the finished one's.
@Suite("Unfinished runs") struct UnfinishedTests {
    /// The tables of bounds by file, row and column.
    private static func tables(
        _ snapshot: RunSnapshot, _ suite: Suite, _ catalog: MethodCatalog
    ) throws -> (summary: ReportSummary, tables: [String: [[String: String]]]) {
        try withFolder { folder in
            let summary = try Reporter.write(snapshot: snapshot, suite: suite, catalog: catalog, to: folder)
            var tables = [String: [[String: String]]]()
            for name in ["robust-error", "gap", "exact"] where summary.files.contains("tables/\(name).csv") {
                let all = try lines(of: "\(folder)/tables/\(name).csv")
                tables[name] = all.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(all[0], $0)) }
            }
            return (summary, tables)
        }
    }

    /// Column by column: lower bounds are not higher, upper bounds and gaps not lower, every n is the same.
    private static func expectConsistent(
        _ unfinished: [String: [[String: String]]], _ finished: [String: [[String: String]]], _ label: String
    ) throws {
        #expect(Set(unfinished.keys) == Set(finished.keys), "\(label)")
        var compared = 0
        for (name, rows) in finished {
            let others = try #require(unfinished[name])
            #expect(rows.count == others.count)
            for (row, other) in zip(rows, others) {
                for (column, text) in row {
                    let now = other[column] ?? "?"
                    let place = "\(label): \(name), \(row["network"] ?? ""), \(column): \(now), finished \(text)"
                    if column.hasSuffix("_n") || column == "n" { #expect(now == text, "\(place)") }
                    guard let final = Double(text) else { continue }
                    compared += 1
                    if column.hasSuffix("lower_pct") {
                        #expect(try #require(Double(now)) <= final, "\(place)")
                    } else if column.hasSuffix("upper_pct") || column.hasPrefix("gap_") {
                        #expect(try #require(Double(now)) >= final, "\(place)")
                    } else if column == "test_error_pct" {
                        #expect(now.isEmpty || now == text, "\(place)")
                    }
                }
            }
        }
        #expect(compared > 20)
    }

    /// A figure that travels without its report says it, too.
    @Test func everyPictureSaysIt() throws {
        let fixture = Fixture()
        func heights(_ snapshot: RunSnapshot) throws -> [String: Double] {
            try withFolder { folder in
                let summary = try Reporter.write(
                    snapshot: snapshot, suite: fixture.suite, catalog: fixture.catalog, to: folder)
                let pictures = summary.files.filter { $0.hasSuffix(".svg") }
                return Dictionary(
                    uniqueKeysWithValues: try pictures.map { name in
                        let text = try String(contentsOfFile: "\(folder)/\(name)", encoding: .utf8)
                        let height = text.firstMatch(of: /<svg[^>]* height="([0-9.]+)/).flatMap { Double($0.1) }
                        return (name, try #require(height))
                    })
            }
        }
        var snapshot = fixture.snapshot
        let finished = try heights(snapshot)
        let last = try #require(snapshot.outcomes.indices.last)
        snapshot.outcomes[last].removeLast()
        let unfinished = try heights(snapshot)
        #expect(finished["figures/cactus.svg"] != nil && Set(finished.keys) == Set(unfinished.keys))
        for (name, height) in finished {
            #expect(abs((unfinished[name] ?? 0) - height - 13) < 0.01, "\(name)")
        }
    }

    @Test func randomGapsInASyntheticRun() throws {
        var fixture = Fixture()
        fixture.askedCount = { $0 == "milp" ? 8 : $0 == "lp-all" ? 15 : nil }
        fixture.catalog = Fixture.looseCatalog
        let finished = try Self.tables(fixture.snapshot, fixture.suite, fixture.catalog)
        #expect(finished.summary.unanswered == 0)
        for seed in 0..<12 {
            var generator = SeededGenerator(seed: UInt64(seed))
            let share = Double(seed + 1) / 13
            var snapshot = fixture.snapshot
            for cell in snapshot.cells.indices {
                snapshot.outcomes[cell].removeAll { _ in generator.unitDouble() < share }
            }
            let part = try Self.tables(snapshot, fixture.suite, fixture.catalog)
            #expect(part.summary.unanswered > 0 && part.summary.headline.contains("unanswered"))
            try Self.expectConsistent(part.tables, finished.tables, "seed \(seed)")
        }
    }

    /// Whole methods missing, classification among them.
    @Test(arguments: ["clean", "pgd", "lp-all", "milp"]) func aMethodThatNeverCame(_ method: String) throws {
        var fixture = Fixture()
        let finished = try Self.tables(fixture.snapshot, fixture.suite, fixture.catalog)
        fixture.isMissing = { name, _ in name == method }
        let part = try Self.tables(fixture.snapshot, fixture.suite, fixture.catalog)
        try Self.expectConsistent(part.tables, finished.tables, method)
    }

    /// The committed run of mnist-lpd, as far as it was at several moments and with its outcomes cut anywhere.
    @Test func aRecordedRunAtSeveralMoments() throws {
        let root = URL(fileURLWithPath: #filePath).appendingPathComponent("../../..").standardized.path
        let snapshot = try OutcomeFile.read(root + "/Reports/mnist-lpd/outcomes.jsonl.gz")
        let suite = try SuiteReader.read(path: root + "/Suites/mnist-lpd.yaml", catalog: MethodRegistry.catalog) { $0 }
        let finished = try Self.tables(snapshot, suite, MethodRegistry.catalog)
        #expect(finished.summary.unanswered == 0)
        let moments = snapshot.outcomes.joined().map(\.recordedAt).sorted()
        for share in [0.02, 0.4, 0.97] {
            let end = moments[Int(share * Double(moments.count))]
            var part = snapshot
            part.outcomes = snapshot.outcomes.map { $0.filter { $0.recordedAt < end } }
            let tables = try Self.tables(part, suite, MethodRegistry.catalog)
            #expect(tables.summary.unanswered > 0)
            try Self.expectConsistent(tables.tables, finished.tables, "until \(end)")
        }
        // The file's own order, cut in the middle of a cell.
        var (cut, left) = (snapshot, moments.count / 3)
        for cell in cut.cells.indices {
            cut.outcomes[cell] = OutcomeList(cut.outcomes[cell].prefix(left))
            left -= cut.outcomes[cell].count
        }
        try Self.expectConsistent(
            try Self.tables(cut, suite, MethodRegistry.catalog).tables, finished.tables, "cut")
    }

    /// A figure drawn hollow and printed with its own n is no unfinished one.
    @Test func askedLessIsNotUnanswered() throws {
        var fixture = Fixture()
        fixture.askedCount = { $0 == "milp" ? 8 : nil }
        try withFolder { folder in
            let summary = try write(fixture, to: folder)
            #expect(summary.unanswered == 0)
            let report = try String(contentsOfFile: folder + "/report.md", encoding: .utf8)
            #expect(!report.contains("unanswered") && report.contains("(n = 8)"))
            #expect(
                report.contains("asked by design about fewer images than the row has")
                    && report.contains("MILP (n = 8)"))
        }
    }
}
