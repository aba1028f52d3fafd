/// Bounds on the robust error as ε grows: one panel per network, one curve per bound, the remaining gap shaded.
public struct BoundCurvesPlot: Plot {
    /// What the legend says of a curve.
    public struct Series: Sendable, Hashable {
        public var title: String
        public var style: SeriesStyle

        public init(_ title: String, _ style: SeriesStyle) {
            self.title = title
            self.style = style
        }
    }

    /// One bound over ε.
    public struct Curve: Sendable, Hashable {
        /// Index in the plot's series.
        public var series: Int
        /// ε and percent, in the order of ε.
        public var points: [Point]

        public init(series: Int, points: [Point]) {
            self.series = series
            self.points = points
        }
    }

    /// The best lower and upper bound at one ε.
    public struct Gap: Sendable, Hashable {
        public var epsilon: Double
        /// In percent.
        public var bounds: ClosedRange<Double>

        public init(epsilon: Double, bounds: ClosedRange<Double>) {
            self.epsilon = epsilon
            self.bounds = bounds
        }
    }

    public struct Panel: Sendable, Hashable {
        /// The network.
        public var title: String
        public var curves: [Curve]
        /// What all methods together leave, in the order of ε.
        public var gap: [Gap]

        public init(title: String, curves: [Curve], gap: [Gap]) {
            self.title = title
            self.curves = curves
            self.gap = gap
        }
    }

    public var title: String
    public var series: [Series]
    public var panels: [Panel]
    public var xTitle = "ε"
    public var yTitle = "robust error (%)"
    /// Where the axis of ε begins if it is logarithmic, above 0; `nil` for a linear one from 0. What lies below is drawn on
    /// the other axis.
    public var leastEpsilon: Double?

    public init(title: String, series: [Series], panels: [Panel]) {
        self.title = title
        self.series = series
        self.panels = panels
    }

    private static let panelHeight = 72.0
    private static let leastPanelWidth = 76.0
    private static let gutter = 20.0
    /// From the lower axis to the baseline of its labels: clear of the other axis' 0.
    private static let tickDrop = 12.6

    public func scene(width: Double, measuring: any TextMeasuring) -> Scene {
        var scene = SceneBuilder(measuring: measuring)
        let margin = FigureStyle.margin
        let percent = Scale(.linear, from: 0, to: 100)
        let percentTicks = percent.ticks(limit: 5)
        let labelWidth = percentTicks.map { scene.length($0.label) }.max() ?? 0
        let left = margin + FigureStyle.lineHeight + 1 + labelWidth + FigureStyle.tickGap
        let right = width - margin - 6
        let columns = max(
            1, min(panels.count, Int((right - left + Self.gutter) / (Self.leastPanelWidth + Self.gutter))))
        let panelWidth = (right - left - Double(columns - 1) * Self.gutter) / Double(columns)
        var regions = [String: Rect]()
        var top = margin
        for start in stride(from: 0, to: panels.count, by: columns) {
            let row = start..<min(start + columns, panels.count)
            let titles = row.map { scene.wrapped(panels[$0].title, limit: panelWidth) }
            let titleHeight = FigureStyle.lineHeight * Double(titles.map(\.count).max() ?? 1)
            for (place, index) in row.enumerated() {
                let x = left + Double(place) * (panelWidth + Self.gutter)
                let axes = Rect(
                    left: x, top: top + titleHeight + 3, right: x + panelWidth,
                    bottom: top + titleHeight + 3 + Self.panelHeight)
                regions[index == 0 ? "axes" : "axes \(index + 1)"] = axes.rounded
                for (number, line) in titles[place].enumerated() {
                    let y = axes.top - 5 - Double(titles[place].count - 1 - number) * FigureStyle.lineHeight
                    scene.text(line, axes.midX, y, .middle)
                }
                drawPercentAxis(percentTicks, percent, axes, isLabelled: place == 0, in: &scene)
                draw(panels[index], percent, axes, in: &scene)
            }
            top += titleHeight + 3 + Self.panelHeight + Self.tickDrop + FigureStyle.lineHeight
        }
        scene.text(xTitle, (left + right) / 2, top - 2, .middle)
        scene.text(yTitle, margin + 6.5, (margin + top) / 2, .middle, isVertical: true)
        let legend = Legend(entries: series.map { Legend.Entry(title: $0.title, style: $0.style) }).draw(
            in: &scene, left: margin, right: width - margin, top: top + 3)
        regions["legend"] = legend
        return Scene(
            title: title, width: width, height: hundredths(legend.bottom + margin), instructions: scene.instructions,
            regions: regions)
    }

    private func drawPercentAxis(
        _ ticks: [Scale.Tick], _ percent: Scale, _ axes: Rect, isLabelled: Bool, in scene: inout SceneBuilder
    ) {
        for tick in ticks {
            let y = axes.bottom - percent.position(of: tick.value) * axes.height
            scene.horizontal(y, from: axes.left, to: axes.right, FigureStyle.gridLine)
            if isLabelled { scene.text(tick.label, axes.left - FigureStyle.tickGap, y + 2.9, .end) }
        }
    }

    private func draw(_ panel: Panel, _ percent: Scale, _ axes: Rect, in scene: inout SceneBuilder) {
        let greatest = panel.curves.flatMap(\.points).map(\.x).max() ?? 0
        let epsilon = epsilonScale(to: greatest)
        func place(_ x: Double, _ y: Double) -> Point {
            Point(
                axes.left + epsilon.position(of: x) * axes.width, axes.bottom - percent.position(of: y) * axes.height)
        }
        let gap = panel.gap
        scene.polygon(
            gap.map { place($0.epsilon, $0.bounds.upperBound) }
                + gap.reversed().map { place($0.epsilon, $0.bounds.lowerBound) }, .gap)
        scene.line(
            [Point(axes.left, axes.top), Point(axes.left, axes.bottom), Point(axes.right, axes.bottom)],
            FigureStyle.axisLine)
        let baseline = axes.bottom + Self.tickDrop
        for tick in epsilon.ticks(limit: 4) {
            let x = place(tick.value, 0).x
            let length = tick.label.isEmpty ? 1.5 : 2.5
            scene.vertical(x, from: axes.bottom, to: axes.bottom + length, FigureStyle.axisLine)
            if !tick.label.isEmpty { scene.text(tick.label, x, baseline, .middle) }
        }
        for curve in panel.curves {
            let style = series[curve.series].style
            let points = curve.points.map { place($0.x, $0.y) }
            if points.count > 1 { scene.line(points, Stroke(color: style.color, width: 1, dashes: style.dashes)) }
            guard let marker = style.marker else { continue }
            for point in points { scene.marker(marker, point.x, point.y, size: 3.6, style.color) }
        }
    }

    private func epsilonScale(to greatest: Double) -> Scale {
        if let leastEpsilon, leastEpsilon > 0, leastEpsilon < greatest {
            return Scale(.logarithmic, from: leastEpsilon, to: greatest)
        }
        return Scale(.linear, from: 0, to: greatest > 0 ? greatest : 1)
    }
}
