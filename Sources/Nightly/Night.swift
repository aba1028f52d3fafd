/// A night of a suite, over all its series.
struct Night: Sendable, Hashable {
    /// UTC, ISO 8601.
    var start: String
    var status: NightStatus
    var commit: String
    var machine: String
    var queries: Int
    var answered: Int
    /// Answered without a verdict.
    var open: Int
    var cpuSeconds: Double
    /// What came of it, one line; empty in ledgers of before.
    var why: String
}

extension Ledger {
    /// The suites that the ledger knows, in order of appearance.
    public var suites: [String] {
        rows.reduce(into: []) { suites, row in
            if !suites.contains(row.series.suite) { suites.append(row.series.suite) }
        }
    }

    /// Oldest first.
    func nights(of suite: String) -> [Night] {
        var nights = [Night]()
        for row in rows where row.series.suite == suite {
            if nights.last?.start != row.night {
                nights.append(
                    Night(
                        start: row.night, status: row.status, commit: row.commit, machine: row.machine, queries: 0,
                        answered: 0, open: 0, cpuSeconds: 0, why: row.why))
            }
            nights[nights.count - 1].queries += row.queries
            nights[nights.count - 1].answered += row.answered
            nights[nights.count - 1].open += row.open
            nights[nights.count - 1].cpuSeconds += row.cpuSeconds
        }
        return nights
    }
}
