import Figures
import SuiteFiles
import Tables

extension ReportModel {
    /// How each method is drawn, in every figure of every report alike.
    var styles: [String: SeriesStyle] { MethodStyles.styles(of: methods) }

    /// The bracket [attack, certified] of every method, row by row.
    var gapFigure: ReportFigure {
        let styles = styles
        var series = [BracketPlot.Series("test error", .testError)]
        var place = [String: Int]()
        for method in methods {
            guard let style = styles[method.id] else { continue }
            place[method.id] = series.count
            let sign = method.claim == .attack ? " ≥" : method.claim == .exact ? " [≥, ≤]" : " ≤"
            series.append(.init(method.title + sign, style))
        }
        let hasPublished = rows.contains { publishedBracket(in: $0) != nil }
        let hasTicks = hasPublished && rows.contains { !publishedTicks(in: $0).isEmpty }
        let bracketSeries = series.count
        if hasPublished { series.append(.init("paper [≥, ≤]", .published)) }
        if hasTicks { series.append(.init("paper, one bound", .publishedTick)) }
        let plotRows = rows.map { row -> BracketPlot.Row in
            var brackets = [BracketPlot.Bracket]()
            if let test = BoundColumn.testError.share(in: row), let percent = test.percent, test.isComplete {
                let place = test.isPart ? shifted(percent, row.classified, in: row) : percent
                brackets.append(.init(series: 0, lower: 0, upper: place, isHollow: test.isPart))
            }
            for method in methods {
                guard let series = place[method.id], let range = drawn(method, in: row) else { continue }
                brackets.append(
                    .init(
                        series: series, lower: range.lowerBound, upper: range.upperBound, isHollow: row.isPart(method)))
            }
            if let range = publishedBracket(in: row) {
                brackets.append(.init(series: bracketSeries, lower: range.lowerBound, upper: range.upperBound))
            }
            for tick in publishedTicks(in: row) where hasTicks {
                guard let lane = place[tick.method] else { continue }
                brackets.append(
                    .init(series: bracketSeries + 1, lower: tick.value, upper: tick.value, besides: lane))
            }
            return .init(
                network: row.label, epsilon: row.epsilonText, remark: remark(on: row),
                note: bestBracket(in: row).map { NumberFormat.fixed(1).text($0.gap) } ?? "", brackets: brackets)
        }
        var plot = BracketPlot(
            title: "Bounds on the robust error: \(suite.title)", axisTitle: "robust error (%)", noteTitle: "gap",
            series: series, rows: plotRows)
        plot.hollowTitle = "hollow: fewer images"
        plot.sizeTitle = sizeSymbol
        return ReportFigure(
            name: "gap",
            caption: "Gap between bounds. Each interval runs from the best lower bound on the robust error "
                + (countsTestErrors ? "(misclassified or falsified)" : "(falsified)")
                + " to what the method certifies; bars are complete verifiers. At the right "
                + "the gap that all methods together leave, in percentage points."
                + (hasPublished ? " Grey: the paper's figures." : "") + partNote + caveatPhrase,
            plot: plot)
    }

    /// How many images have no answer, or how many there are where other rows have more; empty if all is as elsewhere.
    private func remark(on row: ReportRow) -> String {
        let most = rows.map(\.samples.count).max() ?? 0
        if row.unanswered > 0 { return row.unansweredText }
        return row.samples.count < most ? "n = \(row.samples.count)" : ""
    }

    /// Which methods were asked about fewer images than a row has, and how many; empty if none.
    private var partNote: String {
        let fewer = methods.compactMap { method -> String? in
            let counts = Set(rows.compactMap { row in row.isPart(method) ? row.asked[method.id]?.count : nil })
            return counts.isEmpty
                ? nil : "\(method.title) (n = \(counts.sorted().map(String.init).joined(separator: " or ")))"
        }
        guard !fewer.isEmpty else { return "" }
        return
            " Hollow bars and marks and short lines of attacks: asked by design about fewer images than the row has, over those "
            + "only, and shifted by what the best lower bound on them differs from the row's: "
            + "\(fewer.joined(separator: ", "))."
    }

    /// What is drawn for a method; `nil` where it was asked about no images.
    private func drawn(_ method: MethodColumn, in row: ReportRow) -> ClosedRange<Double>? {
        let lower = BoundColumn(method: method, bound: .lower).share(in: row)?.percent
        guard let lower, let bracket = bracket(of: method, in: row) else { return nil }
        let range: ClosedRange<Double> =
            switch method.claim {
            case .attack, .classification: 0...lower
            case .exact: lower...max(lower, bracket.upper)
            case .lowerBound, .distance: min(bracket.lower, bracket.upper)...bracket.upper
            }
        guard row.isPart(method), let asked = row.asked[method.id] else { return range }
        let start = method.claim == .attack ? 0 : shifted(range.lowerBound, asked, in: row)
        return start...max(start, shifted(range.upperBound, asked, in: row))
    }

    /// Where a percentage of the images `asked` stands on the axis of all images of `row`: as far from the best lower bound on
    /// all as it is from the best one on them. Fewer images may be easier or harder than all; what a bound leaves open
    /// keeps its width, and stands on the side of the best lower bound where it belongs.
    private func shifted(_ percent: Double, _ asked: [Int], in row: ReportRow) -> Double {
        guard let best = bestBracket(in: row), !asked.isEmpty else { return percent }
        let own = 100 * Double(asked.count { row.isError($0) }) / Double(asked.count)
        return min(100, max(0, percent + best.lower - own))
    }

    /// From the paper's best lower to its best upper bound, where it prints both.
    func publishedBracket(in row: ReportRow) -> ClosedRange<Double>? {
        let figures = boundColumns.compactMap { published($0, in: row) }
        let lower = figures.filter { $0.column.bound == .lower }.map(\.value).max()
        let upper = figures.filter { $0.column.bound == .upper }.map(\.value).min()
        guard let lower, let upper else { return nil }
        return lower...max(lower, upper)
    }

    /// Published upper bounds of incomplete verifiers.
    private func publishedTicks(in row: ReportRow) -> [(method: String, value: Double)] {
        methods.filter { $0.claim == .lowerBound || $0.claim == .distance }.compactMap { method in
            published(BoundColumn(method: method, bound: .upper), in: row).map { (method.id, $0.value) }
        }
    }
}
