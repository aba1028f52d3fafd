/// Data that know how they want to be drawn.
public protocol Plot: Sendable {
    /// What is shown, in one sentence: alternative text and document title.
    var title: String { get }

    /// The drawing, `width` points wide and as high as it needs. Nothing in it lies outside the canvas.
    func scene(width: Double, measuring: any TextMeasuring) -> Scene
}

extension Plot {
    /// The drawing at the width of one column of a two-column paper (3.4 in), measured by Cairo.
    public func scene(width: Double = FigureStyle.columnWidth) -> Scene {
        scene(width: width, measuring: CairoTextMeasurer())
    }
}

/// Sizes that all figures share, in points.
public enum FigureStyle {
    /// 3.4 in.
    public static let columnWidth = 244.8
    /// 9 in: what a page of a paper has room for.
    public static let pageHeight = 648.0
    public static let fontSize = 8.0
    public static let font = "DejaVu Sans"
    static let margin = 3.0
    static let lineHeight = 10.0
    /// From an axis to its tick labels.
    static let tickGap = 3.5
    static let axisLine = Stroke(color: .ink, width: 0.6)
    static let gridLine = Stroke(color: .grid, width: 0.5)
}
