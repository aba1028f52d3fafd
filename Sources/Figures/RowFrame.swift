/// The frame of figures with one row per network and ε: labels on the left, a shared axis below, the legend under it.
struct RowFrame {
    struct Row {
        /// The network; left empty where it is the row before's.
        var label: String
        /// In grey under the label; empty for none.
        var remark = ""
        /// ε.
        var sublabel: String
        /// Printed right of the axes.
        var note: String
        var lanes: Int
    }

    var rows: [Row]
    /// Over label, sublabel and note.
    var headers: (label: String, sublabel: String, note: String)
    var scale: Scale
    var axisTitle: String
    /// Whether the first tick stands for all values at or below it.
    var collectsBelow = false
    var entries: [Legend.Entry]

    static let lanePitch = 4.3
    private static let rowPadding = 3.2

    /// Where things are.
    struct Placement {
        var axes: Rect
        var legend: Rect
        /// Vertical range per row.
        var rows: [ClosedRange<Double>]
        var height: Double

        func x(_ value: Double, on scale: Scale) -> Double { axes.left + scale.position(of: value) * axes.width }

        /// The middle of a lane of a row that has `lanes`.
        func y(row: Int, lane: Int, of lanes: Int) -> Double {
            let middle = (rows[row].lowerBound + rows[row].upperBound) / 2
            return middle + (Double(lane) - Double(lanes - 1) / 2) * RowFrame.lanePitch
        }
    }

    /// Draws all but the data; what is drawn later lies above it.
    func draw(in scene: inout SceneBuilder, width: Double) -> Placement {
        let margin = FigureStyle.margin
        let sublabelWidth = widest(rows.map(\.sublabel) + [headers.sublabel], scene)
        let noteWidth = widest(rows.map(\.note) + [headers.note], scene)
        let limit = 0.3 * width
        let lines = rows.map { row -> [(text: String, color: Color)] in
            let label = row.label.isEmpty && !row.remark.isEmpty ? [] : scene.wrapped(row.label, limit: limit)
            let remark = row.remark.isEmpty ? [] : scene.wrapped(row.remark, limit: limit)
            return label.map { ($0, .ink) } + remark.map { ($0, .grey) }
        }
        let labelWidth = max(lines.joined().map { scene.length($0.text) }.max() ?? 0, scene.length(headers.label))
        let tickWidth = widest(scale.ticks(limit: 6).map(\.label), scene)
        let left = margin + labelWidth + 6 + sublabelWidth + 5
        let right = width - margin - max(noteWidth > 0 ? noteWidth + 5 : 0, tickWidth / 2)
        let hasHeaders = !(headers.label + headers.sublabel + headers.note).isEmpty
        var y = margin + (hasHeaders ? FigureStyle.lineHeight + 1 : 2)
        var ranges = [ClosedRange<Double>]()
        for (row, lines) in zip(rows, lines) {
            let height = max(
                Double(row.lanes) * Self.lanePitch + 2 * Self.rowPadding,
                Double(lines.count) * FigureStyle.lineHeight + 2)
            ranges.append(y...y + height)
            y += height
        }
        let axes = Rect(left: left, top: ranges.first?.lowerBound ?? y, right: right, bottom: y)
        if hasHeaders {
            scene.text(headers.label, margin, axes.top - 4, color: .grey)
            scene.text(headers.sublabel, left - 5, axes.top - 4, .end, color: .grey)
            scene.text(headers.note, width - margin, axes.top - 4, .end, color: .grey)
        }
        for (number, range) in ranges.enumerated() {
            if number % 2 == 0 {
                scene.rectangle(
                    Rect(left: left, top: range.lowerBound, right: right, bottom: range.upperBound), .band)
            }
            let middle = (range.lowerBound + range.upperBound) / 2
            let top = middle - Double(lines[number].count - 1) / 2 * FigureStyle.lineHeight + 2.9
            for (number, line) in lines[number].enumerated() {
                scene.text(line.text, margin, top + Double(number) * FigureStyle.lineHeight, color: line.color)
            }
            scene.text(rows[number].sublabel, left - 5, middle + 2.9, .end)
            scene.text(rows[number].note, width - margin, middle + 2.9, .end)
        }
        let axisBottom = drawAxis(axes, in: &scene)
        let legend = Legend(entries: entries).draw(
            in: &scene, left: margin, right: width - margin, top: axisBottom + 4)
        return Placement(
            axes: axes.rounded, legend: legend, rows: ranges, height: hundredths(legend.bottom + margin))
    }

    /// Grid, axis line, tick labels and title; returns the bottom of the title.
    private func drawAxis(_ axes: Rect, in scene: inout SceneBuilder) -> Double {
        let widest = widest(scale.ticks(limit: 8).map(\.label), scene)
        let ticks = scale.ticks(limit: max(2, Int(axes.width / (widest + 9)) + 1))
        for tick in ticks where !tick.label.isEmpty || scale.kind == .logarithmic {
            let x = axes.left + scale.position(of: tick.value) * axes.width
            if !tick.label.isEmpty { scene.vertical(x, from: axes.top, to: axes.bottom, FigureStyle.gridLine) }
            scene.vertical(
                x, from: axes.bottom, to: axes.bottom + (tick.label.isEmpty ? 1.5 : 2.5), FigureStyle.axisLine)
        }
        scene.horizontal(axes.bottom, from: axes.left, to: axes.right, FigureStyle.axisLine)
        let baseline = axes.bottom + FigureStyle.tickGap + 6.6
        for (number, tick) in ticks.filter({ !$0.label.isEmpty }).enumerated() {
            let x = axes.left + scale.position(of: tick.value) * axes.width
            scene.text(collectsBelow && number == 0 ? "≤ " + tick.label : tick.label, x, baseline, .middle)
        }
        // Centred under the axes where that fits, else flush with their right end.
        var y = baseline + 1
        for line in scene.wrapped(axisTitle, limit: axes.right - FigureStyle.margin) {
            let length = scene.length(line)
            y += FigureStyle.lineHeight
            scene.text(line, min(axes.midX, axes.right - length / 2), y, .middle)
        }
        return y + 2.5
    }

    private func widest(_ texts: [String], _ scene: SceneBuilder) -> Double {
        texts.map { scene.length($0) }.max() ?? 0
    }
}
