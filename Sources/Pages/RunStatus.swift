import Tables

/// Where a run stands whose page is looked at while it goes on.
package struct RunStatus: Sendable {
    /// Of all work that is done, in [0, 1].
    package var fraction: Double
    /// How far it is, since when, until when; a line each.
    package var sentences: [String]
    /// What every worker does now.
    package var workers: [String]
    /// The queries that took longest.
    package var slowest: Table
    /// What went wrong with single queries, newest first.
    package var faults: [String]
    /// Seconds after which the page looks again; `nil` where the run is over.
    package var refreshSeconds: Int?
    /// When that was, seconds since 1970: a page that nobody writes any more says so.
    package var written: Int

    package init(
        fraction: Double, sentences: [String], workers: [String], slowest: Table, faults: [String],
        refreshSeconds: Int?, written: Int
    ) {
        (self.fraction, self.sentences, self.workers) = (fraction, sentences, workers)
        (self.slowest, self.faults, self.refreshSeconds, self.written) = (slowest, faults, refreshSeconds, written)
    }
}

extension RunStatus {
    /// What stands above everything else on the page.
    var html: HTML {
        let title =
            refreshSeconds != nil
            ? "The run goes on" : fraction < 1 ? "The run has stopped; run again to go on" : "The run is over"
        let percent = "\(Int((100 * min(1, max(0, fraction))).rounded(.down))) %"
        return .element(
            "section", ["id": "run", "aria-labelledby": "run-title"],
            .element("h2", ["id": "run-title"], HTML(title)),
            .element("progress", ["max": "1", "value": "\(fraction)", "aria-label": "work done"], HTML(percent)),
            HTML(" \(percent) of the work"),
            sentences.map { HTML.element("p", [:], HTML($0)) }.joined, Self.list(workers),
            faults.isEmpty ? HTML("") : .element("h3", [:], HTML("Faults")), Self.list(faults, class: "alarm"),
            slowest.rows.isEmpty ? HTML("") : .element("h3", [:], HTML("Slowest queries")) + slowest.html,
            HTML(raw: "<style>\n\(Assets.liveStyle)</style>\n<script>\n\(Assets.liveScript)</script>\n"))
    }

    private static func list(_ lines: [String], class name: String? = nil) -> HTML {
        lines.isEmpty
            ? HTML("") : .element("ul", ["class": name], lines.map { HTML.element("li", [:], HTML($0)) })
    }
}
