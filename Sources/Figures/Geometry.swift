/// A place on the canvas in points, from the top left corner, y downwards.
public struct Point: Sendable, Hashable, Codable {
    public var x: Double
    public var y: Double

    public init(_ x: Double, _ y: Double) {
        self.x = x
        self.y = y
    }

    /// To a hundredth of a point, so that scenes compare equal across machines.
    var rounded: Point { Point(hundredths(x), hundredths(y)) }
}

/// An upright rectangle in points.
public struct Rect: Sendable, Hashable, Codable {
    public var left: Double
    public var top: Double
    public var right: Double
    public var bottom: Double

    public init(left: Double, top: Double, right: Double, bottom: Double) {
        self.left = left
        self.top = top
        self.right = right
        self.bottom = bottom
    }

    public var width: Double { right - left }
    public var height: Double { bottom - top }
    public var midX: Double { (left + right) / 2 }
    public var midY: Double { (top + bottom) / 2 }

    /// Whether the two share more than an edge.
    public func overlaps(_ other: Rect) -> Bool {
        left < other.right && other.left < right && top < other.bottom && other.top < bottom
    }

    public func contains(_ other: Rect) -> Bool {
        left <= other.left && other.right <= right && top <= other.top && other.bottom <= bottom
    }

    var rounded: Rect {
        Rect(left: hundredths(left), top: hundredths(top), right: hundredths(right), bottom: hundredths(bottom))
    }
}

func hundredths(_ value: Double) -> Double {
    let rounded = (value * 100).rounded() / 100
    return rounded == 0 ? 0 : rounded
}
