import Questions
import Statistics
import SuiteFiles
import Tables

extension DistanceModel {
    /// A figure that a paper prints of a network and method.
    private struct Cited {
        enum Kind { case mean, gap }

        var method: MethodColumn
        var kind: Kind

        func column(_ sizes: NumberFormat) -> Table.Column {
            switch kind {
            case .mean: .init("\(method.key)_mean", title: method.title, format: sizes)
            case .gap: .init("\(method.key)_gap_pct", title: "\(method.title) gap", unit: "%", format: .fixed(2))
            }
        }

        func value(in figures: PublishedDistances) -> Double? {
            (kind == .mean ? figures.means : figures.gaps)[method.id]
        }
    }

    /// The paper's figures beside ours; `nil` where the suite gives none.
    ///
    /// A difference stands only where our figure is over all images of the row.
    var publishedTable: Table? {
        let figures = Dictionary(uniqueKeysWithValues: model.suite.publishedDistances.map { ($0.network, $0) })
        let cited = [Cited.Kind.mean, .gap].flatMap { kind in
            model.methods.map { Cited(method: $0, kind: kind) }
        }.filter { cited in model.rows.contains { figures[$0.network].flatMap(cited.value) != nil } }
        guard !cited.isEmpty else { return nil }
        var table = Table(
            name: "published", caption: caption(figures.values.compactMap(\.source)),
            columns: [
                .init("network", title: "network", alignment: .left), .init("row", title: "", alignment: .left),
            ] + cited.map { $0.column(model.sizeFormat(significant: 4)) })
        var largest = [Double?](repeating: nil, count: cited.count)
        for row in model.rows {
            guard let paper = figures[row.network] else { continue }
            let ours = cited.map { own($0, paper, in: row) }
            let theirs = cited.map { $0.value(in: paper) }
            let differences = cited.indices.map { Self.difference(ours[$0], theirs[$0], cited[$0].kind) }
            for (place, difference) in differences.enumerated() {
                largest[place] = difference.map { max(largest[place] ?? 0, abs($0)) } ?? largest[place]
            }
            table.rows += [
                .init(
                    [row.networkCell, .text("ours (n = \(row.samples.count))")]
                        + cited.indices.map { marked(ours[$0], cited[$0].method, in: row) },
                    startsGroup: true),
                .init([.text(""), .text("paper")] + theirs.map { .optional($0) }),
                .init([.text(""), .text("difference")] + differences.map(Self.cell)),
            ]
        }
        table.notes = [Self.note(cited, largest)].compactMap(\.self)
        table.caveats = figures.values.flatMap { figure in figure.notes.map { "\(figure.network): \($0)" } }.sorted()
        return table
    }

    private func caption(_ sources: [String]) -> String {
        let named = Set(sources).sorted()
        return
            "Mean certified size of each verifier, mean distance of the attack's witnesses, and the median over images of "
            + "100 (witness − certified) / witness with the attack's witnesses: ours, the paper's"
            + (named.isEmpty ? "" : " (\(named.joined(separator: "; ")))")
            + ", and how far ours lies above (percent of the paper's; of gaps, percentage points)." + earlyPhrase
    }

    /// Our figure, with a mark where a search that it rests on ended early.
    private func marked(_ value: Double?, _ method: MethodColumn, in row: ReportRow) -> Table.Cell {
        guard let value else { return .missing }
        let isEarly = method.claim != .attack && column(method, in: row).map { $0.endedEarly > 0 } ?? false
        return Table.Cell(.number(value), suffix: isEarly ? Self.earlyMark : nil)
    }

    /// Our figure, where every image of the row has one.
    private func own(_ cited: Cited, _ paper: PublishedDistances, in row: ReportRow) -> Double? {
        guard let column = column(cited.method, in: row), column.answered == row.samples.count else { return nil }
        switch cited.kind {
        case .mean:
            let values = column.certifies ? column.lowers : column.uppers
            return values.count == row.samples.count ? Distribution(values).mean : nil
        case .gap:
            guard let attack = model.methods.first(where: { $0.claim == .attack && paper.means[$0.id] != nil }),
                let witnesses = self.column(attack, in: row)
            else { return nil }
            let gaps = row.samples.indices.compactMap { sample -> Double? in
                guard let lower = column.brackets[sample]?.lower, let upper = witnesses.brackets[sample]?.upper,
                    upper > 0
                else { return nil }
                return 100 * (upper - lower) / upper
            }
            return gaps.count == row.samples.count ? Distribution(gaps).median : nil
        }
    }

    /// Percent of the paper's figure; percentage points of gaps.
    private static func difference(_ ours: Double?, _ theirs: Double?, _ kind: Cited.Kind) -> Double? {
        guard let ours, let theirs, kind == .gap || theirs != 0 else { return nil }
        return kind == .gap ? ours - theirs : 100 * (ours - theirs) / theirs
    }

    private static func cell(_ difference: Double?) -> Table.Cell {
        guard let difference else { return .missing }
        return .text(NumberFormat.signed(2).text(difference))
    }

    private static func note(_ cited: [Cited], _ largest: [Double?]) -> String? {
        let extremes = zip(cited, largest).compactMap { cited, value in
            value.map {
                "\(cited.column(.shortest).title) \(NumberFormat.fixed(2).text($0)) "
                    + (cited.kind == .mean ? "%" : "points")
            }
        }
        return extremes.isEmpty ? nil : "Largest differences: \(extremes.joined(separator: ", "))."
    }
}
