import Figures
import Questions

/// Tightness, work and time over nights, each as a line per method, relative to the first night that is shown.
struct HistoryFigures {
    /// So many nights fit the width of a column.
    static let limit = 60

    private let nights: [Night]
    /// Of the first night shown, from 1.
    private let firstNumber: Int
    private let methods: [String]
    private let rows: [String: [String: [LedgerRow]]]
    private let changes: [SeriesChange]
    private let shifts: [SeriesChange]

    /// - Parameters:
    ///   - nights: oldest first.
    ///   - changes: of bounds and work.
    ///   - shifts: of time.
    init(_ ledger: Ledger, suite: String, nights: [Night], changes: [SeriesChange], shifts: [SeriesChange]) {
        self.nights = Array(nights.suffix(Self.limit))
        firstNumber = max(0, nights.count - Self.limit) + 1
        var order = [String]()
        var rows = [String: [String: [LedgerRow]]]()
        // Points are bounded by nobody and take no time.
        for row in ledger.rows
        where row.series.suite == suite && row.status.isWhole && row.series.epsilon != 0 {
            if rows[row.series.method] == nil { order.append(row.series.method) }
            rows[row.series.method, default: [:]][row.night, default: []].append(row)
        }
        methods = order
        self.rows = rows
        self.changes = changes
        self.shifts = shifts
    }

    var tightness: HistoryPlot {
        plot(
            "Tightness of bounds over nights", "margin, change since the first night", leastSpan: 1e-3,
            isMarked: { !Self.work.contains($0.what) },
            value: { rows, first in
                guard let mean = Self.mean(rows), let start = Self.mean(first) else { return nil }
                return mean - start
            })
    }

    var work: HistoryPlot {
        plot(
            "Work over nights", "work / first night", leastSpan: 0.2, isMarked: { Self.work.contains($0.what) },
            value: { rows, first in
                let start = Self.work(first)
                return start > 0 ? Self.work(rows) / start : nil
            })
    }

    var time: HistoryPlot {
        plot(
            "CPU time over nights", "CPU seconds / first night", leastSpan: 0.4, isTime: true, isMarked: { _ in true },
            value: { rows, first in
                let start = first.reduce(0) { $0 + $1.cpuSeconds }
                // Another machine is another story.
                guard start > 0, rows.first?.machine == first.first?.machine else { return nil }
                return rows.reduce(0) { $0 + $1.cpuSeconds } / start
            })
    }

    /// Dates, or the number of the night where two are of one date.
    private var labels: [String] {
        let dates = nights.map { String($0.start.prefix(10).suffix(5)) }
        return Set(dates).count == dates.count ? dates : nights.indices.map { "\(firstNumber + $0)" }
    }

    private static let work: Set<String> = [
        Measure.nodes.rawValue, Measure.lpSolves.rawValue, Measure.simplexIterations.rawValue,
        Measure.unstable.rawValue,
    ]

    private func plot(
        _ title: String, _ axisTitle: String, leastSpan: Double, isTime: Bool = false,
        isMarked: (SeriesChange) -> Bool, value: ([LedgerRow], [LedgerRow]) -> Double?
    ) -> HistoryPlot {
        let series = methods.enumerated().compactMap { index, method -> HistoryPlot.Series? in
            let byNight = rows[method] ?? [:]
            // The first with anything to be relative to.
            let shown = nights.compactMap { byNight[$0.start] }
            guard let first = shown.first(where: { value($0, $0) != nil }) else { return nil }
            // What no axis can show is left out.
            let values = nights.map { night in
                byNight[night.start].flatMap { value($0, first) }.flatMap { abs($0) < 1e12 ? $0 : nil }
            }
            guard values.contains(where: { $0 != nil }) else { return nil }
            let own = (isTime ? shifts : changes).filter { $0.series.method == method && isMarked($0) }
            let marks = nights.indices.compactMap { position -> HistoryPlot.Mark? in
                let found = own.filter { $0.night == nights[position].start }
                guard !found.isEmpty else { return nil }
                return .init(position: position, isKnown: found.allSatisfy(\.isAcknowledged))
            }
            return .init(method, .line(index), values: values, marks: marks)
        }
        return HistoryPlot(
            title: title, axisTitle: axisTitle, labels: labels, series: series,
            alarms: Set(nights.indices.filter { nights[$0].status.isRed }), leastSpan: leastSpan)
    }

    /// Of the certified margins or sizes; of attacks the negative of what they found, so that up is tighter.
    private static func mean(_ rows: [LedgerRow]) -> Double? {
        let lower = rows.compactMap { $0.meanLower ?? $0.meanDistanceLower }
        let upper = rows.compactMap { $0.meanUpper ?? $0.meanDistanceUpper }
        if !lower.isEmpty { return lower.reduce(0, +) / Double(lower.count) }
        return upper.isEmpty ? nil : -upper.reduce(0, +) / Double(upper.count)
    }

    /// Nodes where the method counts them, else simplex iterations, else unstable ReLUs.
    private static func work(_ rows: [LedgerRow]) -> Double {
        for count in [\LedgerRow.nodes, \.simplexIterations, \.lpSolves, \.unstable] {
            let sum = rows.map { $0[keyPath: count] }.saturatingSum()
            if sum > 0 { return Double(sum) }
        }
        return 0
    }
}
