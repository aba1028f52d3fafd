import Figures

/// Plots with the awkward cases in them: closed brackets, long names, zero differences, a lone instance.
enum Examples {
    static let brackets: BracketPlot = {
        let series: [BracketPlot.Series] = [
            .init("test error", .testError), .init("PGD ≥", .edge(0)), .init("MILP [≥, ≤]", .bar(0)),
            .init("LP-ALL ≤", .line(0)), .init("LP-LAST ≤", .line(1)), .init("LP-GREEDY ≤", .line(2)),
            .init("paper, MILP [≥, ≤]", .published), .init("paper, single bounds", .publishedTick),
        ]
        let table: [(String, String, [Double])] = [
            ("ADV-MLP-B", "0.03", [1.53, 4.17, 4.18, 5.78, 10.04, 11, 13.40]),
            ("ADV-MLP-B", "0.05", [1.62, 6.06, 6.11, 11.38, 23.29, 26, 33.09]),
            ("ADV-MLP-B", "0.1", [3.33, 15.86, 16.25, 34.37, 61.59, 65, 71.34]),
            ("ADV-MLP-A", "0.1", [4.18, 11.51, 14.36, 30.81, 60.14, 63, 67.50]),
            ("NOR-MLP-B", "0.02", [2.05, 10.06, 10.16, 13.48, 26.41, 29, 35.11]),
            ("NOR-MLP-B", "0.03", [2.05, 20.37, 20.43, 48.67, 65.70, 70, 75.85]),
            ("NOR-MLP-B", "0.05", [2.05, 53.37, 53.37, 94.04, 97.95, 98.4, 99.39]),
            ("LPD-MLP-B-0.1", "0.1", [4.09, 13.39, 14.45, 14.45, 17.24, 17.3, 18.32]),
            ("LPD-MLP-B-0.2", "0.2", [15.72, 33.85, 36.33, 36.33, 37.50, 38, 41.67]),
            ("LPD-MLP-B-0.3", "0.3", [39.22, 57.29, 59.85, 59.85, 60.17, 61, 66.85]),
            ("LPD-MLP-B-0.4", "0.4", [67.97, 81.85, 83.17, 83.17, 83.62, 84, 87.89]),
        ]
        let rows = table.map { network, epsilon, v in
            BracketPlot.Row(
                network: network, epsilon: epsilon, note: "\(((v[3] - v[2]) * 10).rounded() / 10)",
                brackets: [
                    .init(series: 0, lower: 0, upper: v[0]), .init(series: 1, lower: 0, upper: v[1] - 0.7),
                    .init(series: 2, lower: v[2] - 0.5, upper: v[3] - 0.5),
                    .init(series: 3, lower: v[1], upper: v[4] - 1.5), .init(series: 4, lower: v[1], upper: v[5] - 1),
                    .init(series: 5, lower: v[1], upper: v[6] - 1), .init(series: 6, lower: v[2], upper: v[3]),
                    .init(series: 7, lower: v[4], upper: v[4], besides: 3),
                    .init(series: 7, lower: v[6], upper: v[6], besides: 5),
                ])
        }
        return BracketPlot(
            title: "Brackets of the robust error", axisTitle: "robust error (%)", noteTitle: "gap", series: series,
            rows: rows)
    }()

    static let distributions = DistributionPlot(
        title: "Differences of margins", axisTitle: "difference of margins (logits)",
        series: [
            .init("LP-ALL − LP-GREEDY", .line(0)), .init("LP-ALL − LP-LAST", .line(1)),
            .init("LP-LAST − LP-GREEDY", .line(2)), .init("PGD − LP-ALL", .line(3)),
        ],
        rows: [
            ("ADV-MLP-B", "0.03", 0.4), ("ADV-MLP-B", "0.05", 1.2), ("ADV-MLP-B", "0.1", 3.1),
            ("a-network-with-a-very-long-name_and-more", "0.1", 0.002),
        ].map { network, epsilon, middle in
            .init(
                network: network, epsilon: epsilon,
                boxes: (0..<4).map { lane in
                    let m = middle / Double(1 + 3 * lane)
                    return .init(
                        series: lane, p5: lane == 1 ? 0 : m / 8, p25: m / 2, median: m, p75: 1.7 * m, p95: 4 * m)
                })
        })

    static let cactus: CactusPlot = {
        func times(_ count: Int, _ fastest: Double, _ growth: Double) -> [Double] {
            (0..<count).map { fastest * (1 + growth * Double($0 * $0)) }
        }
        return CactusPlot(
            title: "Instances solved over time",
            series: [
                .init("PGD (212)", .line(6), seconds: times(212, 2e-4, 0)),
                .init("LP-GREEDY (640)", .line(2), seconds: times(640, 8e-4, 1e-6)),
                .init("LP-ALL (811)", .line(0), seconds: times(811, 0.02, 1e-4), limit: 5),
                .init("MILP (930)", .line(5), seconds: times(930, 0.03, 2e-3), limit: 60),
                .init("lone (1)", .line(1), seconds: [3]),
            ])
    }()

