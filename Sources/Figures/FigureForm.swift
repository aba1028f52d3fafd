/// What figures are drawn in: how wide they are, and in which letters.
public struct FigureForm: Sendable, Hashable {
    /// In points of 1/72 in.
    public var width = FigureStyle.columnWidth
    /// In points of 1/72 in; lines and marks grow with it.
    public var fontSize = FigureStyle.fontSize
    /// The family of the letters.
    public var font = FigureStyle.font

    public init() {}

    /// How many times as large as in the house's own style everything is.
    var scale: Double { fontSize / FigureStyle.fontSize }
}

extension Plot {
    /// The drawing in `form`, with `footer` in a strip of its own below it.
    public func scene(_ form: FigureForm, footer: String? = nil) -> Scene {
        let measurer = CairoTextMeasurer(font: form.font)
        var scene = self.scene(width: form.width / form.scale, measuring: measurer)
        if let footer { scene = scene.footed(by: footer, measuring: measurer) }
        scene.font = form.font
        return scene.scaled(by: form.scale)
    }
}

extension Scene {
    /// The same drawing, all of its lengths times `factor`.
    func scaled(by factor: Double) -> Scene {
        guard factor != 1 else { return self }
        var scene = self
        scene.width = hundredths(width * factor)
        scene.height = hundredths(height * factor)
        scene.instructions = instructions.map { $0.scaled(by: factor) }
        scene.regions = regions.mapValues { $0.scaled(by: factor) }
        return scene
    }
}

extension Scene.Instruction {
    fileprivate func scaled(by factor: Double) -> Self {
        switch self {
        case .rectangle(let rect, let fill): .rectangle(rect.scaled(by: factor), fill: fill)
        case .polygon(let points, let fill): .polygon(points.map { $0.scaled(by: factor) }, fill: fill)
        case .polyline(let points, let stroke):
            .polyline(points.map { $0.scaled(by: factor) }, stroke.scaled(by: factor))
        case .marker(let marker, let point, let size, let fill, let stroke):
            .marker(
                marker, at: point.scaled(by: factor), size: size * factor, fill: fill, stroke: stroke.scaled(by: factor)
            )
        case .text(let run): .text(run.scaled(by: factor))
        }
    }
}

extension Point {
    fileprivate func scaled(by factor: Double) -> Point { Point(x * factor, y * factor).rounded }
}

extension Rect {
    fileprivate func scaled(by factor: Double) -> Rect {
        Rect(left: left * factor, top: top * factor, right: right * factor, bottom: bottom * factor).rounded
    }
}

extension Stroke {
    fileprivate func scaled(by factor: Double) -> Stroke {
        Stroke(color: color, width: width * factor, dashes: dashes.map { $0 * factor })
    }
}

extension TextRun {
    fileprivate func scaled(by factor: Double) -> TextRun {
        var run = self
        run.at = at.scaled(by: factor)
        run.size = size * factor
        run.length = hundredths(length * factor)
        return run
    }
}
