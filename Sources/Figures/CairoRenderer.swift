import CCairo

/// Paints scenes with Cairo, as pixels and as PDF. The same scene gives the same bytes.
public enum CairoRenderer {
    /// Dots per inch of PNG files; fewer only where Cairo has no room for as many.
    public static let resolution = 300.0
    /// The largest extent of an image surface.
    private static let largestExtent = 32_000.0

    public static func png(_ scene: Scene) throws(FigureFault) -> [UInt8] {
        let scale = min(resolution / 72, largestExtent / max(scene.width, scene.height))
        let surface = cairo_image_surface_create(
            CAIRO_FORMAT_RGB24, pixels(scene.width * scale), pixels(scene.height * scale))
        guard let surface else { throw FigureFault(reason: "no image surface") }
        let context = CairoContext(owning: surface)
        cairo_scale(context.pointer, scale, scale)
        paint(scene, on: context)
        cairo_surface_flush(surface)
        if let fault = context.fault { throw fault }
        let sink = ByteSink()
        let status = cairo_surface_write_to_png_stream(surface, ByteSink.write, sink.address)
        guard status == CAIRO_STATUS_SUCCESS else {
            throw FigureFault(reason: String(cString: cairo_status_to_string(status)))
        }
        return PNGResolution.stamped(sink.bytes, dotsPerInch: scale * 72)
    }

    /// Whole pixels that cover `length`, give or take rounding.
    private static func pixels(_ length: Double) -> Int32 { Int32((length - 1e-6).rounded(.up)) }

    public static func pdf(_ scene: Scene) throws(FigureFault) -> [UInt8] {
        let sink = ByteSink()
        guard let surface = cairo_pdf_surface_create_for_stream(ByteSink.write, sink.address, scene.width, scene.height)
        else { throw FigureFault(reason: "no PDF surface") }
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, scene.title)
        // A fixed date: a figure is its content, not the moment it was drawn.
        cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "2000-01-01T00:00:00Z")
        try finish(scene, on: CairoContext(owning: surface))
        return sink.bytes
    }

    private static func finish(_ scene: Scene, on context: CairoContext) throws(FigureFault) {
        paint(scene, on: context)
        cairo_surface_finish(context.surface)
        let status = cairo_surface_status(context.surface)
        guard status == CAIRO_STATUS_SUCCESS else {
            throw FigureFault(reason: String(cString: cairo_status_to_string(status)))
        }
    }

    private static func paint(_ scene: Scene, on context: CairoContext) {
        let cairo = context.pointer
        set(.white, cairo)
        cairo_paint(cairo)
        cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND)
        for instruction in scene.instructions {
            switch instruction {
            case .rectangle(let rect, let fill):
                set(fill, cairo)
                cairo_rectangle(cairo, rect.left, rect.top, rect.width, rect.height)
                cairo_fill(cairo)
            case .polygon(let points, let fill):
                set(fill, cairo)
                trace(points, cairo)
                cairo_fill(cairo)
            case .polyline(let points, let stroke):
                trace(points, cairo)
                draw(stroke, cairo)
            case .marker(let marker, let point, let size, let fill, let stroke):
                trace(marker, at: point, radius: size / 2, cairo)
                set(fill, cairo)
                cairo_fill_preserve(cairo)
                draw(stroke, cairo)
            case .text(let run): draw(run, in: scene.font, context)
            }
        }
        cairo_show_page(cairo)
    }

    private static func set(_ color: Color, _ cairo: OpaquePointer) {
        cairo_set_source_rgb(cairo, Double(color.red) / 255, Double(color.green) / 255, Double(color.blue) / 255)
    }

    private static func trace(_ points: [Point], _ cairo: OpaquePointer) {
        for (number, point) in points.enumerated() {
            if number == 0 {
                cairo_move_to(cairo, point.x, point.y)
            } else {
                cairo_line_to(cairo, point.x, point.y)
            }
        }
    }

    private static func draw(_ stroke: Stroke, _ cairo: OpaquePointer) {
        set(stroke.color, cairo)
        cairo_set_line_width(cairo, stroke.width)
        cairo_set_dash(cairo, stroke.dashes, Int32(stroke.dashes.count), 0)
        cairo_stroke(cairo)
    }

    private static func draw(_ run: TextRun, in font: String, _ context: CairoContext) {
        let cairo = context.pointer
        set(run.color, cairo)
        context.selectFont(font, size: run.size, isBold: run.isBold)
        let before = run.anchor == .start ? 0 : run.anchor == .middle ? run.length / 2 : run.length
        cairo_save(cairo)
        cairo_translate(cairo, run.at.x, run.at.y)
        if run.isVertical { cairo_rotate(cairo, -Double.pi / 2) }
        cairo_move_to(cairo, -before, 0)
        cairo_show_text(cairo, run.text)
        cairo_restore(cairo)
        cairo_new_path(cairo)
    }
}
