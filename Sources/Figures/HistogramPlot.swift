#if canImport(Glibc)
    import Glibc
#elseif canImport(Musl)
    import Musl
#elseif canImport(Darwin)
    import Darwin
#endif

/// How often ratios of about each size occur: bars over a logarithmic axis with 1 in the middle, a line at 1 and, where there
/// are some, dashed lines at other ratios.
public struct HistogramPlot: Plot {
    public var title: String
    public var axisTitle: String
    public var countTitle: String
    /// Positive and finite; others are left out.
    public var ratios: [Double]
    public var style: SeriesStyle
    /// Ratios of dashed lines, those outside the axis left out.
    public var marks: [Double]
    /// What the dashed lines are, below the axis.
    public var markTitle: String

    public init(
        title: String, axisTitle: String, countTitle: String = "queries", ratios: [Double], style: SeriesStyle,
        marks: [Double] = [], markTitle: String = ""
    ) {
        self.title = title
        self.axisTitle = axisTitle
        self.countTitle = countTitle
        self.ratios = ratios
        self.style = style
        self.marks = marks
        self.markTitle = markTitle
    }

    /// Bars of the same width in logarithms, symmetric about 1, so that one half shows what became less and the other what
    /// became more. A ratio of 1 belongs to the bar above.
    public struct Bins: Sendable, Hashable {
        /// The axis reaches from 1 / `reach` to `reach`.
        public var reach: Double
        public var counts: [Int]

        public init(_ ratios: [Double]) {
            let logs = ratios.filter { $0 > 0 && $0.isFinite }.map { log2($0) }
            let widest = logs.reduce(0) { max($0, abs($1)) }
            let span = [0.125, 0.25, 0.5, 1, 2, 3, 4, 6, 8, 12, 16].first { $0 >= widest } ?? widest.rounded(.up)
            let half = logs.count < 30 ? 6 : logs.count < 300 ? 10 : 16
            reach = exp2(span)
            counts = [Int](repeating: 0, count: 2 * half)
            for value in logs {
                let place = Int(((value / span + 1) * Double(half)).rounded(.down))
                counts[min(max(place, 0), 2 * half - 1)] += 1
            }
        }
    }

    public func scene(width: Double, measuring: any TextMeasuring) -> Scene {
        var scene = SceneBuilder(measuring: measuring)
        let bins = Bins(ratios)
        let margin = FigureStyle.margin
        let heights = Scale.linear(upTo: Double(max(1, bins.counts.max() ?? 1)))
        let ticks = heights.ticks(limit: 5, counts: true)
        let labels = ticks.map { scene.length($0.label) }.max() ?? 0
        let left = margin + FigureStyle.lineHeight + 1 + labels + FigureStyle.tickGap
        let axes = Rect(left: left, top: margin + 5, right: width - margin - 8, bottom: margin + 125)
        for tick in ticks {
            let y = axes.bottom - heights.position(of: tick.value) * axes.height
            scene.horizontal(y, from: axes.left, to: axes.right, FigureStyle.gridLine)
            scene.text(tick.label, axes.left - FigureStyle.tickGap, y + 2.9, .end)
        }
        drawBars(bins, heights, axes, in: &scene)
        for mark in marks where mark > 0 && mark <= bins.reach && mark >= 1 / bins.reach {
            scene.vertical(
                x(mark, bins, axes), from: axes.top, to: axes.bottom,
                Stroke(color: Self.markStyle.color, width: 1.1, dashes: Self.markStyle.dashes))
        }
        scene.vertical(axes.midX, from: axes.top, to: axes.bottom, Stroke(color: .ink, width: 0.8))
        scene.horizontal(axes.bottom, from: axes.left, to: axes.right, FigureStyle.axisLine)
        let baseline = axes.bottom + FigureStyle.tickGap + 6.6
        for share in [-1.0, -0.5, 0, 0.5, 1] {
            let ratio = exp2(share * log2(bins.reach))
            let place = x(ratio, bins, axes)
            scene.vertical(place, from: axes.bottom, to: axes.bottom + 2.5, FigureStyle.axisLine)
            // The outermost stay within the axis, clear of the counts.
            scene.text(Self.label(ratio), place, baseline, share == -1 ? .start : share == 1 ? .end : .middle)
        }
        scene.text(axisTitle, axes.midX, baseline + FigureStyle.lineHeight + 1, .middle)
        scene.text(countTitle, margin + 6.5, axes.midY, .middle, isVertical: true)
        let entries = marks.isEmpty || markTitle.isEmpty ? [] : [Legend.Entry(title: markTitle, style: Self.markStyle)]
        let legend = Legend(entries: entries).draw(
            in: &scene, left: margin, right: width - margin, top: baseline + FigureStyle.lineHeight + 7.5)
        return Scene(
            title: title, width: width, height: hundredths(legend.bottom + margin),
            instructions: scene.instructions, regions: ["axes": axes.rounded, "legend": legend])
    }

    private static let markStyle = SeriesStyle(.edge, color: .vermillion, dashes: [2, 1.5])

    private func drawBars(_ bins: Bins, _ heights: Scale, _ axes: Rect, in scene: inout SceneBuilder) {
        let step = axes.width / Double(bins.counts.count)
        for (number, count) in bins.counts.enumerated() where count > 0 {
            let left = axes.left + Double(number) * step
            let top = axes.bottom - heights.position(of: Double(count)) * axes.height
            scene.rectangle(
                Rect(left: left + 0.4, top: top, right: left + step - 0.4, bottom: axes.bottom),
                style.color.tinted(0.25))
        }
    }

    private func x(_ ratio: Double, _ bins: Bins, _ axes: Rect) -> Double {
        axes.midX + log2(ratio) / log2(bins.reach) * axes.width / 2
    }

    /// Two decimals, fewer where they say nothing: `0.92`, `1`, `1.5`, `16`.
    private static func label(_ ratio: Double) -> String {
        let hundred = Int((ratio * 100).rounded())
        if hundred == 0 { return "0" }
        if hundred % 100 == 0 || hundred >= 1000 { return "\(Int(ratio.rounded()))" }
        let (whole, rest) = (hundred / 100, hundred % 100)
        return rest % 10 == 0 ? "\(whole).\(rest / 10)" : "\(whole).\(rest < 10 ? "0" : "")\(rest)"
    }
}
