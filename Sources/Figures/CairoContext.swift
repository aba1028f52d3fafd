import CCairo

/// A Cairo surface and its context, freed together.
final class CairoContext {
    let surface: OpaquePointer
    let pointer: OpaquePointer

    /// Takes ownership of `surface`.
    init(owning surface: OpaquePointer) {
        self.surface = surface
        pointer = cairo_create(surface)
        let options = cairo_font_options_create()
        cairo_font_options_set_antialias(options, CAIRO_ANTIALIAS_GRAY)
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        cairo_set_font_options(pointer, options)
        cairo_font_options_destroy(options)
    }

    deinit {
        cairo_destroy(pointer)
        cairo_surface_destroy(surface)
    }

    /// A context to measure with.
    static func scratch() -> CairoContext {
        CairoContext(owning: cairo_image_surface_create(CAIRO_FORMAT_A8, 1, 1))
    }

    func selectFont(_ family: String, size: Double, isBold: Bool) {
        cairo_select_font_face(
            pointer, family, CAIRO_FONT_SLANT_NORMAL, isBold ? CAIRO_FONT_WEIGHT_BOLD : CAIRO_FONT_WEIGHT_NORMAL)
        cairo_set_font_size(pointer, size)
    }

    /// The first fault of context or surface, if any.
    var fault: FigureFault? {
        for status in [cairo_status(pointer), cairo_surface_status(surface)] where status != CAIRO_STATUS_SUCCESS {
            return FigureFault(reason: String(cString: cairo_status_to_string(status)))
        }
        return nil
    }
}

/// Cairo could not draw.
public struct FigureFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// Cairo's words.
    public var reason: String

    public var description: String {
        "cannot render a figure: \(reason) (are libcairo2 and fonts-dejavu-core installed?)"
    }
}
