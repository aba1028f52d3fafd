import Figures
import Questions
import Statistics

extension DistanceModel {
    /// How far the nearest witness lies beyond what a method certifies, per network, on a logarithmic axis.
    var gapFigure: ReportFigure? {
        let methods = model.methods.filter { $0.claim != .attack }
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
                + "is certified, or that are misclassified, are left out." + model.caveatPhrase,
            plot: plot)
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
        }.enumerated().map { number, series in
            var series = series
            series.style.marker = SeriesStyle.line(number).marker
            return series
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
        return max((positive.min() ?? 1) / 10, (positive.max() ?? 1) / 1_000)
    }

    /// The share of images certified at every size, and of those without a witness within it.
    var shareFigure: ReportFigure? {
        let greatest = largestDistance
        guard greatest > 0 else { return nil }
        let styles = model.styles
        let series = model.methods.enumerated().compactMap { number, method in
            styles[method.id].map {
                // Curves coincide often: dashes tell them apart.
                BoundCurvesPlot.Series(
                    method.title + (method.claim == .attack ? " (no witness)" : ""),
                    SeriesStyle(.line, color: $0.color, dashes: SeriesStyle.line(number).dashes))
            }
        }
        let panels = model.rows.map { row -> BoundCurvesPlot.Panel in
            let curves = model.methods.enumerated().compactMap { number, method -> BoundCurvesPlot.Curve? in
                // Shares of fewer images are no match for those of all.
                guard let column = column(method, in: row), column.answered > 0, !row.isPart(method) else { return nil }
                // What is certified at every size goes on for ever, and so does what nobody has answered yet for attacks.
                var values = column.brackets.compactMap { bracket in
                    bracket.map { column.certifies ? Self.unending($0.lower, row) : $0.upper ?? .infinity }
                }
                if !column.certifies {
                    values += Array(repeating: .infinity, count: max(0, column.asked - column.answered))
                }
                return .init(series: number, points: Self.survivors(values, of: column.asked, upTo: greatest))
            }
            let brackets = row.samples.indices.map { best($0, in: row) }
            let certified = Self.survivors(
                brackets.map { Self.unending($0.lower, row) }, of: row.samples.count, upTo: greatest)
            let unbroken = Self.survivors(brackets.map { $0.upper ?? .infinity }, of: row.samples.count, upTo: greatest)
            let gap = Self.gap(certified, unbroken)
            return .init(title: row.label, curves: curves, gap: gap)
        }
        var plot = BoundCurvesPlot(
            title: "Share of images certified: \(model.suite.title)", series: series, panels: panels)
        plot.xTitle = model.suite.form.family.isBall ? "ε" : "size"
        plot.yTitle = "images (%)"
        return ReportFigure(
            name: "distance-share",
            caption:
                "Share of images that each method certifies at a size (\(sizeText)); of attacks, of images without a witness "
                + "within it. Methods asked about fewer images than the row has are left out. "
                + "Shaded: what all methods together leave open." + model.caveatPhrase,
            plot: plot)
    }

    /// A certified size; ∞ where nothing larger was asked.
    private static func unending(_ size: Double, _ row: ReportRow) -> Double { size >= row.epsilon ? .infinity : size }

    /// Percent of `count` whose value lies above x, a step at every value.
    private static func survivors(_ values: [Double], of count: Int, upTo greatest: Double) -> [Point] {
        guard count > 0 else { return [] }
        var left = values.count { $0 > 0 }
        func percent() -> Double { 100 * Double(left) / Double(count) }
        var points = [Point(0, percent())]
        for value in values.filter({ $0 > 0 && $0 <= greatest }).sorted() {
            points.append(Point(value, percent()))
            left -= 1
            points.append(Point(value, percent()))
        }
        points.append(Point(greatest, percent()))
        return points
    }

    /// What lies between two step functions, where either has a step.
    private static func gap(_ lower: [Point], _ upper: [Point]) -> [BoundCurvesPlot.Gap] {
        func value(_ points: [Point], before x: Double) -> Double {
            points.last { $0.x < x }?.y ?? points.first?.y ?? 0
        }
        func value(_ points: [Point], from x: Double) -> Double { points.last { $0.x <= x }?.y ?? 0 }
        return Set(lower.map(\.x) + upper.map(\.x)).sorted().flatMap { x in
            [
                (value(lower, before: x), value(upper, before: x)), (value(lower, from: x), value(upper, from: x)),
            ].map { BoundCurvesPlot.Gap(epsilon: x, bounds: $0.0...max($0.0, $0.1)) }
        }
    }
}
