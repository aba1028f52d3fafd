import Tables
import Testing

/// Tables fit where papers put them, and say all that they must.
@Suite("LaTeX that fits") struct LaTeXLayoutTests {
    /// A table of numbers in so many columns, each called `title`.
    private func numbers(_ columns: Int, title: String = "LP-GREEDY ≤", rows: Int = 3) -> Table {
        Table(
            name: "t", caption: "What.",
            columns: [.init("network", title: "network", alignment: .left)]
                + (0..<columns).map { .init("c\($0)", title: title, format: .fixed(2)) },
            rows: (0..<rows).map { _ in
                .init([.text("ADV-MLP-B-0.03")] + (0..<columns).map { _ in .number(12.34) })
            })
    }

    @Test func widthDecidesWhereATableStands() {
        let narrow = numbers(1).latex()
        #expect(narrow.contains("\\begin{table}[tp]") && narrow.contains("LP-GREEDY $\\leq$"))
        // Titles are broken before letters shrink.
        let stacked = numbers(3).latex()
        #expect(stacked.contains("\\begin{table}[tp]"))
        #expect(stacked.contains("\\begin{tabular}[b]{@{}r@{}}LP- \\\\ GREEDY \\\\ $\\leq$\\end{tabular}"))
        let wide = numbers(6).latex()
        #expect(wide.contains("\\begin{table*}[tp]") && wide.contains("\\end{table*}"))
        let side = numbers(10).latex()
        #expect(
            side.contains("\\begin{landscape}") && side.hasPrefix("% \\usepackage{booktabs,longtable,lscape,xcolor}\n"))
        #expect(side.contains("\\onecolumn") && side.hasSuffix("\\end{landscape}\n\\verigapcolumns\n"))
    }

    @Test func wideTextBecomesParagraphs() {
        let words = String(repeating: "words that go on and on ", count: 8)
        let table = Table(
            name: "t", caption: "What.",
            columns: [.init("a", title: "a", alignment: .left), .init("b", title: "b")],
            rows: [.init([.text(words), .number(1)])])
        let latex = table.latex()
        #expect(latex.contains("{@{}>{\\raggedright\\arraybackslash}p{\\dimexpr1.000\\linewidth-"))
        #expect(latex.hasPrefix("% \\usepackage{adjustbox,array,booktabs,xcolor}\n"))
        // Many lines of it are more than a page.
        let long = Table(
            name: "t", caption: "What.", columns: table.columns,
            rows: Array(repeating: table.rows[0], count: 20))
        #expect(!long.latex().contains("\\begin{table") && long.latex().contains("\\begin{longtable}"))
        #expect(table.latex().contains("\\begin{table*}"))
    }

    /// Names, paths and hashes have no place where TeX would break them.
    @Test func whatIsNoWordCanBeBroken() {
        let hash = String(repeating: "0123456789abcdef", count: 4)
        let text = LaTeXText().escaped("counterexample salman2019/experiment_1/ADV_MLP \(hash)")
        #expect(text.hasPrefix("counterexample salman2019/\\allowbreak{}experiment\\_\\allowbreak{}1/"))
        #expect(
            text.split(separator: "\\allowbreak{}").allSatisfy { $0.count < 60 } && text.contains("0123456789ab\\allow")
        )
        // Where they stand alone in a cell nothing is broken.
        #expect(LaTeXText().name("a/b_c") == "a/b\\_c")
        // A hyphen stays a hyphen wherever the word is broken.
        #expect(LaTeXText().escaped("x12345678901-a") == "x12345678901-a")
    }

    @Test func remarksBecomeMarks() {
        func table(_ suffixes: [String?]) -> String {
            Table(
                name: "t", caption: "What.", columns: [.init("a", title: "a")],
                rows: suffixes.map { .init([.init(.number(1), suffix: $0)]) }
            ).latex()
        }
        let few = table([" (n = 50)", nil, " (n = 100)", " (n = 50)", "+"])
        #expect(few.components(separatedBy: "1\\rlap{\\textsuperscript{\\ddag{}}} \\\\").count == 3)
        #expect(few.contains("1\\rlap{\\textsuperscript{\\S{}}} \\\\") && few.contains("    1+ \\\\"))
        #expect(few.contains("{\\footnotesize \\ddag{} n = 50. \\S{} n = 100.\\par}"))
        // More than there are signs for: numbers.
        let many = table((1...9).map { " (n = \($0))" })
        #expect(many.contains("\\textsuperscript{(9)}") && many.contains("(9) n = 9.") && !many.contains("\\ddag"))
        #expect(!table([nil]).contains("textsuperscript"))
    }

    @Test func noCaptionIsEmpty() {
        let table = Table(name: "margin-differences", caption: "", columns: [.init("a", title: "a")])
        #expect(table.latex().contains("\\caption{margin differences.}"))
    }

    @Test func labelsNameTheSuite() {
        #expect(numbers(1).latex(prefix: "mnist-lpd").contains("\\label{tab:mnist-lpd:t}"))
        #expect(numbers(1).latex(prefix: "a_b+ü").contains("\\label{tab:a-b--:t}"))
        #expect(numbers(1).latex().contains("\\label{tab:t}"))
    }

    @Test func namesHaveTheirLaTeX() {
        let table = Table(
            name: "t", caption: "Of LP and LP-ALL.",
            columns: [.init("a", title: "LP-ALL† ≤", alignment: .left)],
            rows: [.init([.text("LP-ALL − LP")]), .init([.text("LPX LP_1 [LP]")])])
        let latex = table.latex(names: ["LP": "\\textsc{lp}", "LP-ALL": "LP$_\\infty$"])
        #expect(latex.contains("{LP$_\\infty$}\\dag{} $\\leq$ \\\\"))
        #expect(latex.contains("{LP$_\\infty$} $-$ {\\textsc{lp}} \\\\"))
        // Words that merely contain a name stay what they are; sentences say the plain name.
        #expect(
            latex.contains("LPX {\\textsc{lp}}\\_1 [{\\textsc{lp}}] \\\\")
                && latex.contains("\\caption{Of LP and LP-ALL.}"))
        #expect(table.latex(names: [:]) == table.latex())
    }

    /// A title is broken, and a paragraph too, but no name in the midst of its LaTeX.
    @Test func namesAreNotBroken() {
        let table = Table(
            name: "t", caption: "What.",
            columns: [.init("a", title: "paper", alignment: .left)]
                + (0..<6).map { .init("b\($0)", title: "paper MY-LP ≤", format: .fixed(2)) },
            rows: [
                .init(
                    [.text(String(repeating: "one of ", count: 30) + "MY-LP")] + (0..<6).map { _ in .number(1) })
            ])
        let latex = table.latex(names: ["MY-LP": "\\textsc{lp}$_1$"])
        #expect(latex.contains("paper \\\\ {\\textsc{lp}$_1$} \\\\ $\\leq$\\end{tabular}"))
        #expect(latex.contains("one of {\\textsc{lp}$_1$} & 1.00"))
        #expect(table.latex().contains("paper \\\\ MY-LP \\\\ $\\leq$") || table.latex().contains("MY- \\\\ LP"))
    }

    @Test func printShowsChosenColumns() {
        var table = Table(
            name: "t", caption: "What.",
            columns: [
                .init("n", title: "n"), .init("a", title: "A", about: "a"), .init("b", title: "B", about: "b"),
                .init("c", title: "C", about: "c"), .init("end", title: "end"),
            ], rows: [.init([1, 2, 3, 4, 5].map { .number($0) })])
        let csv = table.csv
        table.order = ["c", "a", "x"]
        #expect(table.markdown.contains("|   n |   C |   A | end |"))
        #expect(table.latex().contains("    1 & 4 & 2 & 5 \\\\") && table.csv == csv)
        // None of them are here: all.
        table.order = ["x"]
        #expect(table.markdown.contains("|   n |   A |   B |   C | end |"))
    }
}
