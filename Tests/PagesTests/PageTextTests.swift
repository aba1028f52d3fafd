import DataFormats
import Foundation
import Pages
import Tables
import Testing

/// What a page says can be read back from it, and nothing of it becomes mark-up.
@Suite struct PageTextTests {
    private static let hostile = "</script><script>alert(1)</script>\" onload='x' \u{2028}<!--"

    private func page(_ text: String, rows: Int = 3) -> Page {
        var queries = QueryTable(
            kind: .margin, verdicts: ["robust", "falsified"], reasons: [text], implications: [text])
        queries.networks = [.init(name: text, options: "--network \(text)")]
        (queries.sizes, queries.sets) = (["2/255"], ["mnist:test"])
        queries.methods = [.init(title: text, claim: "attack", limit: 60, options: nil)]
        var answers = AnswerColumn()
        for index in 0..<rows {
            queries.rows.append(
                .init(
                    network: 0, size: 0, set: 0, index: index, label: index % 10, state: .proved, isDisputed: false,
                    seconds: 0.001234567, nodes: index))
            var answer = AnswerColumn.Answer(verdict: 0)
            (answer.isSolved, answer.reason, answer.implication) = (true, 0, index == 2 ? 0 : nil)
            (answer.lower, answer.seconds) = (1.23456789e-7 * Double(index + 1), 0.25)
            answers.append(answer)
        }
        queries.answers = [answers]
        queries.notes = [(row: 0, method: 0, text: text)]
        var page = Page(title: text, headline: text, queries: queries, date: "", suite: text, outcomes: "o.gz")
        page.caveats = [text]
        page.tables = [
            Table(
                name: "gap", caption: text, columns: [.init("a", title: text), .init("b", title: "b")],
                rows: [.init([.text(text), .init(.number(0.5), written: "1/2", suffix: text)])], notes: [text])
        ]
        return page
    }

    private func rows(in html: String) throws -> [String: Any] {
        let packed = try #require(html.firstMatch(of: /<script type="text\/plain" id="rows">([^<]*)<\/script>/)).output
            .1
        let bytes = try Gzip.decompress(Array(try #require(Data(base64Encoded: String(packed)))))
        return try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    }

    @Test func rowsAreReadBack() throws {
        let json = try rows(in: page("NOR").files.html)
        let answers = try #require((json["answers"] as? [[String: Any]])?.first)
        // Solved, with the first reason; the third implied by the first of all.
        #expect(answers["codes"] as? [Int] == [48, 48, 48 + 512])
        #expect(answers["lower"] as? [Double] == [1.235e-7, 2.469e-7, 3.704e-7])
        #expect(answers["upper"] == nil && answers["nodes"] == nil)
        let columns = try #require(json["rows"] as? [String: Any])
        #expect(columns["seconds"] as? [Double] == [0.00123, 0.00123, 0.00123])
        #expect(columns["nodes"] as? [Int] == [0, 1, 2])
        #expect(json["sizes"] as? [String] == ["2/255"])
    }

    @Test func strangersTextStaysText() throws {
        let plain = page("NOR").files.html
        let html = page(Self.hostile).files.html
        func tags(_ text: String) -> [Substring] { text.matches(of: /<(\/?[a-zA-Z!]+)/).map(\.output.1) }
        #expect(tags(html) == tags(plain))
        #expect(!html.contains("onload='x'") && !html.contains("\u{2028}"))
        #expect((try rows(in: html)["networks"] as? [String]) == [Self.hostile])
    }

    @Test func nothingIsFetched() {
        let html = page("NOR").files.html
        for address in html.matches(of: /(?:src|href)="([^"]*)"/).map(\.output.1) {
            let isOwn = address.hasPrefix("data:") || address.hasPrefix("#") || !address.contains(":")
            #expect(isOwn, "\(address)")
        }
        #expect(!html.contains("@import") && !html.contains("url("))
    }

    @Test func manyRowsStandBeside() throws {
        let few = page("NOR").files
        #expect(few.rows == nil && !few.html.contains("rows.js\""))
        let files = page("NOR", rows: 400_000).files
        let beside = try #require(files.rows)
        #expect(beside.hasPrefix("verigapRows(\"") && beside.hasSuffix("\")\n"))
        #expect(files.html.contains("<script src=\"rows.js\"></script>") && files.html.utf8.count < 200_000)
    }
}
