/// A finished drawing: absolute instructions, painted in order on a white canvas. Lengths in points.
public struct Scene: Sendable, Hashable, Codable {
    public var title: String
    public var width: Double
    public var height: Double
    public var instructions: [Instruction]
    /// Where the parts of the figure lie: `axes`, `legend`.
    public var regions: [String: Rect]
    /// The family of its letters.
    public var font = FigureStyle.font

    public init(
        title: String, width: Double, height: Double, instructions: [Instruction] = [], regions: [String: Rect] = [:]
    ) {
        self.title = title
        self.width = width
        self.height = height
        self.instructions = instructions
        self.regions = regions
    }

    public enum Instruction: Sendable, Hashable, Codable {
        case rectangle(Rect, fill: Color)
        /// Filled, without an edge; the last point is joined to the first.
        case polygon([Point], fill: Color)
        case polyline([Point], Stroke)
        case marker(Marker, at: Point, size: Double, fill: Color, stroke: Stroke)
        case text(TextRun)
    }

    public var canvas: Rect { Rect(left: 0, top: 0, right: width, bottom: height) }

    /// All text, in order.
    public var texts: [TextRun] {
        instructions.compactMap { if case .text(let run) = $0 { run } else { nil } }
    }
}

/// A line's colour, width and dashes in points (on, off, …; empty is solid).
public struct Stroke: Sendable, Hashable, Codable {
    public var color: Color
    public var width: Double
    public var dashes: [Double]

    public init(color: Color, width: Double, dashes: [Double] = []) {
        self.color = color
        self.width = width
        self.dashes = dashes
    }
}

/// The shape of a data point.
public enum Marker: String, Sendable, Hashable, Codable, CaseIterable {
    case circle, square, diamond, triangleUp, triangleRight, triangleDown, cross, plus
}

/// One line of text.
public struct TextRun: Sendable, Hashable, Codable {
    public enum Anchor: String, Sendable, Hashable, Codable { case start, middle, end }

    public var text: String
    /// On the baseline, at the anchor.
    public var at: Point
    public var size: Double
    public var anchor: Anchor
    public var isBold: Bool
    public var color: Color
    /// Whether it reads upwards.
    public var isVertical: Bool
    /// Advance width as measured.
    public var length: Double

    public init(
        _ text: String, at: Point, size: Double, anchor: Anchor, isBold: Bool, color: Color, isVertical: Bool,
        length: Double
    ) {
        self.text = text
        self.at = at
        self.size = size
        self.anchor = anchor
        self.isBold = isBold
        self.color = color
        self.isVertical = isVertical
        self.length = length
    }

    /// The rectangle that the letters need, with ascent and descent of the font.
    public var extent: Rect {
        let before = anchor == .start ? 0 : anchor == .middle ? length / 2 : length
        let (ascent, descent) = (0.76 * size, 0.24 * size)
        guard isVertical else {
            return Rect(
                left: at.x - before, top: at.y - ascent, right: at.x - before + length, bottom: at.y + descent)
        }
        return Rect(left: at.x - ascent, top: at.y + before - length, right: at.x + descent, bottom: at.y + before)
    }
}
