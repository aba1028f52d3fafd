import Figures
import Statistics

extension DistanceModel {
    /// The share of images certified at every size, and of those without a witness within it.
    var shareFigure: ReportFigure? {
        let greatest = largestDistance
        guard greatest > 0 else { return nil }
        let styles = model.styles
        let series = model.methods.compactMap { method in
            styles[method.id].map {
                // Curves coincide often: dashes tell them apart.
                BoundCurvesPlot.Series(
                    method.title + (method.claim == .attack ? " (no witness)" : ""),
                    SeriesStyle(.line, color: $0.color, dashes: $0.dashes))
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
        plot.leastEpsilon = leastShare
        return ReportFigure(
            name: "distance-share",
            caption:
                "Share of images that each method certifies at a size (\(sizeText)); of attacks, of images without a witness "
                + "within it. Methods asked about fewer images than the row has are left out. "
                + "Shaded: what all methods together leave open." + model.caveatPhrase,
            plot: plot)
    }

    /// Where a logarithmic axis of sizes begins: at the smallest positive distance, if some method's median lies so far below
    /// the largest that a linear axis shows it as 0; else `nil`.
    private var leastShare: Double? {
        let columns = model.rows.flatMap { self.columns(in: $0) }
        let medians = columns.compactMap { Distribution(($0.lowers + $0.uppers).filter { $0 > 0 }).median }
        guard let least = medians.min(), least < largestDistance / 300 else { return nil }
        let smallest = columns.flatMap { $0.lowers + $0.uppers }.filter { $0 > 0 }.min() ?? least
        return max(smallest, largestDistance / 1e6)
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
