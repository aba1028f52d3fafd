import Figures
import Questions
import Statistics

extension DistanceModel {
    /// How many times farther the nearest witness lies than the size that a method certifies: the median over images with
    /// its interval, per network. `nil` where no method certifies anything that a witness can be held against.
    var medianFigure: ReportFigure? {
        let methods = measured
        let place = Dictionary(uniqueKeysWithValues: methods.enumerated().map { ($1.id, $0) })
        let styles = model.styles
        let rows = model.rows.map { row in
            IntervalPlot.Row(
                label: row.label, sublabel: sizeText,
                estimates: columns(in: row).compactMap { column in
                    place[column.method.id].flatMap { estimate(of: column, series: $0, in: row) }
                })
        }
        guard rows.contains(where: { !$0.estimates.isEmpty }) else { return nil }
        return ReportFigure(
            name: "distance-medians",
            caption:
                "Nearest witness of any method over the size that each method certifies, median over images and its 95 % "
                + "interval, as of images drawn at random (none of fewer than six). Dashed: 1.5 and 5 times. Images of which "
                + "nothing is certified, or that are misclassified, are left out." + silence + model.caveatPhrase,
            plot: IntervalPlot(
                title: "Median gap between distances: \(model.suite.title)",
                axisTitle: "nearest witness / certified size, median",
                series: methods.compactMap { method in styles[method.id].map { .init(method.title, $0) } }, rows: rows,
                sublabelTitle: sizeTitle, factors: [1.5, 5]))
    }

    private func estimate(of column: Column, series: Int, in row: ReportRow) -> IntervalPlot.Estimate? {
        let ratios = Distribution(ratios(of: column, in: row))
        return ratios.median.map { .init(series: series, value: $0, interval: ratios.medianInterval()) }
    }
}
