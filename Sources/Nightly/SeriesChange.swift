import Questions
import SuiteFiles

/// A night on which a series went on otherwise.
public struct SeriesChange: Sendable, Hashable {
    /// When the night's run began, and the one before it.
    public var night: String
    public var previous: String
    public var series: LedgerRow.Series
    public var what: String
    public var before: Double?
    public var after: Double?
    public var isWorse: Bool
    /// Another question was asked, or a cheaper method answered in its place: neither better nor worse.
    public var isOtherQuestion = false
    /// Somebody knows of it.
    public var isAcknowledged: Bool
    /// Commits of the two nights; empty where they are not known.
    public var commits: (before: String, after: String)

    /// `nil` where one of the two is missing.
    var difference: Double? {
        guard let before, let after else { return nil }
        return after - before
    }

    public static func == (a: SeriesChange, b: SeriesChange) -> Bool {
        (a.night, a.series, a.what, a.before, a.after) == (b.night, b.series, b.what, b.before, b.after)
    }

    public func hash(into hasher: inout Hasher) {
        hasher.combine(night)
        hasher.combine(series)
        hasher.combine(what)
    }
}

extension Ledger {
    /// Changes of bounds, verdicts and work, oldest first. They are of no machine and no neighbour, so each difference between
    /// one whole night and the next is a change.
    public func exactChanges(of suite: String, known: [Acknowledgement] = []) -> [SeriesChange] {
        var changes = [SeriesChange]()
        for (series, rows) in histories(of: suite) {
            for (before, after) in zip(rows, rows.dropFirst()) {
                for measure in Measure.allCases {
                    let (old, new) = (measure.value(before), measure.value(after))
                    guard old != new else { continue }
                    let none = measure.isCost ? Double.infinity : -.infinity
                    let hasGrown = (new ?? none) > (old ?? none)
                    changes.append(
                        SeriesChange(
                            night: after.night, previous: before.night, series: series, what: measure.rawValue,
                            before: old, after: new, isWorse: hasGrown == measure.isCost,
                            isOtherQuestion: before.question != after.question || before.own != after.own,
                            isAcknowledged: known.contains { $0.covers(measure, series) },
                            commits: (before.commit, after.commit)))
                }
            }
        }
        return changes.sorted { $0.night < $1.night }
    }

    /// Rows of whole nights by series, in order of appearance; a machine has no part in them.
    func histories(of suite: String) -> [(LedgerRow.Series, [LedgerRow])] {
        var order = [LedgerRow.Series]()
        var rows = [LedgerRow.Series: [LedgerRow]]()
        for row in self.rows where row.series.suite == suite && row.status.isWhole {
            if rows[row.series] == nil { order.append(row.series) }
            rows[row.series, default: []].append(row)
        }
        return order.map { ($0, rows[$0] ?? []) }
    }
}

extension Acknowledgement {
    /// Whether it speaks of such a change, be its last day over or not: on that night somebody knew.
    fileprivate func covers(_ measure: Measure, _ series: LedgerRow.Series) -> Bool {
        let kind: Kind =
            switch measure {
            case .robust, .falsified: .newlyOpen
            case .meanLower, .meanUpper, .meanDistanceLower, .meanDistanceUpper: .looserBound
            case .nodes, .lpSolves, .simplexIterations, .unstable: .nodes
            }
        return covers(kind, in: SuiteCell(network: series.network, size: series.epsilon, method: series.method))
    }
}
