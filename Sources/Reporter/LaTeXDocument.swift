import Figures
import Tables

/// `report.tex`: every figure and table of a report in one document that compiles where it lies.
struct LaTeXDocument {
    private let report: any ReportContent
    private let suite: String
    private let words = LaTeXText()

    init(_ report: any ReportContent, suite: String) {
        self.report = report
        self.suite = LaTeXText.label(suite)
    }

    /// Floats that TeX can keep until a page has room for them are few.
    private static let floatsAtOnce = 4

    var text: String {
        let floats =
            report.figures.map(figure) + report.tables.filter { !$0.rows.isEmpty }.map { "\\input{tables/\($0.name)}" }
        let body = floats.enumerated().map { number, float in
            float + (number % Self.floatsAtOnce == Self.floatsAtOnce - 1 ? "\n\\clearpage" : "")
        }
        return ([preamble] + body + ["\\end{document}"]).joined(separator: "\n\n") + "\n"
    }

    private var preamble: String {
        let title = words.escaped(report.model.run.title)
        let headline = words.escaped(report.headline)
        return """
            % Every figure and table of this report: pdflatex report.tex, twice, in its folder. A paper takes what it needs by
            % \\input{tables/robust-error}; the first line of each table says which packages it wants.
            \\documentclass{article}
            \\usepackage{\(Table.latexPackages.filter { $0 != "adjustbox" }.joined(separator: ","))}
            \\usepackage[export]{adjustbox}
            \(LaTeXText.unicodeDefinition(for: title + headline))\\title{\\sloppy \(title)}
            \\author{\\texttt{\(words.escaped(suite))}}
            \\date{\(words.escaped(String(report.model.run.startedAt.prefix(10))))}
            \\begin{document}
            \\maketitle
            {\\sloppy\\noindent \(headline)\\par}
            """
    }

    /// A figure at the width for which it was drawn, and no wider or higher than the page has room for beside its caption.
    private func figure(_ figure: ReportFigure) -> String {
        let caption = words.escaped(figure.caption)
        // Some 70 letters a line, some 45 lines a page.
        let lines = Double(figure.caption.count / 60 + 2)
        let height = NumberFormat.fixed(2).text(max(0.3, 0.9 - lines / 42))
        return LaTeXText.unicodeDefinition(for: caption) + """
            \\begin{figure}[tp]
              \\centering\\sloppy
              \\includegraphics[max width=\\linewidth,max height=\(height)\\textheight]{figures/\(figure.name).pdf}
              \\caption{\(caption)}
              \\label{fig:\(suite):\(figure.name)}
            \\end{figure}
            """
    }
}
