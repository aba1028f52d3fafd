import Figures

extension ReportModel {
    /// Bounds over ε, a panel per network that was asked at three values of ε or more; `nil` where there is none.
    ///
    /// Every curve begins at ε = 0 with the test error, which is the robust error there. Methods that were asked about
    /// fewer images than the others have none.
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
            let testError = rows.lazy.compactMap {
                BoundColumn(method: nil, bound: .testError).proportion(in: $0)?.percent
            }
            .first
            let start = testError.map { [Point(0, $0)] } ?? []
            let curves = columns.enumerated().compactMap { number, column -> BoundCurvesPlot.Curve? in
                let points = rows.compactMap { row in
                    column.proportion(in: row).flatMap { share in
                        share.trials == size(of: row) ? share.percent.map { Point(row.epsilon, $0) } : nil
                    }
                }
                return points.isEmpty ? nil : .init(series: number, points: start + points)
            }
            let gaps = rows.compactMap { row in
                bestBracket(in: row).map {
                    BoundCurvesPlot.Gap(epsilon: row.epsilon, bounds: $0.lower...max($0.lower, $0.upper))
                }
            }
            let first = testError.map { [BoundCurvesPlot.Gap(epsilon: 0, bounds: $0...$0)] } ?? []
            return .init(title: network, curves: curves, gap: first + gaps)
        }
        return ReportFigure(
            name: "curves",
            caption: "Bounds on the robust error as ε grows; at ε = 0 it is the test error. Shaded: the gap that all "
                + "methods together leave.",
            plot: BoundCurvesPlot(title: "Bounds over ε: \(suite.title)", series: series, panels: panels))
    }
}
