import Foundation
import Questions
import Reporter
import ResultStore
import Tables
import Testing

/// Outcomes as CSV: in one file, in one per network, or in none, with a schema that says what the columns are.
@Suite struct ResultsLayoutTests {
    private struct Schema: Decodable {
        struct Field: Decodable {
            var name: String
            var type: String
            var description: String
        }
        var fields: [Field]
    }

    private func files(_ folder: String) -> Set<String> {
        Set(FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? [])
    }

    private func lines(_ folder: String, _ file: String) throws -> [String] {
        try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8).components(separatedBy: "\r\n").dropLast()
    }

    /// All layouts hold the same rows, each takes away what another left, and a check looks for what is there.
    @Test func everyLayout() throws {
        let fixture = Fixture()
        try withFolder { folder in
            func write(_ layout: ResultsLayout?) throws -> [String] {
                try Reporter.write(
                    snapshot: fixture.snapshot, suite: fixture.suite, catalog: fixture.catalog, to: folder,
                    hasPage: false, results: layout
                ).files
            }
            _ = try write(nil)
            #expect(ResultsLayout.found(in: folder) == .whole)
            let whole = try lines(folder, "results.csv")
            _ = try write(.split)
            #expect(ResultsLayout.found(in: folder) == .split && !files(folder).contains("results.csv"))
            let names = files(folder).filter { $0.hasPrefix("results/") && $0.hasSuffix(".csv") }.sorted()
            #expect(names.count == Set(fixture.snapshot.cells.map(\.network)).count)
            let parts = try names.flatMap { try lines(folder, $0).dropFirst() }
            #expect(Set(parts) == Set(whole.dropFirst()) && parts.count == whole.count - 1)
            let kept = try write(ResultsLayout.none)
            #expect(ResultsLayout.found(in: folder) == nil && !kept.contains("results.schema.json"))
            #expect(!files(folder).contains { $0.hasPrefix("results") && $0 != "results" })
        }
    }

    /// The schema names the columns of the table in their order, and what is recorded has a time with its zone.
    @Test func schema() throws {
        let fixture = Fixture()
        try withFolder { folder in
            _ = try Reporter.write(
                snapshot: fixture.snapshot, suite: fixture.suite, catalog: fixture.catalog, to: folder, hasPage: false)
            let data = try Data(contentsOf: URL(fileURLWithPath: "\(folder)/results.schema.json"))
            let schema = try JSONDecoder().decode(Schema.self, from: data)
            let rows = try lines(folder, "results.csv").map { $0.components(separatedBy: ",") }
            #expect(schema.fields.map(\.name) == rows[0])
            let types = Dictionary(uniqueKeysWithValues: schema.fields.map { ($0.name, $0.type) })
            #expect(types["margin_lower"] == "number" && types["nodes"] == "integer" && types["wall_s"] == "number")
            #expect(types["recorded_at"] == "datetime" && types["verdict"] == "string" && types["epsilon"] == "number")
            let place = try #require(rows[0].firstIndex(of: "recorded_at"))
            #expect(rows.count > 1 && rows.dropFirst().allSatisfy { $0[place].hasSuffix("Z") })
        }
    }

    /// A table's minus is one that programs read.
    @Test func minus() {
        let table = Table(
            name: "t", caption: "", columns: [.init("difference", title: "d")],
            rows: [.init([.text("A \u{2212} B")]), .init([.number(-1.5)])])
        #expect(table.csv == "difference\r\nA - B\r\n-1.5\r\n")
    }
}
