import Figures
import SuiteFiles
import Tables

/// How the suite wants tables and figures.
extension ReportModel {
    /// Percentages.
    var percentFormat: NumberFormat { .fixed(suite.tables.decimals ?? 2) }

    /// Differences of percentages.
    var differenceFormat: NumberFormat { .signed(suite.tables.decimals ?? 2) }

    /// Sizes and distances, with so many significant digits unless the suite says how many stand behind the point.
    func sizeFormat(significant digits: Int) -> NumberFormat {
        suite.tables.decimals.map { .fixed($0) } ?? .significant(digits)
    }

    /// LaTeX of names, by what they are called elsewhere.
    var texNames: [String: String] {
        let shown = Set(rows.map(\.network))
        let networks = suite.networks.filter { shown.contains($0.id) }.map { ($0.label?.plain ?? $0.id, $0.label?.tex) }
        let pairs = (networks + methods.map { ($0.name, $0.tex) }).compactMap { name, tex in tex.map { (name, $0) } }
        return Dictionary(pairs) { first, _ in first }
    }

    /// What figures are drawn in.
    var figureForm: FigureForm {
        var form = FigureForm()
        form.width = suite.figures.width ?? form.width
        form.fontSize = suite.figures.fontSize ?? form.fontSize
        form.font = suite.figures.font ?? form.font
        return form
    }
}

extension Table {
    /// With the columns of bounds that the suite wants, in its order.
    func arranged(_ style: TableStyle) -> Table {
        var table = self
        table.order = style.columns.map(\.name)
        return table
    }
}
