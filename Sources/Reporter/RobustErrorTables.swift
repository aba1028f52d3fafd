import Statistics
import Tables

extension ReportModel {
    /// Certified bounds on the robust error: the table a paper would print.
    var robustErrorTable: Table {
        let bounds = boundColumns
        var table = Table(
            name: "robust-error",
            caption: "Bounds on the robust error in percent of n images (\(dataPhrase), \(suite.norm.title)). "
                + "≥: misclassified or falsified; ≤: not proved robust.",
            columns: networkColumns + [.init("n", title: "n")]
                + bounds.map { .init("\($0.stem)_pct", title: $0.title, format: .fixed(2)) })
        for column in bounds {
            table.columns += [
                .init("\(column.stem)_n", title: "n", isPrinted: false),
                .init("\(column.stem)_ci_low_pct", title: "", format: .fixed(2), isPrinted: false),
                .init("\(column.stem)_ci_high_pct", title: "", format: .fixed(2), isPrinted: false),
            ]
        }
        for (number, row) in rows.enumerated() {
            let n = size(of: row)
            var cells = networkCells(number) + [.number(n)]
            for column in bounds {
                guard let share = column.proportion(in: row), let percent = share.percent else {
                    cells.append(.missing)
                    continue
                }
                cells.append(.init(.number(percent), suffix: share.trials == n ? nil : " (n = \(share.trials))"))
            }
            for column in bounds { cells += details(column.proportion(in: row)) }
            table.rows.append(.init(cells, startsGroup: startsNetwork(number)))
        }
        table.notes = missingNotes
        return table
    }

    private func details(_ share: Proportion?) -> [Table.Cell] {
        guard let share else { return [.missing, .missing, .missing] }
        guard isSubsample(share.trials) else { return [.number(share.trials), .missing, .missing] }
        let interval = share.percentInterval()
        return [.number(share.trials), .number(interval.lowerBound), .number(interval.upperBound)]
    }

    /// Which methods lack outcomes, and how many; nothing when the run is complete.
    private var missingNotes: [String] {
        methods.compactMap { method in
            let asked = rows.reduce(0) { $0 + ($1.asked[method.id] ?? 0) }
            let answered = rows.reduce(0) { $0 + $1.answered(method).count }
            guard answered < asked else { return nil }
            return "\(method.title): \(asked - answered) of \(asked) outcomes are missing (the run is not finished); "
                + "its n counts only images with an outcome."
        }
    }

    /// Exact 95 % intervals; `nil` where no row is a sub-sample.
    var intervalTable: Table? {
        guard rows.contains(where: { isSubsample(size(of: $0)) && size(of: $0) > 0 }) else { return nil }
        let bounds = boundColumns
        var table = Table(
            name: "robust-error-intervals",
            caption: "Exact (Clopper–Pearson) 95 % intervals in percent for the whole split"
                + (splitSize.map { " of \($0) images" } ?? "") + ", of which n were asked about.",
            columns: networkColumns + [.init("n", title: "n")]
                + bounds.map { .init("\($0.stem)_interval_pct", title: $0.title) })
        for (number, row) in rows.enumerated() {
            let cells = bounds.map { column -> Table.Cell in
                guard let share = column.proportion(in: row), isSubsample(share.trials) else { return .missing }
                let interval = share.percentInterval()
                let format = NumberFormat.fixed(1)
                return .text("[\(format.text(interval.lowerBound)), \(format.text(interval.upperBound))]")
            }
            table.rows.append(
                .init(networkCells(number) + [.number(size(of: row))] + cells, startsGroup: startsNetwork(number)))
        }
        return table
    }

    /// The paper's figures beside ours; `nil` where the suite gives none.
    var publishedTable: Table? {
        let bounds = boundColumns.filter { column in rows.contains { published(column, in: $0) != nil } }
        guard !bounds.isEmpty else { return nil }
        let sources = Set(suite.published.compactMap(\.source)).sorted()
        var table = Table(
            name: "published",
            caption: "Our figures, the paper's" + (sources.isEmpty ? "" : " (\(sources.joined(separator: "; ")))")
                + " and the difference, in percent and percentage points.",
            columns: networkColumns + [.init("row", title: "", alignment: .left)]
                + bounds.map { .init("\($0.stem)_pct", title: $0.title, format: .fixed(2)) })
        var (compared, inside, subsampled) = (0, 0, false)
        var largest = [Double](repeating: 0, count: bounds.count)
        for (number, row) in rows.enumerated() {
            let n = size(of: row)
            var (ours, theirs, difference) = ([Table.Cell](), [Table.Cell](), [Table.Cell]())
            for (place, column) in bounds.enumerated() {
                let share = column.proportion(in: row)
                let figure = published(column, in: row)
                let isPart = share.map { $0.trials < n } ?? false
                ours.append(
                    share?.percent.map {
                        .init(.number($0), suffix: isPart ? " (n = \(share?.trials ?? 0))" : nil)
                    } ?? .missing)
                theirs.append(.optional(figure?.value))
                // Figures over different images are no two measurements of the same thing.
                guard let share, let percent = share.percent, let figure, !isPart else {
                    difference.append(.missing)
                    continue
                }
                compared += 1
                largest[place] = max(largest[place], abs(percent - figure.value))
                var emphasis = Table.Emphasis.plain
                if isSubsample(share.trials) {
                    subsampled = true
                    let isInside = share.percentInterval().contains(figure.value)
                    inside += isInside ? 1 : 0
                    emphasis = isInside ? .plain : .strong
                }
                difference.append(
                    .init(.text(NumberFormat.signed(2).text(percent - figure.value)), emphasis: emphasis))
            }
            table.rows += [
                .init(networkCells(number) + [.text("ours (n = \(n))")] + ours, startsGroup: true),
                .init([.text(""), .text(""), .text("paper")] + theirs),
                .init([.text(""), .text(""), .text("difference")] + difference),
            ]
        }
        let extremes = zip(bounds, largest).map { "\($0.title) \(NumberFormat.fixed(2).text($1))" }
        table.notes.append("Largest difference in points: \(extremes.joined(separator: ", ")).")
        if subsampled {
            table.notes.append(
                "\(inside) of \(compared) figures of the paper lie inside our exact 95 % interval; differences in bold "
                    + "do not.")
        }
        return table
    }
}
