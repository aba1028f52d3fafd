/// Values from night to night, one line a series, with marks where a level changed.
public struct HistoryPlot: Plot {
    /// A change in a series.
    public struct Mark: Sendable, Hashable {
        /// Position of the first value at the new level.
        public var position: Int
        /// Drawn hollow.
        public var isKnown: Bool

        public init(position: Int, isKnown: Bool = false) {
            self.position = position
            self.isKnown = isKnown
        }
    }

    public struct Series: Sendable, Hashable {
        public var title: String
        public var style: SeriesStyle
        /// By position; lines have gaps where nothing is known.
        public var values: [Double?]
        public var marks: [Mark]

        public init(_ title: String, _ style: SeriesStyle, values: [Double?], marks: [Mark] = []) {
            self.title = title
            self.style = style
            self.values = values
            self.marks = marks
        }
    }

    public var title: String
    /// Of the vertical axis.
    public var axisTitle: String
    /// One a position, drawn where there is room.
    public var labels: [String]
    public var series: [Series]
    /// Positions with a red triangle over the axes.
    public var alarms: Set<Int>
    /// The vertical axis covers at least so much around the values' middle.
    public var leastSpan: Double

    public init(
        title: String, axisTitle: String, labels: [String], series: [Series], alarms: Set<Int> = [],
        leastSpan: Double = 0.04
    ) {
        self.title = title
        self.axisTitle = axisTitle
        self.labels = labels
        self.series = series
        self.alarms = alarms
        self.leastSpan = leastSpan
    }

    private static let plotHeight = 110.0
    private static let alarmHeight = 8.0

    public func scene(width: Double, measuring: any TextMeasuring) -> Scene {
        var scene = SceneBuilder(measuring: measuring)
        let margin = FigureStyle.margin
        let scale = verticalScale
        let ticks = scale.ticks(limit: 6)
        let labelWidth = ticks.map { scene.length($0.label) }.max() ?? 0
        let top = margin + (alarms.isEmpty ? 4 : Self.alarmHeight)
        let axes = Rect(
            left: margin + FigureStyle.lineHeight + 1 + labelWidth + FigureStyle.tickGap, top: top,
            right: width - margin - 12, bottom: top + Self.plotHeight)
        for tick in ticks {
            let y = axes.bottom - scale.position(of: tick.value) * axes.height
            scene.horizontal(y, from: axes.left, to: axes.right, FigureStyle.gridLine)
            scene.text(tick.label, axes.left - FigureStyle.tickGap, y + 2.9, .end)
        }
        let baseline = drawPositions(axes, in: &scene)
        scene.line(
            [Point(axes.left, axes.top), Point(axes.left, axes.bottom), Point(axes.right, axes.bottom)],
            FigureStyle.axisLine)
        scene.text(axisTitle, margin + 6.5, axes.midY, .middle, isVertical: true)
        for one in series { draw(one, scale, axes, in: &scene) }
        for position in alarms.sorted() {
            scene.marker(.triangleDown, x(position, axes), axes.top - 4, size: 5, .vermillion)
        }
        let legend = Legend(entries: series.map { Legend.Entry(title: $0.title, style: $0.style) }).draw(
            in: &scene, left: margin, right: width - margin, top: baseline + 5)
        return Scene(
            title: title, width: width, height: hundredths(legend.bottom + margin), instructions: scene.instructions,
            regions: ["axes": axes.rounded, "legend": legend])
    }

    private var verticalScale: Scale {
        let values = series.flatMap(\.values).compactMap(\.self).filter(\.isFinite)
        let (least, greatest) = (values.min() ?? 0, values.max() ?? 1)
        let middle = (least + greatest) / 2
        let half = max(leastSpan, (greatest - least) * 1.1) / 2
        let step = Scale.niceStep(half / 3)
        // What is never below 0 has no axis below it.
        let lowest = least >= 0 ? max(0, middle - half) : middle - half
        return Scale(
            .linear, from: step * (lowest / step + 1e-9).rounded(.down),
            to: step * ((middle + half) / step - 1e-9).rounded(.up))
    }

    private func x(_ position: Int, _ axes: Rect) -> Double {
        guard labels.count > 1 else { return axes.midX }
        return axes.left + 4 + (axes.width - 4) * Double(position) / Double(labels.count - 1)
    }

    /// Ticks and as many labels as fit, the last one among them. Returns the labels' baseline.
    private func drawPositions(_ axes: Rect, in scene: inout SceneBuilder) -> Double {
        let baseline = axes.bottom + FigureStyle.tickGap + 6.6
        let length = (labels.map { scene.length($0) }.max() ?? 0) + 8
        let room = max(1, Int(axes.width / length))
        let stride = max(1, (labels.count + room - 1) / room)
        for position in labels.indices {
            let isLabelled = (labels.count - 1 - position) % stride == 0
            let place = x(position, axes)
            scene.vertical(place, from: axes.bottom, to: axes.bottom + (isLabelled ? 2.5 : 1.2), FigureStyle.axisLine)
            if isLabelled { scene.text(labels[position], place, baseline, .middle) }
        }
        return baseline
    }

    private func draw(_ one: Series, _ scale: Scale, _ axes: Rect, in scene: inout SceneBuilder) {
        let points = one.values.enumerated().map { position, value in
            value.map { Point(x(position, axes), axes.bottom - scale.position(of: $0) * axes.height) }
        }
        for part in points.split(separator: nil) {
            let line = part.compactMap(\.self)
            if line.count > 1 {
                scene.line(line, Stroke(color: one.style.color, width: 1, dashes: one.style.dashes))
            } else if let point = line.first {
                scene.marker(.circle, point.x, point.y, size: 2.5, one.style.color)
            }
        }
        for mark in one.marks where points.indices.contains(mark.position) {
            guard let point = points[mark.position] else { continue }
            scene.marker(
                one.style.marker ?? .circle, point.x, point.y, size: 5, one.style.color, isHollow: mark.isKnown)
        }
    }
}
