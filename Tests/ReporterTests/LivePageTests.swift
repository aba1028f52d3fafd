import Questions
import Reporter
import ResultStore
import Testing

/// The page of a run that goes on: what is known so far, below where the run stands.
@Suite struct LivePageTests {
    private func page(
        _ fixture: Fixture, refresh: Int? = 7, workers: [String] = ["worker 1: milp · NOR"]
    ) throws -> String {
        try Reporter.livePage(
            snapshot: fixture.snapshot, suite: fixture.suite, catalog: fixture.catalog,
            status: LiveStatus(
                fraction: 0.25, sentences: ["3 of 12 queries, <b>soon</b>"], workers: workers, refreshSeconds: refresh,
                written: 1_700_000_000))
    }

    @Test func saysWhereTheRunStands() throws {
        let page = try page(Fixture())
        for text in [
            "The run goes on", "25 % of the work", "data-again=\"7\"", "data-written=\"1700000000\"",
            "worker 1: milp · NOR", "Slowest queries",
            "3 of 12 queries, &lt;b&gt;soon&lt;/b&gt;",
        ] { #expect(page.contains(text), "\(text)") }
        #expect(!page.contains("<b>soon"))
        // It stands alone: no link to files that are not there.
        for link in ["href=\"tables/", "href=\"figures/", "src=\"rows.js\"", "href=\"report.md\""] {
            #expect(!page.contains(link), "\(link)")
        }
    }

    @Test func aPageOfARunThatIsOverLooksNoMore() throws {
        let page = try page(Fixture(), refresh: nil, workers: [])
        #expect(page.contains("The run has stopped; run again") && !page.contains("data-again=\""))
    }

    /// The slowest first, and every fault with its reason; what follows from cheaper methods took no time.
    @Test func slowestAndFaults() throws {
        var fixture = Fixture()
        fixture.tamper = { _, _, method, index, outcome in
            if method == "lp-all", index == 2 { outcome.measurements.wallSeconds = 777.5 }
            if method == "milp", index == 3 {
                outcome = Outcome(verdict: .crashed, note: "died: signal 11")
            }
        }
        let page = try page(fixture)
        #expect(page.contains("778") && page.contains("milp · NOR · ") && page.contains("died: signal 11"))
        #expect(try !self.page(Fixture()).contains("<h3>Faults</h3>"))
    }

    /// A report has no such part.
    @Test func reportsAreAsTheyWere() throws {
        try withFolder { folder in
            _ = try write(Fixture(), to: folder)
            let text = try String(contentsOfFile: folder + "/index.html", encoding: .utf8)
            #expect(
                !text.contains("data-again=\"") && !text.contains("id=\"run\"") && text.contains("href=\"report.md\""))
        }
    }
}
