import Tables

extension ReportModel {
    /// The paper's figures beside ours; `nil` where the suite gives none.
    ///
    /// A difference stands only where both figures speak of the same: over all images of the row, with every question
    /// answered. Whether a paper's figure lies inside our interval is asked of random samples only.
    var publishedTable: Table? {
        let bounds = boundColumns.filter { column in rows.contains { published(column, in: $0) != nil } }
        guard !bounds.isEmpty else { return nil }
        let sources = Set(suite.published.compactMap(\.source)).sorted()
        var table = Table(
            name: "published",
            caption: "Our figures, the paper's" + (sources.isEmpty ? "" : " (\(sources.joined(separator: "; ")))")
                + " and the difference, in percent and percentage points.",
            columns: networkColumns + [.init("row", title: "", alignment: .left)]
                + bounds.map { .init("\($0.stem)_pct", title: $0.title, format: percentFormat, about: $0.name) })
        var tally = Tally(count: bounds.count)
        for (number, row) in rows.enumerated() {
            let cells = bounds.enumerated().map { place, column in
                differenceCell(column, in: row, place, &tally)
            }
            table.rows += [
                .init(
                    networkCells(number) + [.text("ours (n = \(row.samples.count))")]
                        + bounds.map { $0.cell(in: row, percentFormat) },
                    startsGroup: true),
                .init(
                    [.text(""), .text(""), .text("paper")] + bounds.map { .optional(published($0, in: row)?.value) }),
                .init([.text(""), .text(""), .text("difference")] + cells),
            ]
        }
        table.notes = tally.notes(bounds, percentFormat)
        table.caveats = publishedNotes
        return table
    }

    private func differenceCell(
        _ column: BoundColumn, in row: ReportRow, _ place: Int, _ tally: inout Tally
    ) -> Table.Cell {
        guard let share = column.share(in: row), share.isComplete, !share.isPart, let percent = share.percent,
            let figure = published(column, in: row)
        else { return .missing }
        let difference = percent - figure.value
        tally.largest[place] = max(tally.largest[place] ?? 0, abs(difference))
        var emphasis = Table.Emphasis.plain
        let design = design(of: column, in: row)
        switch design {
        case .whole: break
        case .chosen, .perClass: tally.hasOtherImages = true
        case .random:
            guard let interval = design.interval(share) else { break }
            tally.compared += 1
            if interval.contains(figure.value) { tally.inside += 1 } else { emphasis = .strong }
        }
        return Table.Cell(.text(differenceFormat.text(difference)), emphasis: emphasis)
    }

    /// What was compared with a paper's figures.
    private struct Tally {
        /// Per column; `nil` where nothing was compared.
        var largest: [Double?]
        /// Figures that our interval could contain, and how many it does.
        var compared = 0
        var inside = 0
        /// Whether some differences are between other images than the paper's.
        var hasOtherImages = false

        init(count: Int) { largest = Array(repeating: nil, count: count) }

        func notes(_ bounds: [BoundColumn], _ format: NumberFormat) -> [String] {
            let extremes = zip(bounds, largest).compactMap { column, value in
                value.map { "\(column.title) \(format.text($0))" }
            }
            var notes = [String]()
            if !extremes.isEmpty {
                notes.append("Largest difference in points: \(extremes.joined(separator: ", ")).")
            }
            if compared > 0 {
                notes.append(
                    "\(inside) of the \(compared) figures of the paper that an interval of ours can be held against lie inside "
                        + "it (95 %); differences in bold do not.")
            }
            if hasOtherImages {
                notes.append(
                    "Where our n images are not the whole split and no random sample of it, a difference may come from the "
                        + "choice of images alone; no interval can tell.")
            }
            return notes
        }
    }

    /// The suite's remarks on single figures that the report shows.
    var publishedNotes: [String] {
        rows.flatMap { row in
            boundColumns.flatMap { column in
                (published(column, in: row)?.notes ?? []).map { note in
                    "\(row.title) at ε = \(row.epsilonText), \(column.title): \(note)"
                }
            }
        }
    }
}
