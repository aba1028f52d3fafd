/// Collects instructions, measuring text and rounding coordinates on the way.
struct SceneBuilder {
    private(set) var instructions = [Scene.Instruction]()
    let measuring: any TextMeasuring

    init(measuring: any TextMeasuring) { self.measuring = measuring }

    mutating func rectangle(_ rect: Rect, _ fill: Color) {
        instructions.append(.rectangle(rect.rounded, fill: fill))
    }

    mutating func polygon(_ points: [Point], _ fill: Color) {
        instructions.append(.polygon(points.map(\.rounded), fill: fill))
    }

    mutating func line(_ points: [Point], _ stroke: Stroke) {
        instructions.append(.polyline(points.map(\.rounded), stroke))
    }

    mutating func horizontal(_ y: Double, from left: Double, to right: Double, _ stroke: Stroke) {
        line([Point(left, y), Point(right, y)], stroke)
    }

    mutating func vertical(_ x: Double, from top: Double, to bottom: Double, _ stroke: Stroke) {
        line([Point(x, top), Point(x, bottom)], stroke)
    }

    /// A filled bar, or its outline around white.
    mutating func bar(_ rect: Rect, _ color: Color, isHollow: Bool) {
        rectangle(rect, color)
        guard isHollow else { return }
        let rim = min(0.8, rect.width / 4)
        rectangle(
            Rect(left: rect.left + rim, top: rect.top + 0.8, right: rect.right - rim, bottom: rect.bottom - 0.8), .white
        )
    }

    /// A marker with a thin white rim, so that it stands out from lines and its neighbours; or its outline around white.
    mutating func marker(
        _ marker: Marker, _ x: Double, _ y: Double, size: Double, _ color: Color, isHollow: Bool = false
    ) {
        let isOpen = marker == .cross || marker == .plus
        let stroke =
            isOpen
            ? Stroke(color: color, width: isHollow ? 0.5 : 1)
            : isHollow ? Stroke(color: color, width: 0.8) : Stroke(color: .white, width: 0.4)
        instructions.append(
            .marker(
                marker, at: Point(x, y).rounded, size: isHollow ? size - 0.8 : size,
                fill: isHollow && !isOpen ? .white : color, stroke: stroke))
    }

    mutating func text(
        _ text: String, _ x: Double, _ y: Double, _ anchor: TextRun.Anchor = .start, isBold: Bool = false,
        color: Color = .ink, isVertical: Bool = false, size: Double = FigureStyle.fontSize
    ) {
        instructions.append(
            .text(
                TextRun(
                    text, at: Point(x, y).rounded, size: size, anchor: anchor, isBold: isBold, color: color,
                    isVertical: isVertical, length: hundredths(length(text, isBold: isBold, size: size)))))
    }

    func length(_ text: String, isBold: Bool = false, size: Double = FigureStyle.fontSize) -> Double {
        measuring.length(of: text, size: size, isBold: isBold)
    }

    /// `text` in lines no longer than `limit`: broken behind spaces and hyphens, inside a word only where one
    /// alone is too long.
    func wrapped(_ text: String, limit: Double) -> [String] {
        var lines = [""]
        for piece in pieces(of: text) {
            let line = lines.removeLast()
            if line.isEmpty || length((line + piece).trimmed) <= limit {
                lines.append(line + piece)
            } else {
                lines += [line, piece]
            }
            while let last = lines.last, length(last.trimmed) > limit, last.count > 1 {
                var head = last
                while head.count > 1, length(head.trimmed) > limit { head.removeLast() }
                lines.removeLast()
                lines += [head, String(last.dropFirst(head.count))]
            }
        }
        return lines.map(\.trimmed)
    }

    private func pieces(of text: String) -> [String] {
        var pieces = [""]
        for character in text {
            pieces[pieces.count - 1].append(character)
            if character == " " || character == "-" || character == "_" { pieces.append("") }
        }
        return pieces.filter { !$0.isEmpty }
    }
}

extension String {
    /// Without spaces at its end.
    fileprivate var trimmed: String {
        var text = self
        while text.last == " " { text.removeLast() }
        return text
    }
}
