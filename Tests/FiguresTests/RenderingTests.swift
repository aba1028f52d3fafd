import Figures
import Foundation
import Testing

@Suite struct RenderingTests {
    @Test(arguments: Examples.all.map(\.name)) func bytesAreTheSameAgain(name: String) throws {
        let plot = try #require(Examples.all.first { $0.name == name }?.plot)
        let scene = plot.scene()
        #expect(scene == plot.scene())
        let png = try CairoRenderer.png(scene)
        let pdf = try CairoRenderer.pdf(scene)
        let svg = SVGRenderer.svg(scene)
        #expect(try png == CairoRenderer.png(scene))
        #expect(try pdf == CairoRenderer.pdf(scene))
        #expect(svg == SVGRenderer.svg(scene))
        // Looked at by people: VERIGAP_FIGURES=<folder> keeps them.
        if let folder = ProcessInfo.processInfo.environment["VERIGAP_FIGURES"] {
            for (bytes, ending) in [(png, "png"), (pdf, "pdf"), (svg, "svg")] {
                try Data(bytes).write(to: URL(fileURLWithPath: "\(folder)/\(name).\(ending)"))
            }
        }
    }

    @Test func formatsAreWhatTheySay() throws {
        let scene = Examples.cactus.scene()
        let png = try CairoRenderer.png(scene)
        #expect(png.starts(with: [0x89, 0x50, 0x4E, 0x47]))
        // IHDR: width at 300 dots per inch; then our pHYs chunk of 11811 dots per metre.
        let width = png[16..<20].reduce(0) { $0 << 8 | Int($1) }
        #expect(width == 1020)
        #expect(Array(png[37..<41]) == Array("pHYs".utf8))
        #expect(png[41..<45].reduce(0) { $0 << 8 | Int($1) } == 11811)
        let pdf = String(decoding: try CairoRenderer.pdf(scene), as: UTF8.self)
        #expect(pdf.hasPrefix("%PDF-"))
        #expect(pdf.contains("/CreationDate (20000101000000Z)"))
        let svg = String(decoding: SVGRenderer.svg(scene), as: UTF8.self)
        #expect(svg.hasPrefix("<?xml") && svg.contains("<svg "))
    }
}
