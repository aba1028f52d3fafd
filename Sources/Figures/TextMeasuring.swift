import CCairo

/// Tells how long a line of text will be.
public protocol TextMeasuring {
    /// Advance width in points.
    func length(of text: String, size: Double, isBold: Bool) -> Double
}

/// Measures DejaVu Sans with Cairo, unhinted, so that lengths grow linearly with the size.
public struct CairoTextMeasurer: TextMeasuring {
    private let context: CairoContext

    public init() { context = CairoContext.scratch() }

    public func length(of text: String, size: Double, isBold: Bool) -> Double {
        let reference = 100.0
        context.selectFont(size: reference, isBold: isBold)
        var extents = cairo_text_extents_t()
        cairo_text_extents(context.pointer, text, &extents)
        return extents.x_advance * size / reference
    }
}