    static let curves: BoundCurvesPlot = {
        let series: [BoundCurvesPlot.Series] = [
            .init("PGD ≥", SeriesStyle(.line, color: .vermillion)), .init("LP-ALL ≤", .line(0)),
            .init("LP-GREEDY ≤", .line(1)),
        ]
        func panel(_ title: String, _ epsilons: [Double], _ rates: [Double]) -> BoundCurvesPlot.Panel {
            func value(_ epsilon: Double, _ rate: Double) -> Double { 100 - 97 / (1 + rate * epsilon) }
            return .init(
                title: title,
                curves: rates.enumerated().map { number, rate in
                    .init(series: number, points: epsilons.map { Point($0, value($0, rate)) })
                },
                gap: epsilons.map { .init(epsilon: $0, bounds: value($0, rates[0])...value($0, rates[1])) })
        }
        return BoundCurvesPlot(
            title: "Bounds as ε grows", series: series,
            panels: [
                panel("NOR-MLP-B", [0, 0.01, 0.02, 0.03, 0.05], [20, 70, 110]),
                panel("a-network-with-a-very-long-name_and-more", [0, 0.05, 0.1, 0.2, 0.4], [3, 4, 6]),
                panel("LPD-MLP-B-0.1", [0, 0.1], [1, 1.2, 1.5]),
            ])
    }()

    /// Sizes over three decades.
    static let wideCurves: BoundCurvesPlot = {
        var plot = curves
        plot.title = "Bounds as ε grows by decades"
        plot.leastEpsilon = 0.0004
        for panel in plot.panels.indices {
            plot.panels[panel].curves[2].points = [Point(0, 3), Point(0.0002, 5), Point(0.004, 40), Point(0.4, 97)]
        }
        return plot
    }()

    /// Methods that were asked about fewer images, rows without all answers.
    static let parts: BracketPlot = {
        var plot = brackets
        plot.title = "Parts of rows"
        plot.hollowTitle = "hollow: fewer images"
        plot.rows = plot.rows.prefix(4).enumerated().map { number, row in
            var row = row
            row.remark = number % 2 == 0 ? "120 of 500 unanswered" : ""
            row.brackets = row.brackets.map { bracket in
                var bracket = bracket
                bracket.isHollow = bracket.series < 6 && (bracket.series + number) % 2 == 0
                return bracket
            }
            return row
        }
        return plot
    }()

    /// With ratios that have no logarithm, and a mark off the axis.
    static let histogram: HistogramPlot = {
        let middle = (0..<200).map { number -> Double in 1.02 + 0.002 * Double((number * 37) % 101 - 50) }
        return HistogramPlot(
            title: "Ratios of CPU time", axisTitle: "CPU time after / before",
            ratios: middle + [0.7, 1.4, 0, .infinity], style: .bar(0), marks: [1.02, 40],
            markTitle: "median")
    }()

    /// Levels that change, one change known; a gap; an alarm; a constant series.
    static let history = HistoryPlot(
        title: "CPU time over nights", axisTitle: "CPU seconds / first night",
        labels: (1...12).map { "11-\($0 < 10 ? "0" : "")\($0)" },
        series: [
            .init(
                "bab", .line(0), values: [1, 1.02, 0.98, nil, 1.01, 1.3, 1.28, 1.31, 1.3, 1.29, 1.3, 1.31],
                marks: [.init(position: 5)]),
            .init(
                "crown", .line(1), values: (0..<12).map { $0 < 8 ? 1 : 0.8 }, marks: [.init(position: 8, isKnown: true)]
            ),
            .init("lp-all", .line(2), values: Array(repeating: 1, count: 12)),
        ], alarms: [5])

    /// One row with an estimate that has no interval, one with nothing.
    static let intervals = IntervalPlot(
        title: "Median gaps", axisTitle: "nearest witness / certified size, median",
        series: [.init("BAB", .bar(0)), .init("LP-ALL", .line(0)), .init("LP-GREEDY", .line(1))],
        rows: [
            .init(
                label: "NOR", sublabel: "l2",
                estimates: [
                    .init(series: 0, value: 1, interval: 1...1.01), .init(series: 1, value: 1.4, interval: 1.3...1.9),
                    .init(series: 2, value: 12, interval: 3...25),
                ]),
            .init(label: "LPD", sublabel: "l2", estimates: [.init(series: 1, value: 1.2, interval: nil)]),
            .init(label: "nothing", sublabel: "l2", estimates: []),
        ], sublabelTitle: "norm", factors: [1.5, 5, 500])

    static let all: [(name: String, plot: any Plot)] = [
        ("brackets", brackets), ("parts", parts), ("distributions", distributions), ("cactus", cactus),
        ("curves", curves), ("wide-curves", wideCurves), ("history", history), ("intervals", intervals),
        (
            "long-names",
            BracketPlot(
                title: "Long names", axisTitle: "an axis title that is longer than the axes are wide",
                series: [
                    .init("a series whose title alone is longer than the whole figure is wide, so it wraps", .bar(0))
                ],
                rows: [
                    .init(
                        network: "averylongnamewithoutanyplacetobreakitapart", epsilon: "0.0313725",
                        brackets: [.init(series: 0, lower: 0.2, upper: 0.2)])
                ])
        ),
        ("empty", CactusPlot(title: "Nothing", series: [])),
        ("histogram", histogram),
    ]
}
