extension Scene {
    /// The drawing with a bold line below it, in a strip of its own: what must go wherever the figure goes.
    public func footed(by text: String, measuring: any TextMeasuring = CairoTextMeasurer()) -> Scene {
        let room = width - 2 * FigureStyle.margin
        let length = measuring.length(of: text, size: FigureStyle.fontSize, isBold: true)
        var builder = SceneBuilder(measuring: measuring)
        builder.text(
            text, width / 2, height + FigureStyle.lineHeight - 1, .middle, isBold: true,
            size: min(FigureStyle.fontSize, FigureStyle.fontSize * room / max(length, 1)))
        var scene = self
        scene.height += FigureStyle.lineHeight + FigureStyle.margin
        scene.instructions += builder.instructions
        return scene
    }
}
