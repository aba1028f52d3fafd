/// Pairs of positive values on two logarithmic axes of one range, a diagonal where both are equal and lines where one is a
/// multiple of the other.
public struct ScatterPlot: Plot {
    public struct Series: Sendable, Hashable {
        public var title: String
        public var style: SeriesStyle
        /// Values at or below `floor` are drawn on the frame.
        public var points: [Point]

        public init(_ title: String, _ style: SeriesStyle, points: [Point]) {
            self.title = title
            self.style = style
            self.points = points
        }
    }

    public var title: String
    public var xTitle: String
    public var yTitle: String
    public var series: [Series]
    /// Factors k of the lines x = k y, labelled.
    public var factors: [Double]

    public init(title: String, xTitle: String, yTitle: String, series: [Series], factors: [Double] = []) {
        self.title = title
        self.xTitle = xTitle
        self.yTitle = yTitle
        self.series = series
        self.factors = factors
    }

    public func scene(width: Double, measuring: any TextMeasuring) -> Scene {
        var scene = SceneBuilder(measuring: measuring)
        let margin = FigureStyle.margin
        let scale = Scale.logarithmic(covering: series.flatMap(\.points).flatMap { [$0.x, $0.y] })
        let ticks = scale.ticks(limit: 8)
        let labelWidth = ticks.map { scene.length($0.label) }.max() ?? 0
        let left = margin + FigureStyle.lineHeight + 1 + labelWidth + FigureStyle.tickGap
        let side = min(width - margin - 18 - left, 190)
        let axes = Rect(left: left, top: margin + 5, right: left + side, bottom: margin + 5 + side)
        drawAxes(ticks, scale, axes, in: &scene)
        for factor in factors where factor > 0 { drawLine(factor, scale, axes, in: &scene) }
        drawLine(1, scale, axes, in: &scene)
        for one in series {
            for point in one.points {
                let place = Self.place(point, scale, axes)
                scene.marker(one.style.marker ?? .circle, place.x, place.y, size: 4.2, one.style.color)
            }
        }
        let baseline = axes.bottom + FigureStyle.tickGap + 6.6
        scene.text(xTitle, axes.midX, baseline + FigureStyle.lineHeight + 1, .middle)
        scene.text(yTitle, margin + 6.5, axes.midY, .middle, isVertical: true)
        let legend = Legend(
            entries: series.map { one in
                Legend.Entry(title: one.title, style: one.style, isPoint: true)
            }
        ).draw(in: &scene, left: margin, right: width - margin, top: baseline + FigureStyle.lineHeight + 7.5)
        return Scene(
            title: title, width: width, height: hundredths(legend.bottom + margin), instructions: scene.instructions,
            regions: ["axes": axes.rounded, "legend": legend])
    }

    private static func place(_ point: Point, _ scale: Scale, _ axes: Rect) -> Point {
        Point(
            axes.left + scale.position(of: point.x) * axes.width,
            axes.bottom - scale.position(of: point.y) * axes.height)
    }

    private func drawAxes(_ ticks: [Scale.Tick], _ scale: Scale, _ axes: Rect, in scene: inout SceneBuilder) {
        let baseline = axes.bottom + FigureStyle.tickGap + 6.6
        for tick in ticks {
            let place = Self.place(Point(tick.value, tick.value), scale, axes)
            let length = tick.label.isEmpty ? 1.5 : 2.5
            if !tick.label.isEmpty {
                scene.horizontal(place.y, from: axes.left, to: axes.right, FigureStyle.gridLine)
                scene.vertical(place.x, from: axes.top, to: axes.bottom, FigureStyle.gridLine)
                scene.text(tick.label, axes.left - FigureStyle.tickGap, place.y + 2.9, .end)
                scene.text(tick.label, place.x, baseline, .middle)
            }
            scene.horizontal(place.y, from: axes.left - length, to: axes.left, FigureStyle.axisLine)
            scene.vertical(place.x, from: axes.bottom, to: axes.bottom + length, FigureStyle.axisLine)
        }
        scene.line(
            [Point(axes.left, axes.top), Point(axes.left, axes.bottom), Point(axes.right, axes.bottom)],
            FigureStyle.axisLine)
    }

    /// x = factor · y, where it crosses the axes.
    private func drawLine(_ factor: Double, _ scale: Scale, _ axes: Rect, in scene: inout SceneBuilder) {
        let (low, high) = (max(scale.lower, scale.lower / factor), min(scale.upper, scale.upper / factor))
        guard low < high else { return }
        let start = Self.place(Point(factor * low, low), scale, axes)
        let end = Self.place(Point(factor * high, high), scale, axes)
        let isDiagonal = factor == 1
        scene.line(
            [start, end], Stroke(color: .grey, width: isDiagonal ? 0.8 : 0.6, dashes: isDiagonal ? [] : [2, 2]))
        guard !isDiagonal else { return }
        let text = factor == factor.rounded() ? "\(Int(factor))×" : "\(factor)×"
        scene.text(text, end.x + 1.5, end.y + (factor > 1 ? 3 : -2), color: .grey, size: 6.5)
    }
}
