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

    package init(
        fraction: Double, sentences: [String], workers: [String], slowest: Table, faults: [String],
        refreshSeconds: Int?
    ) {
        (self.fraction, self.sentences, self.workers) = (fraction, sentences, workers)
        (self.slowest, self.faults, self.refreshSeconds) = (slowest, faults, refreshSeconds)
    }
}

extension RunStatus {
    /// What stands above everything else on the page.
    var html: HTML {
        let percent = "\(Int((100 * min(1, max(0, fraction))).rounded(.down))) %"
        return .element(
            "section", ["id": "run", "aria-labelledby": "run-title"],
            HTML(raw: "<style>\n\(Assets.liveStyle)</style>\n<script>\n\(Assets.liveScript)</script>\n"),
            .element("h2", ["id": "run-title"], HTML(refreshSeconds == nil ? "The run is over" : "The run goes on")),
            .element("progress", ["max": "1", "value": "\(fraction)", "aria-label": "work done"], HTML(percent)),
            HTML(" \(percent) of the work"),
            sentences.map { HTML.element("p", [:], HTML($0)) }.joined, Self.list(workers),
            faults.isEmpty ? HTML("") : .element("h3", [:], HTML("Faults")), Self.list(faults, class: "alarm"),
            slowest.rows.isEmpty ? HTML("") : .element("h3", [:], HTML("Slowest queries")) + slowest.html)
    }

    private static func list(_ lines: [String], class name: String? = nil) -> HTML {
        lines.isEmpty
            ? HTML("") : .element("ul", ["class": name], lines.map { HTML.element("li", [:], HTML($0)) })
    }
}
