/// How many instances each method solves within a time: the k-th fastest solved instance over k, time logarithmic.
public struct CactusPlot: Plot {
    public struct Series: Sendable, Hashable {
        public var title: String
        public var style: SeriesStyle
        /// One per solved instance, in any order.
        public var seconds: [Double]
        /// What it had for an instance, drawn as a dotted line; `nil` for no line.
        public var limit: Double?

        public init(_ title: String, _ style: SeriesStyle, seconds: [Double], limit: Double? = nil) {
            self.title = title
            self.style = style
            self.seconds = seconds
            self.limit = limit
        }
    }

    public var title: String
    public var series: [Series]
    public var timeTitle = "wall-clock seconds"

    public init(title: String, series: [Series]) {
        self.title = title
        self.series = series
    }

    /// A limit with those who have it: a line in its series' colour, in grey where they are several.
    private struct Limit {
        var seconds: Double
        var series: [Series]

        var style: SeriesStyle {
            SeriesStyle(.line, color: series.count == 1 ? series[0].style.color : .grey, dashes: [1, 1.5])
        }

        /// Without what stands in brackets behind a name.
        var title: String {
            let names = series.map { series in
                series.title.firstRange(of: " (").map { String(series.title[..<$0.lowerBound]) } ?? series.title
            }
            return "limit of " + names.joined(separator: ", ")
        }
    }

    /// By time.
    private var limits: [Limit] {
        Set(series.compactMap(\.limit)).sorted().map { seconds in
            Limit(seconds: seconds, series: series.filter { $0.limit == seconds })
        }
    }

    private static let plotHeight = 130.0

    public func scene(width: Double, measuring: any TextMeasuring) -> Scene {
        var scene = SceneBuilder(measuring: measuring)
        let margin = FigureStyle.margin
        let time = Scale.logarithmic(covering: series.flatMap(\.seconds) + limits.map(\.seconds))
        let instances = Scale.linear(upTo: Double(max(5, series.map(\.seconds.count).max() ?? 0)))
        let timeTicks = time.ticks(limit: 8)
        let labelWidth = timeTicks.map { scene.length($0.label) }.max() ?? 0
        let instanceLabels = instances.ticks(limit: 6, counts: true).map { scene.length($0.label) }
        let axes = Rect(
            left: margin + FigureStyle.lineHeight + 1 + labelWidth + FigureStyle.tickGap, top: margin + 5,
            right: width - margin - (instanceLabels.last ?? 0) / 2, bottom: margin + 5 + Self.plotHeight)
        drawTimeAxis(timeTicks, time, axes, in: &scene)
        let ticks = instances.ticks(
            limit: max(2, Int(axes.width / ((instanceLabels.max() ?? 0) + 9)) + 1), counts: true)
        let baseline = axes.bottom + FigureStyle.tickGap + 6.6
        for tick in ticks {
            let x = axes.left + instances.position(of: tick.value) * axes.width
            scene.vertical(x, from: axes.bottom, to: axes.bottom + 2.5, FigureStyle.axisLine)
            scene.text(tick.label, x, baseline, .middle)
        }
        scene.text("instances solved", axes.midX, baseline + FigureStyle.lineHeight + 1, .middle)
        for limit in limits {
            let y = axes.bottom - time.position(of: limit.seconds) * axes.height
            scene.horizontal(
                y, from: axes.left, to: axes.right,
                Stroke(color: limit.style.color, width: 0.8, dashes: limit.style.dashes))
        }
        for one in series { draw(one, time, instances, axes, in: &scene) }
        let entries =
            series.map { Legend.Entry(title: $0.title, style: $0.style) }
            + limits.map { Legend.Entry(title: $0.title, style: $0.style) }
        let legend = Legend(entries: entries).draw(
            in: &scene, left: margin, right: width - margin, top: baseline + FigureStyle.lineHeight + 7.5)
        return Scene(
            title: title, width: width, height: hundredths(legend.bottom + margin), instructions: scene.instructions,
            regions: ["axes": axes.rounded, "legend": legend])
    }

    private func drawTimeAxis(_ ticks: [Scale.Tick], _ time: Scale, _ axes: Rect, in scene: inout SceneBuilder) {
        for tick in ticks {
            let y = axes.bottom - time.position(of: tick.value) * axes.height
            let isMinor = tick.label.isEmpty
            if !isMinor {
                scene.horizontal(y, from: axes.left, to: axes.right, FigureStyle.gridLine)
                scene.text(tick.label, axes.left - FigureStyle.tickGap, y + 2.9, .end)
            }
            scene.horizontal(y, from: axes.left - (isMinor ? 1.5 : 2.5), to: axes.left, FigureStyle.axisLine)
        }
        scene.line(
            [Point(axes.left, axes.top), Point(axes.left, axes.bottom), Point(axes.right, axes.bottom)],
            FigureStyle.axisLine)
        scene.text(timeTitle, FigureStyle.margin + 6.5, axes.midY, .middle, isVertical: true)
    }

    private func draw(_ one: Series, _ time: Scale, _ instances: Scale, _ axes: Rect, in scene: inout SceneBuilder) {
        let sorted = one.seconds.sorted()
        let points = sorted.enumerated().map { number, seconds in
            Point(
                axes.left + instances.position(of: Double(number + 1)) * axes.width,
                axes.bottom - time.position(of: seconds) * axes.height)
        }
        guard let first = points.first, let last = points.last else { return }
        // Points closer than the eye can tell are left out; the line's ends stay.
        var kept = [first]
        var newest = first
        for point in points.dropFirst() where abs(point.x - newest.x) + abs(point.y - newest.y) > 0.5 {
            kept.append(point)
            newest = point
        }
        if newest != last { kept.append(last) }
        if kept.count > 1 {
            scene.line(kept, Stroke(color: one.style.color, width: 1.1, dashes: one.style.dashes))
        }
        guard let marker = one.style.marker else { return }
        var places = [last]
        for step in (1...4).reversed() {
            let point = points[(points.count - 1) * step / 5]
            let isApart = places.allSatisfy { abs($0.x - point.x) + abs($0.y - point.y) > 12 }
            if isApart { places.append(point) }
        }
        for place in places.reversed() { scene.marker(marker, place.x, place.y, size: 5, one.style.color) }
    }
}
