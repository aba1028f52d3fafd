/// Writes scenes as SVG: text is text, to be selected, searched and edited, and the figure says its title. The same scene
/// gives the same bytes.
public enum SVGRenderer {
    public static func svg(_ scene: Scene) -> [UInt8] {
        Array(("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n" + element(scene)).utf8)
    }

    /// The element alone, as it may stand inside HTML. It has no `id`, so that many may stand in one page.
    ///
    /// Every text is as long as it was measured, whatever font a reader has in the place of the figure's.
    public static func element(_ scene: Scene) -> String {
        let title = escaped(scene.title)
        let (width, height) = (number(scene.width), number(scene.height))
        let lines =
            [
                "<svg xmlns=\"http://www.w3.org/2000/svg\" width=\"\(width)pt\" height=\"\(height)pt\" "
                    + "viewBox=\"0 0 \(width) \(height)\" role=\"img\" aria-label=\"\(title)\" "
                    + "font-family=\"'\(escaped(scene.font))', Verdana, sans-serif\" stroke-linejoin=\"round\">",
                "<title>\(title)</title>",
                "<rect width=\"\(width)\" height=\"\(height)\" fill=\"\(Color.white)\"/>",
            ] + scene.instructions.map(text) + ["</svg>"]
        return lines.joined(separator: "\n") + "\n"
    }

    private static func text(_ instruction: Scene.Instruction) -> String {
        switch instruction {
        case .rectangle(let rect, let fill):
            "<rect x=\"\(number(rect.left))\" y=\"\(number(rect.top))\" width=\"\(number(rect.width))\" "
                + "height=\"\(number(rect.height))\" fill=\"\(fill)\"/>"
        case .polygon(let points, let fill): "<polygon points=\"\(list(points))\" fill=\"\(fill)\"/>"
        case .polyline(let points, let stroke):
            "<polyline points=\"\(list(points))\" fill=\"none\" \(attributes(stroke))/>"
        case .marker(let marker, let point, let size, let fill, let stroke):
            shape(marker, at: point, radius: size / 2, "fill=\"\(fill)\" \(attributes(stroke))")
        case .text(let run): text(run)
        }
    }

    private static func text(_ run: TextRun) -> String {
        let anchor = run.anchor == .start ? "" : " text-anchor=\"\(run.anchor.rawValue)\""
        let length =
            run.length > 0 ? " textLength=\"\(number(run.length))\" lengthAdjust=\"spacingAndGlyphs\"" : ""
        let turn = run.isVertical ? " transform=\"rotate(-90 \(number(run.at.x)) \(number(run.at.y)))\"" : ""
        return "<text x=\"\(number(run.at.x))\" y=\"\(number(run.at.y))\" font-size=\"\(number(run.size))\""
            + (run.isBold ? " font-weight=\"bold\"" : "") + "\(anchor)\(length)\(turn) fill=\"\(run.color)\">"
            + "\(escaped(run.text))</text>"
    }

    private static func shape(_ marker: Marker, at point: Point, radius: Double, _ attributes: String) -> String {
        if marker == .circle {
            return "<circle cx=\"\(number(point.x))\" cy=\"\(number(point.y))\" r=\"\(number(radius))\" \(attributes)/>"
        }
        func at(_ corner: Point) -> Point { Point(point.x + radius * corner.x, point.y + radius * corner.y) }
        let path =
            marker.corners.isEmpty
            ? marker.strokes.map { "M\(pair(at($0.0)))L\(pair(at($0.1)))" }.joined()
            : marker.corners.enumerated().map { ($0.offset == 0 ? "M" : "L") + pair(at($0.element)) }.joined() + "Z"
        return "<path d=\"\(path)\" \(attributes)/>"
    }

    private static func attributes(_ stroke: Stroke) -> String {
        "stroke=\"\(stroke.color)\" stroke-width=\"\(number(stroke.width))\""
            + (stroke.dashes.isEmpty
                ? "" : " stroke-dasharray=\"\(stroke.dashes.map(number).joined(separator: " "))\"")
    }

    private static func list(_ points: [Point]) -> String { points.map(pair).joined(separator: " ") }
    private static func pair(_ point: Point) -> String { "\(number(point.x)),\(number(point.y))" }

    /// To a hundredth.
    private static func number(_ value: Double) -> String {
        let rounded = hundredths(value)
        return rounded == rounded.rounded() ? "\(Int(rounded))" : "\(rounded)"
    }

    /// What XML cannot hold is left out.
    private static func escaped(_ text: String) -> String {
        text.unicodeScalars.reduce(into: "") { escaped, scalar in
            switch scalar {
            case "&": escaped += "&amp;"
            case "<": escaped += "&lt;"
            case ">": escaped += "&gt;"
            case "\"": escaped += "&quot;"
            case "'": escaped += "&#39;"
            case "\u{0}"..<" ", "\u{FFFE}", "\u{FFFF}": break
            default: escaped.unicodeScalars.append(scalar)
            }
        }
    }
}
