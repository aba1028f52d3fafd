import Figures
import Testing

@Suite("Figures too tall for a page") struct PieceTests {
    private func tall(rows: Int, series: Int) -> BracketPlot {
        BracketPlot(
            title: "Tall", axisTitle: "robust error (%)", noteTitle: "gap",
            series: (0..<series).map { .init("method \($0) ≤", .line($0)) },
            rows: (0..<rows).map { number in
                .init(
                    network: "N\(number / 2)", epsilon: number % 2 == 0 ? "2/255" : "8/255",
                    brackets: (0..<series).map {
                        .init(series: $0, lower: 1, upper: Double(1 + number % 40 + $0))
                    })
            })
    }

    @Test(arguments: [(250, 9), (200, 10), (40, 3)]) func allRowsOnTheSameAxis(rows: Int, series: Int) throws {
        let plot = tall(rows: rows, series: series)
        let pieces = try #require(plot.pieces() as? [BracketPlot])
        #expect(pieces.count > 1)
        #expect(pieces.flatMap(\.rows) == plot.rows)
        let whole = plot.scene()
        let ticks = Set(whole.texts.map(\.text).filter { Double($0) != nil })
        for (number, piece) in pieces.enumerated() {
            let scene = piece.scene()
            #expect(scene.height <= FigureStyle.pageHeight)
            #expect(piece.title == "Tall (part \(number + 1) of \(pieces.count))")
            #expect(Set(scene.texts.map(\.text).filter { Double($0) != nil }) == ticks, "other axis")
            // Whose rows they are is said on every page.
            #expect(scene.texts.contains { $0.text == piece.rows[0].network })
            #expect(try !CairoRenderer.png(scene).isEmpty)
        }
    }

    @Test func distributionsKeepTheirAxis() throws {
        let row = { (number: Int) in
            DistributionPlot.Row(
                network: "N\(number)", epsilon: "0.1",
                boxes: [.init(series: 0, p5: 0.01, p25: 0.1, median: 1, p75: 2, p95: number == 99 ? 900 : 3)])
        }
        let plot = DistributionPlot(
            title: "Tall", axisTitle: "difference", series: [.init("A − B", .line(0))], rows: (0..<100).map(row))
        let pieces = try #require(plot.pieces() as? [DistributionPlot])
        #expect(pieces.count > 1 && pieces.flatMap(\.rows) == plot.rows)
        for piece in pieces { #expect(piece.scene().texts.contains { $0.text == "1000" }) }
    }

    @Test func panelsAreDividedToo() throws {
        var plot = Examples.curves
        plot.panels = (0..<40).map { number in
            var panel = plot.panels[0]
            panel.title = "N\(number)"
            return panel
        }
        let pieces = try #require(plot.pieces() as? [BoundCurvesPlot])
        #expect(pieces.count > 1 && pieces.flatMap(\.panels) == plot.panels)
        #expect(pieces.allSatisfy { $0.scene().height <= FigureStyle.pageHeight })
    }

    @Test func whatFitsStaysWhole() {
        #expect(Examples.brackets.pieces().count == 1)
        #expect(Examples.brackets.pieces()[0].title == Examples.brackets.title)
    }

    /// A single row with more methods than a page has room for, and than Cairo draws at full resolution.
    @Test func oneRowIsAlwaysDrawn() throws {
        let plot = tall(rows: 2, series: 900)
        let pieces = plot.pieces()
        #expect(pieces.count == 2)
        for piece in pieces {
            let scene = piece.scene()
            #expect(scene.height > 7864, "else this tests nothing")
            #expect(try !CairoRenderer.png(scene).isEmpty)
        }
    }
}
