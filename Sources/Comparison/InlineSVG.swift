import Figures

/// Figures inside a page of HTML.
enum InlineSVG {
    /// The drawing as an element `svg`, its declarations left out. Cairo names its glyphs alike in every drawing; with
    /// `prefix` those of several on one page stay apart.
    static func text(_ scene: Scene, prefix: String) throws(FigureFault) -> String {
        let drawn = String(decoding: try CairoRenderer.svg(scene), as: UTF8.self)
        let start = drawn.firstRange(of: "<svg")?.lowerBound ?? drawn.startIndex
        return String(drawn[start...]).replacing(" id=\"", with: " id=\"\(prefix)")
            .replacing("href=\"#", with: "href=\"#\(prefix)").replacing("url(#", with: "url(#\(prefix)")
    }
}
