import CCairo

/// Tells how long a line of text will be.
public protocol TextMeasuring {
    /// Advance width in points.
    func length(of text: String, size: Double, isBold: Bool) -> Double
}

/// Measures a font with Cairo, unhinted, so that lengths grow linearly with the size.
public struct CairoTextMeasurer: TextMeasuring {
    private let context: CairoContext
    private let font: String

    public init(font: String = FigureStyle.font) {
        context = CairoContext.scratch()
        self.font = font
    }

    public func length(of text: String, size: Double, isBold: Bool) -> Double {
        let reference = 100.0
        context.selectFont(font, size: reference, isBold: isBold)
        var extents = cairo_text_extents_t()
        cairo_text_extents(context.pointer, text, &extents)
        return extents.x_advance * size / reference
    }
}
