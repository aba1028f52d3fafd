import Nightly
import Questions
import ResultStore

/// Ledgers made of numbers.
enum Fixture {
    static func row(
        _ night: String, method: String = "lp-all", network: String = "A", epsilon: Double? = 0.1, suite: String = "s",
        status: NightStatus = .same, machine: String = "one machine", lower: Double? = 1, nodes: Int = 0,
        seconds: Double = 1, commit: String = "c0ffee"
    ) -> LedgerRow {
        var row = LedgerRow(
            night: night, series: .init(suite: suite, network: network, method: method, epsilon: epsilon),
            status: status, commit: commit, machine: machine, revision: 1)
        (row.queries, row.answered, row.robust) = (10, 10, 7)
        row.meanLower = lower
        row.nodes = nodes
        row.cpuSeconds = seconds
        return row
    }

    /// `2026-01-01T02:00:00Z` and the days after it, of a month of 28.
    static func night(_ number: Int) -> String {
        func two(_ value: Int) -> String { value < 10 ? "0\(value)" : "\(value)" }
        return "2026-\(two(1 + number / 28))-\(two(1 + number % 28))T02:00:00Z"
    }
}
