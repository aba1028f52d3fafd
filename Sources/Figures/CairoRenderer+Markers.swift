import CCairo

extension CairoRenderer {
    /// Adds the outline of a marker to the path.
    static func trace(_ marker: Marker, at point: Point, radius: Double, _ cairo: OpaquePointer) {
        func move(_ corner: Point) { cairo_move_to(cairo, point.x + radius * corner.x, point.y + radius * corner.y) }
        func line(_ corner: Point) { cairo_line_to(cairo, point.x + radius * corner.x, point.y + radius * corner.y) }
        cairo_new_path(cairo)
        if marker == .circle {
            cairo_arc(cairo, point.x, point.y, radius, 0, 2 * Double.pi)
            cairo_close_path(cairo)
            return
        }
        for (number, corner) in marker.corners.enumerated() {
            if number == 0 { move(corner) } else { line(corner) }
        }
        if !marker.corners.isEmpty { cairo_close_path(cairo) }
        for (start, end) in marker.strokes {
            move(start)
            line(end)
        }
    }
}
