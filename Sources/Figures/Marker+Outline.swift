/// Outlines on a circle of radius 1, scaled to look equally large; the circle itself has neither corners nor strokes.
extension Marker {
    /// The corners of a closed shape.
    var corners: [Point] {
        switch self {
        case .square: [Point(-0.87, -0.87), Point(0.87, -0.87), Point(0.87, 0.87), Point(-0.87, 0.87)]
        case .diamond: [Point(0, -1.2), Point(1.2, 0), Point(0, 1.2), Point(-1.2, 0)]
        case .triangleUp: [Point(0, -1.15), Point(1.05, 0.8), Point(-1.05, 0.8)]
        case .triangleRight: [Point(1.15, 0), Point(-0.8, 1.05), Point(-0.8, -1.05)]
        case .triangleDown: [Point(0, 1.15), Point(1.05, -0.8), Point(-1.05, -0.8)]
        case .circle, .cross, .plus: []
        }
    }

    /// The strokes of an open one.
    var strokes: [(Point, Point)] {
        switch self {
        case .cross: [(Point(-0.8, -0.8), Point(0.8, 0.8)), (Point(-0.8, 0.8), Point(0.8, -0.8))]
        case .plus: [(Point(-1, 0), Point(1, 0)), (Point(0, -1), Point(0, 1))]
        default: []
        }
    }
}
