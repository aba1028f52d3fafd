import Figures
import Questions
import Statistics
import Tables

/// How much larger one method's margin bound is than another's on the same query.
struct MarginPair {
    var larger: MethodColumn
    var smaller: MethodColumn
    /// Parallel to the rows of the report.
    private(set) var differences = [Distribution]()

    init(larger: MethodColumn, smaller: MethodColumn) { (self.larger, self.smaller) = (larger, smaller) }

    /// With the differences, which take a look at every outcome.
    func measured(in rows: [ReportRow]) -> MarginPair {
        var pair = self
        pair.differences = rows.map(differences)
        return pair
    }

    var title: String { "\(larger.title) − \(smaller.title)" }

    /// The differences that both methods measured themselves in `row`.
    private func differences(in row: ReportRow) -> Distribution {
        let high = row.measured(by: larger, larger.claim == .attack ? \.marginUpper : \.marginLower)
        let low = row.measured(by: smaller, \.marginLower)
        return Distribution(
            zip(high, low).compactMap { above, below in
                guard let above, let below else { return nil }
                let difference = above - below
                return difference.isFinite ? difference : nil
            })
    }
}

extension ReportRow {
    /// Parallel to `samples`, or empty: a bound of outcomes whose bounds are measured margins. That needs a method that ran
    /// itself, that was asked for the margin (one that stops at a verdict leaves whatever bound it had by then; a complete
    /// verifier goes on only if told to), and that stops at the margin rather than at a solver's tolerance.
    func measured(by method: MethodColumn, _ bound: (Outcome) -> Double?) -> [Double?] {
        let isSought = method.claim == .exact ? method.seeksWorstMargin : measures[method.id] == .margin
        guard isSought, method.isRigorous, let list = outcomes[method.id] else { return [] }
        return list.indices.map { place in
            guard list.isOwn(place) == true else { return nil }
            return list.claim(place).flatMap(bound)
        }
    }
}

extension ReportModel {
    /// Pairs of incomplete verifiers of which one is never looser, and the best attack against the tightest of them.
    func marginPairs(_ catalog: MethodCatalog) -> [MarginPair] {
        let verifiers = methods.filter { $0.claim == .lowerBound }
        func isAbove(_ first: MethodColumn, _ second: MethodColumn) -> Bool {
            catalog.dominated(by: first.descriptor.name, on: suite.norm).contains(second.descriptor.name)
        }
        var pairs = [MarginPair]()
        for first in verifiers {
            for second in verifiers where isAbove(first, second) {
                pairs.append(MarginPair(larger: first, smaller: second))
            }
        }
        // Among many, a pair that skips a step and ends at the loosest method says least.
        if pairs.count > 4 {
            pairs.removeAll { pair in
                let skips = verifiers.contains { isAbove(pair.larger, $0) && isAbove($0, pair.smaller) }
                return skips && !verifiers.contains { isAbove(pair.smaller, $0) }
            }
        }
        if let attack = methods.first(where: { $0.claim == .attack }), let tightest = verifiers.first {
            pairs.append(MarginPair(larger: attack, smaller: tightest))
        }
        return pairs.map { $0.measured(in: rows) }.filter { $0.differences.contains { $0.count > 0 } }
    }

    /// Certified margins by method; empty rows are left out.
    var marginTable: Table {
        var table = Table(
            name: "margins",
            caption:
                "Certified lower bounds on the worst margin (logits), over the queries that the method was asked the "
                + "margin of and computed itself. Complete verifiers that stop at a verdict have no row.",
            columns: networkColumns + [
                .init("method", title: "method", alignment: .left), .init("n", title: "n"),
                .init("p5", title: "p5", format: .significant(3)),
                .init("median", title: "median", format: .significant(3)),
                .init("median_ci_low", title: "95 % from", format: .significant(3)),
                .init("median_ci_high", title: "to", format: .significant(3)),
                .init("p95", title: "p95", format: .significant(3)),
            ])
        for (number, row) in rows.enumerated() {
            for method in methods {
                let margins = Distribution(
                    row.measured(by: method, \.marginLower).compactMap { margin in
                        margin.flatMap { $0.isFinite ? $0 : nil }
                    })
                guard margins.count > 0 else { continue }
                let interval = margins.medianInterval()
                table.rows.append(
                    .init(
                        networkCells(number) + [
                            .text(method.title), .number(margins.count), .optional(margins.quantile(0.05)),
                            .optional(margins.median), .optional(interval?.lowerBound),
                            .optional(interval?.upperBound), .optional(margins.p95),
                        ], startsGroup: startsNetwork(number)))
            }
        }
        return table
    }

    /// Differences of margins, pair by pair.
    func differenceTable(_ pairs: [MarginPair]) -> Table {
        var table = Table(
            name: "margin-differences",
            caption:
                "Differences of margin bounds on the same query (logits), over the n queries whose margin both methods "
                + "measured themselves; the 95 % interval of the median is by order statistics.",
            columns: networkColumns + [
                .init("difference", title: "difference", alignment: .left), .init("n", title: "n"),
                .init("median", title: "median", format: .significant(3)),
                .init("median_ci_low", title: "95 % from", format: .significant(3)),
                .init("median_ci_high", title: "to", format: .significant(3)),
                .init("p95", title: "p95", format: .significant(3)),
                .init("max", title: "max", format: .significant(3)),
            ])
        for number in rows.indices {
            for pair in pairs {
                let values = pair.differences[number]
                guard values.count > 0 else { continue }
                let interval = values.medianInterval()
                table.rows.append(
                    .init(
                        networkCells(number) + [
                            .text(pair.title), .number(values.count), .optional(values.median),
                            .optional(interval?.lowerBound), .optional(interval?.upperBound), .optional(values.p95),
                            .optional(values.maximum),
                        ], startsGroup: startsNetwork(number)))
            }
        }
        return table
    }

    /// The distribution of the differences; `nil` where there are none.
    func marginFigure(_ pairs: [MarginPair]) -> ReportFigure? {
        guard !pairs.isEmpty else { return nil }
        let plotRows = rows.enumerated().map { place, row in
            DistributionPlot.Row(
                network: row.label, epsilon: row.epsilonText,
                boxes: pairs.enumerated().compactMap { number, pair in
                    let values = pair.differences[place]
                    guard let p5 = values.quantile(0.05), let p25 = values.quantile(0.25), let median = values.median,
                        let p75 = values.quantile(0.75), let p95 = values.p95
                    else { return nil }
                    return .init(series: number, p5: p5, p25: p25, median: median, p75: p75, p95: p95)
                })
        }
        return ReportFigure(
            name: "margins",
            caption: "How much tighter: differences of margin bounds on the same query. Marker: median; box: "
                + "quartiles; whisker: 5th to 95th percentile; values at or below the first tick are drawn there."
                + (unmeasuredCaveat.map { " " + $0 } ?? ""),
            plot: DistributionPlot(
                title: "Differences of margin bounds: \(suite.title)", axisTitle: "difference of margins (logits)",
                series: pairs.enumerated().map { .init($1.title, .line($0)) }, rows: plotRows))
    }
}
