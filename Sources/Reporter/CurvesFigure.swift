import Figures

extension ReportModel {
    /// Bounds over ε, a panel per network that was asked at three values of ε or more; `nil` where there is none.
    ///
    /// Every curve begins at ε = 0 with the test error, which is the robust error there. Methods that were asked about
    /// fewer images than the others have none there: a curve is drawn between sizes that its method was asked about one after the
    /// other.
    var curvesFigure: ReportFigure? {
        var networks = [String]()
        for row in rows where !networks.contains(row.network) { networks.append(row.network) }
        let byNetwork = networks.map { network in
            (network, rows.filter { $0.network == network }.sorted { $0.epsilon < $1.epsilon })
        }.filter { $0.1.count >= 3 }
        guard !byNetwork.isEmpty else { return nil }
        let styles = styles
        let columns = boundColumns.filter { $0.method.map { styles[$0.id] != nil } ?? false }
        let series = columns.compactMap { column in
            column.method.flatMap { styles[$0.id] }.map {
                BoundCurvesPlot.Series(
                    column.title, SeriesStyle(.line, color: $0.color, dashes: $0.dashes, marker: $0.marker))
            }
        }
        let panels = byNetwork.map { network, rows -> BoundCurvesPlot.Panel in
            let atZero = errorAtZero(rows)
            let start = atZero.map { [Point(0, $0)] } ?? []
            let curves = columns.enumerated().flatMap { number, column -> [BoundCurvesPlot.Curve] in
                let points = rows.map { row in
                    column.share(in: row).flatMap { share in
                        share.isPart ? nil : share.percent.map { Point(row.epsilon, $0) }
                    }
                }
                guard points.contains(where: { $0 != nil }) else { return [] }
                return Self.pieces(start.map(Optional.some) + points).map { .init(series: number, points: $0) }
            }
            let gaps = rows.compactMap { row in
                bestBracket(in: row).map {
                    BoundCurvesPlot.Gap(epsilon: row.epsilon, bounds: $0.lower...max($0.lower, $0.upper))
                }
            }
            let first = atZero.map { [BoundCurvesPlot.Gap(epsilon: 0, bounds: $0...$0)] } ?? []
            return .init(title: (rows.first?.label ?? network) + unfinished(rows), curves: curves, gap: first + gaps)
        }
        var plot = BoundCurvesPlot(title: "Bounds over \(sizeSymbol): \(suite.title)", series: series, panels: panels)
        plot.xTitle = sizeSymbol
        return ReportFigure(
            name: "curves",
            caption:
                "Bounds on the robust error as \(sizeSymbol == "ε" ? "ε" : "the size") grows; at \(sizeSymbol) = 0 it is "
                + (countsTestErrors
                    ? "the test error"
                    : (reference == .label ? "left open" : "0, since the class of reference is the network's own"))
                + ". Shaded: the gap that all methods together leave." + caveatPhrase,
            plot: plot)
    }

    /// A curve in pieces: it ends where nothing is known, and begins anew behind.
    private static func pieces(_ points: [Point?]) -> [[Point]] {
        points.split(separator: nil).map { $0.compactMap(\.self) }
    }

    /// The robust error at ε = 0 in percent; `nil` where it is not known of every image.
    private func errorAtZero(_ rows: [ReportRow]) -> Double? {
        guard reference == .label else { return 0 }
        guard countsTestErrors else { return nil }
        return rows.lazy.compactMap { row in
            BoundColumn.testError.share(in: row).flatMap { $0.isComplete && !$0.isPart ? $0.percent : nil }
        }.first
    }

    private func unfinished(_ rows: [ReportRow]) -> String {
        let unanswered = rows.reduce(0) { $0 + $1.unanswered }
        let all = rows.reduce(0) { $0 + $1.samples.count }
        return unanswered == 0 ? "" : " (\(unanswered) of \(all) unanswered)"
    }
}
