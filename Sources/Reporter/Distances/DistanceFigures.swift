import Figures
import Questions
import Statistics

extension DistanceModel {
    /// How far the nearest witness lies beyond what a method certifies, per network, on a logarithmic axis.
    var gapFigure: ReportFigure? {
        let methods = measured
        let styles = model.styles
        let place = Dictionary(uniqueKeysWithValues: methods.enumerated().map { ($1.id, $0) })
        let rows = model.rows.map { row -> DistributionPlot.Row in
            let boxes = columns(in: row).compactMap { column -> DistributionPlot.Box? in
                guard let series = place[column.method.id] else { return nil }
                let ratios = Distribution(self.ratios(of: column, in: row))
                let quantiles = [0.05, 0.25, 0.5, 0.75, 0.95].compactMap { ratios.quantile($0) }
                guard quantiles.count == 5 else { return nil }
                return .init(
                    series: series, p5: quantiles[0], p25: quantiles[1], median: quantiles[2], p75: quantiles[3],
                    p95: quantiles[4])
            }
            return .init(
                network: row.label,
                epsilon: model.suite.form.family.isBall ? model.suite.norm.title : model.suite.form.family.name,
                boxes: boxes)
        }
        guard rows.contains(where: { !$0.boxes.isEmpty }) else { return nil }
        var plot = DistributionPlot(
            title: "Gap between distances: \(model.suite.title)", axisTitle: "nearest witness / certified size",
            series: methods.compactMap { method in styles[method.id].map { .init(method.title, $0) } }, rows: rows,
            floor: 1e-3)
        plot.sizeTitle = sizeTitle
        return ReportFigure(
            name: "distance-gap",
            caption:
                "How many times farther the nearest witness of any method lies than the size that each method certifies: 1 "
                + "is a closed gap. Whiskers 5 % to 95 % of images, box 25 % to 75 %, mark the median. Images of which nothing "
                + "is certified, or that are misclassified, are left out." + silence + model.caveatPhrase,
            plot: plot)
    }

    /// The verifiers that certify a size of some image that a witness can be held against.
    var measured: [MethodColumn] {
        model.methods.filter { method in
            method.claim != .attack
                && model.rows.contains { row in
                    column(method, in: row).map { !ratios(of: $0, in: row).isEmpty } ?? false
                }
        }
    }

    /// A sentence that names the verifiers without a mark, or nothing.
    var silence: String {
        let measured = Set(measured.map(\.id))
        let silent = model.methods.filter { $0.claim != .attack && !measured.contains($0.id) }.map(\.title)
        guard !silent.isEmpty else { return "" }
        return " Without a mark, since it certifies nothing that a witness can be held against: "
            + silent.joined(separator: ", ") + "."
    }

    /// Nearest witness over certified size, of the images that have both.
    func ratios(of column: Column, in row: ReportRow) -> [Double] {
        column.brackets.indices.compactMap { sample in
            guard let lower = column.brackets[sample]?.lower, lower > 0, let upper = best(sample, in: row).upper,
                upper > 0
            else { return nil }
            return upper / lower
        }
    }

    /// Certified size against nearest witness, an image a mark.
    var scatterFigure: ReportFigure? {
        let styles = model.styles
        let least = leastDistance
        let series = model.methods.filter { $0.claim != .attack }.compactMap { method -> ScatterPlot.Series? in
            let points = model.rows.flatMap { row -> [Point] in
                guard let column = column(method, in: row) else { return [] }
                return column.brackets.indices.compactMap { sample in
                    guard let lower = column.brackets[sample]?.lower, let upper = best(sample, in: row).upper, upper > 0
                    else { return nil }
                    return Point(upper, lower >= least ? lower : 0)
                }
            }
            guard !points.isEmpty, let style = styles[method.id] else { return nil }
            return .init(method.title, style, points: points)
        }
        guard !series.isEmpty else { return nil }
        return ReportFigure(
            name: "distance-scatter",
            caption:
                "What each method certifies of an image against its nearest witness, all networks together. On the "
                + "diagonal the minimum distortion is known; dashed, the witness lies 1.5 and 5 times as far. Images of which "
                + "nothing, or less than the axis shows, is certified lie on the frame." + model.caveatPhrase,
            plot: ScatterPlot(
                title: "Certified size against nearest witness: \(model.suite.title)", xTitle: "nearest witness",
                yTitle: "certified size", series: series, factors: [1.5, 5]))
    }

    /// Where distances that are 0 are drawn: the decade of the smallest positive one.
    private var leastDistance: Double {
        let positive = model.rows.flatMap { columns(in: $0).flatMap { $0.lowers + $0.uppers } }.filter { $0 > 0 }
        return max((positive.min() ?? 1) / 10, (positive.max() ?? 1) / 1e6)
    }
}
