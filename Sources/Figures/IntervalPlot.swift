/// Estimates with their intervals side by side: for each row a mark for each series, on a logarithmic axis that begins at 1,
/// with lines at round factors.
public struct IntervalPlot: Plot {
    /// An estimate and what it may be.
    public struct Estimate: Sendable, Hashable {
        /// Position in ``IntervalPlot/series``.
        public var series: Int
        public var value: Double
        /// `nil` where too little is known for one.
        public var interval: ClosedRange<Double>?

        public init(series: Int, value: Double, interval: ClosedRange<Double>?) {
            self.series = series
            self.value = value
            self.interval = interval
        }
    }

    public struct Row: Sendable, Hashable {
        public var label: String
        public var sublabel: String
        public var estimates: [Estimate]

        public init(label: String, sublabel: String, estimates: [Estimate]) {
            self.label = label
            self.sublabel = sublabel
            self.estimates = estimates
        }
    }

    public var title: String
    public var axisTitle: String
    public var series: [BracketPlot.Series]
    public var rows: [Row]
    /// Over the sublabels.
    public var sublabelTitle: String
    /// Where dashed lines cross the rows.
    public var factors: [Double]
    /// The range that the axis must cover even where no row does.
    var covered: ClosedRange<Double>?

    public init(
        title: String, axisTitle: String, series: [BracketPlot.Series], rows: [Row], sublabelTitle: String,
        factors: [Double] = []
    ) {
        self.title = title
        self.axisTitle = axisTitle
        self.series = series
        self.rows = rows
        self.sublabelTitle = sublabelTitle
        self.factors = factors
    }

    public func scene(width: Double, measuring: any TextMeasuring) -> Scene {
        var scene = SceneBuilder(measuring: measuring)
        let range = coveredValues
        let scale = Scale(.logarithmic, from: range.lowerBound, to: range.upperBound)
        let frame = RowFrame(
            rows: rows.map { row in
                .init(label: row.label, sublabel: row.sublabel, note: "", lanes: max(2, series.count))
            },
            headers: ("network", sublabelTitle, ""), scale: scale, axisTitle: axisTitle,
            entries: series.map { Legend.Entry(title: $0.title, style: $0.style, isBox: true) })
        let placement = frame.draw(in: &scene, width: width)
        for factor in factors where range.contains(factor) { draw(factor: factor, placement, scale, in: &scene) }
        for (number, row) in rows.enumerated() {
            for estimate in row.estimates {
                let y = placement.y(row: number, lane: estimate.series, of: series.count)
                draw(estimate, y: y, placement, scale, in: &scene)
            }
        }
        return Scene(
            title: title, width: width, height: placement.height, instructions: scene.instructions,
            regions: ["axes": placement.axes, "legend": placement.legend])
    }

    /// A dashed line across the rows, named over them.
    private func draw(
        factor: Double, _ placement: RowFrame.Placement, _ scale: Scale, in scene: inout SceneBuilder
    ) {
        let x = placement.x(factor, on: scale)
        scene.vertical(
            x, from: placement.axes.top, to: placement.axes.bottom, Stroke(color: .grey, width: 0.6, dashes: [2, 1.5]))
        let text = factor == factor.rounded() ? "\(Int(factor))" : "\(factor)"
        scene.text(text + "×", x, placement.axes.top - 4, .middle, color: .grey)
    }

    /// A whisker over the interval, the series' marker at the estimate.
    private func draw(
        _ estimate: Estimate, y: Double, _ placement: RowFrame.Placement, _ scale: Scale, in scene: inout SceneBuilder
    ) {
        let style = series[estimate.series].style
        if let interval = estimate.interval {
            scene.horizontal(
                y, from: placement.x(interval.lowerBound, on: scale), to: placement.x(interval.upperBound, on: scale),
                Stroke(color: style.color, width: 1))
        }
        scene.marker(style.marker ?? .circle, placement.x(estimate.value, on: scale), y, size: 4.4, style.color)
    }

    /// What the axis shows: from 1, or the smallest value below it, to the largest value or factor, with a little room.
    var coveredValues: ClosedRange<Double> {
        let estimates = rows.flatMap(\.estimates)
        let values =
            estimates.flatMap { [$0.value, $0.interval?.lowerBound, $0.interval?.upperBound] }.compactMap(\.self)
            + factors + [covered?.lowerBound, covered?.upperBound].compactMap(\.self)
        let finite = values.filter { $0 > 0 && $0.isFinite }
        let greatest = max(finite.max() ?? 1, 2)
        return min(1, finite.min() ?? 1)...(covered == nil ? greatest * 1.1 : greatest)
    }
}

extension IntervalPlot: DivisiblePlot {
    var divisions: Int { rows.count }

    func piece(_ range: Range<Int>, titled suffix: String) -> IntervalPlot {
        var piece = self
        piece.title += suffix
        piece.rows = Array(rows[range])
        piece.covered = coveredValues
        return piece
    }
}
