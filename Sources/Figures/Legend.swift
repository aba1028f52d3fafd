/// The key to the series: a grid of entries below the axes, never over the data.
struct Legend {
    struct Entry {
        var title: String
        var style: SeriesStyle
        /// Drawn as a box with a median, for distributions.
        var isBox = false
        /// Drawn in outline.
        var isHollow = false
        /// Drawn as a marker alone.
        var isPoint = false
    }

    static let swatchWidth = 20.0
    private static let gap = 4.0
    private static let columnGap = 10.0
    private static let rowHeight = 11.5

    var entries: [Entry]

    /// Draws the entries between `left` and `right` from `top` down; returns the box they fill.
    func draw(in scene: inout SceneBuilder, left: Double, right: Double, top: Double) -> Rect {
        guard !entries.isEmpty else { return Rect(left: left, top: top, right: left, bottom: top) }
        let lead = Self.swatchWidth + Self.gap
        let lines = entries.map { scene.wrapped($0.title, limit: right - left - lead) }
        let widest = lines.joined().map { scene.length($0) }.max() ?? 0
        let columnWidth = lead + widest
        let columns = max(
            1, min(entries.count, Int((right - left + Self.columnGap) / (columnWidth + Self.columnGap))))
        var y = top
        for start in stride(from: 0, to: entries.count, by: columns) {
            let row = start..<min(start + columns, entries.count)
            for index in row {
                let x = left + Double(index - start) * (columnWidth + Self.columnGap)
                swatch(entries[index], x, y + Self.rowHeight / 2, &scene)
                for (number, line) in lines[index].enumerated() {
                    scene.text(line, x + lead, y + 8.6 + Double(number) * FigureStyle.lineHeight)
                }
            }
            y += Self.rowHeight + FigureStyle.lineHeight * Double((row.map { lines[$0].count }.max() ?? 1) - 1)
        }
        let used = Double(columns) * (columnWidth + Self.columnGap) - Self.columnGap
        return Rect(left: left, top: top, right: min(right, left + used), bottom: y).rounded
    }

    private func swatch(_ entry: Entry, _ x: Double, _ y: Double, _ scene: inout SceneBuilder) {
        let style = entry.style
        let (left, right) = (x + 1, x + Self.swatchWidth - 1)
        if entry.isPoint {
            scene.marker(style.marker ?? .circle, (left + right) / 2, y, size: 5, style.color)
            return
        }
        if entry.isBox {
            DistributionPlot.drawBox(
                from: [left, left + 5, (left + right) / 2, right - 5, right], y: y, style: style, in: &scene)
            return
        }
        switch style.form {
        case .bar:
            scene.bar(
                Rect(left: left, top: y - 1.7, right: right, bottom: y + 1.7), style.color, isHollow: entry.isHollow)
        case .line:
            scene.horizontal(y, from: left, to: right, Stroke(color: style.color, width: 1, dashes: style.dashes))
            if let marker = style.marker {
                scene.marker(marker, right - 2, y, size: 5, style.color)
            }
        case .edge:
            scene.vertical(
                (left + right) / 2, from: y - 4.5, to: y + 4.5,
                Stroke(color: style.color, width: 1.1, dashes: style.dashes))
        case .capped: BracketPlot.drawCapped(from: left, to: right, y: y, style.color, in: &scene)
        case .tick:
            scene.vertical((left + right) / 2, from: y - 2.2, to: y + 2.2, Stroke(color: style.color, width: 1.2))
        }
    }
}
