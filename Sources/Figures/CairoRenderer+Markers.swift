import CCairo

extension CairoRenderer {
    /// Adds the outline of a marker to the path; shapes are scaled to look equally large.
    static func trace(_ marker: Marker, at point: Point, radius: Double, _ cairo: OpaquePointer) {
        func polygon(_ corners: [(Double, Double)]) {
            for (number, corner) in corners.enumerated() {
                let (x, y) = (point.x + radius * corner.0, point.y + radius * corner.1)
                if number == 0 { cairo_move_to(cairo, x, y) } else { cairo_line_to(cairo, x, y) }
            }
            cairo_close_path(cairo)
        }
        func strokes(_ ends: [(Double, Double)]) {
            for end in ends {
                cairo_move_to(cairo, point.x - radius * end.0, point.y - radius * end.1)
                cairo_line_to(cairo, point.x + radius * end.0, point.y + radius * end.1)
            }
        }
        cairo_new_path(cairo)
        switch marker {
        case .circle:
            cairo_arc(cairo, point.x, point.y, radius, 0, 2 * Double.pi)
            cairo_close_path(cairo)
        case .square: polygon([(-0.87, -0.87), (0.87, -0.87), (0.87, 0.87), (-0.87, 0.87)])
        case .diamond: polygon([(0, -1.2), (1.2, 0), (0, 1.2), (-1.2, 0)])
        case .triangleUp: polygon([(0, -1.15), (1.05, 0.8), (-1.05, 0.8)])
        case .triangleRight: polygon([(1.15, 0), (-0.8, 1.05), (-0.8, -1.05)])
        case .triangleDown: polygon([(0, 1.15), (1.05, -0.8), (-1.05, -0.8)])
        case .cross: strokes([(0.8, 0.8), (0.8, -0.8)])
        case .plus: strokes([(1, 0), (0, 1)])
        }
    }
}
