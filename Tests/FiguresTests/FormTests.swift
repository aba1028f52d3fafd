import Figures
import Foundation
import Testing

/// Figures at other widths, in other letters, and as text.
@Suite("Forms of figures") struct FormTests {
    @Test func theHousesOwnFormChangesNothing() {
        let plot = Examples.brackets
        #expect(plot.scene(FigureForm()) == plot.scene())
        #expect(plot.scene(FigureForm(), footer: "Not finished.") == plot.scene().footed(by: "Not finished."))
    }

    @Test func widthAndLettersAreThoseAskedFor() {
        var form = FigureForm()
        (form.width, form.fontSize) = (510, 10)
        for (name, plot) in Examples.all {
            let scene = plot.scene(form)
            #expect(scene.width == 510, "\(name)")
            #expect(scene.texts.map(\.size).max() ?? 10 == 10, "\(name)")
            // Laid out for letters of 8 pt, then enlarged as a whole.
            let plain = plot.scene(width: 510 * 8 / 10)
            #expect(scene.instructions.count == plain.instructions.count)
            #expect(abs(scene.height - plain.height * 1.25) < 0.02)
            for (large, small) in zip(scene.texts, plain.texts) {
                #expect(large.text == small.text && abs(large.at.x - 1.25 * small.at.x) < 0.02)
            }
        }
    }

    @Test func fontsThatAreNotHereAreKnown() throws {
        #expect(InstalledFonts.has(FigureStyle.font))
        #expect(!InstalledFonts.has("No Such Font of Anybody"))
        #expect(Examples.cactus.scene().font == FigureStyle.font)
        var form = FigureForm()
        form.font = "DejaVu Sans Mono"
        try #require(InstalledFonts.has(form.font))
        let scene = Examples.cactus.scene(form)
        #expect(scene.font == form.font && scene.texts.map(\.length) != Examples.cactus.scene().texts.map(\.length))
        #expect(String(decoding: SVGRenderer.svg(scene), as: UTF8.self).contains("font-family=\"'DejaVu Sans Mono', "))
    }

    /// Every text of the drawing can be selected, and the whole is XML with a title.
    @Test(arguments: Examples.all.map(\.name)) func textIsText(name: String) throws {
        let scene = try #require(Examples.all.first { $0.name == name }?.plot).scene()
        let reader = SVGReader(scene)
        #expect(reader.isWellFormed)
        #expect(reader.title == scene.title)
        #expect(reader.texts == scene.texts.map(\.text))
        let shapes = scene.instructions.count - scene.texts.count
        // The canvas is one more.
        #expect(reader.shapes == shapes + 1)
    }

    @Test func whatXMLCannotHoldIsLeftOut() {
        var plot = Examples.cactus
        plot.title = "a<b & \"c\" \u{1}'d'"
        let reader = SVGReader(plot.scene())
        #expect(reader.isWellFormed && reader.title == "a<b & \"c\" 'd'")
    }

    @Test func limitsBelongToTheirMethods() {
        let style = SeriesStyle.line(0)
        func colors(_ limits: [Double?]) -> (titles: [String], strokes: Set<String>) {
            let plot = CactusPlot(
                title: "t",
                series: limits.enumerated().map { number, limit in
                    .init("M\(number) (1/2)", .line(number), seconds: [0.1], limit: limit)
                })
            let dotted = plot.scene().instructions.compactMap { instruction -> Stroke? in
                if case .polyline(_, let stroke) = instruction, stroke.dashes == [1, 1.5] { stroke } else { nil }
            }
            return (
                plot.scene().texts.map(\.text).filter { $0.hasPrefix("limit of") },
                Set(dotted.map { $0.color.description })
            )
        }
        #expect(colors([5, nil]).titles == ["limit of M0"])
        #expect(colors([5, nil]).strokes == [style.color.description])
        #expect(colors([5, 5]).titles == ["limit of M0, M1"])
        #expect(colors([5, 5]).strokes == [Color.grey.description])
        #expect(colors([9, 5]).titles == ["limit of M1", "limit of M0"])
        #expect(colors([nil, nil]).titles.isEmpty)
    }
}
