/// Distributions side by side: for each network and ε one row, in it a box for each series, on a logarithmic axis.
public struct DistributionPlot: Plot {
    /// Five quantiles, ascending.
    public struct Box: Sendable, Hashable {
        /// Position in ``DistributionPlot/series``.
        public var series: Int
        public var p5: Double
        public var p25: Double
        public var median: Double
        public var p75: Double
        public var p95: Double

        public init(series: Int, p5: Double, p25: Double, median: Double, p75: Double, p95: Double) {
            self.series = series
            self.p5 = p5
            self.p25 = p25
            self.median = median
            self.p75 = p75
            self.p95 = p95
        }

        var quantiles: [Double] { [p5, p25, median, p75, p95] }
    }

    public struct Row: Sendable, Hashable {
        public var network: String
        public var epsilon: String
        public var boxes: [Box]

        public init(network: String, epsilon: String, boxes: [Box]) {
            self.network = network
            self.epsilon = epsilon
            self.boxes = boxes
        }
    }

    public var title: String
    public var axisTitle: String
    public var series: [BracketPlot.Series]
    public var rows: [Row]
    /// Over the column of ε.
    public var sizeTitle = "ε"
    /// Values at or below it are drawn at the left end of the axis.
    public var floor: Double
    /// The range that the axis must cover even where no row does.
    var covered: ClosedRange<Double>?

    public init(title: String, axisTitle: String, series: [BracketPlot.Series], rows: [Row], floor: Double = 1e-4) {
        self.title = title
        self.axisTitle = axisTitle
        self.series = series
        self.rows = rows
        self.floor = floor
    }

    public func scene(width: Double, measuring: any TextMeasuring) -> Scene {
        var scene = SceneBuilder(measuring: measuring)
        let values = rows.flatMap(\.boxes).flatMap(\.quantiles)
        let range = coveredValues
        let scale = Scale.logarithmic(covering: [range?.lowerBound, range?.upperBound].compactMap(\.self))
        let frame = RowFrame(
            rows: rows.enumerated().map { number, row in
                let isRepeated = number > 0 && rows[number - 1].network == row.network
                return .init(
                    label: isRepeated ? "" : row.network, sublabel: row.epsilon, note: "", lanes: max(2, series.count))
            },
            headers: ("network", sizeTitle, ""), scale: scale, axisTitle: axisTitle,
            collectsBelow: values.contains { $0 < scale.lower },
            entries: series.map { Legend.Entry(title: $0.title, style: $0.style, isBox: true) })
        let placement = frame.draw(in: &scene, width: width)
        for (number, row) in rows.enumerated() {
            for box in row.boxes {
                let y = placement.y(row: number, lane: box.series, of: series.count)
                Self.drawBox(
                    from: box.quantiles.map { placement.x($0, on: scale) }, y: y, style: series[box.series].style,
                    in: &scene)
            }
        }
        return Scene(
            title: title, width: width, height: placement.height, instructions: scene.instructions,
            regions: ["axes": placement.axes, "legend": placement.legend])
    }

    /// From the smallest to the largest value drawn; `nil` of none.
    var coveredValues: ClosedRange<Double>? {
        let values =
            rows.flatMap(\.boxes).flatMap(\.quantiles).map { max($0, floor) }
            + [covered?.lowerBound, covered?.upperBound].compactMap(\.self)
        guard let least = values.min(), let greatest = values.max() else { return nil }
        return least...greatest
    }

    /// A whisker from the first to the last x, a box from the second to the fourth, the series' marker at the median.
    static func drawBox(from x: [Double], y: Double, style: SeriesStyle, in scene: inout SceneBuilder) {
        scene.horizontal(y, from: x[0], to: x[4], Stroke(color: style.color, width: 0.8))
        let thin = max(0, 1 - (x[3] - x[1])) / 2
        scene.rectangle(
            Rect(left: x[1] - thin, top: y - 1.5, right: x[3] + thin, bottom: y + 1.5), style.color.tinted(0.45))
        scene.marker(style.marker ?? .circle, x[2], y, size: 4.4, style.color)
    }
}
