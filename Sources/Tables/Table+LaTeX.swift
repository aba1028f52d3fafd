extension Table {
    /// Packages that the LaTeX of some table needs, by name.
    public static let latexPackages = ["adjustbox", "array", "booktabs", "longtable", "lscape", "xcolor"]

    /// A table in the manner of booktabs that fits where it is put: `table` where a column of a two-column paper has room for
    /// it, `table*` where only the whole text has, `longtable` where a page is too short (of a two-column paper, on pages of its own
    /// in one column), on its side where the text is too narrow. It is set as large as fits; titles are broken, wide text is set
    /// in paragraphs, remarks behind numbers become marks that are explained below.
    ///
    /// Caveats stand in the caption, which is never empty; the label is `tab:<prefix>:<name>`. The first line says which
    /// packages it needs. Compiles with pdflatex, xelatex and lualatex alike.
    ///
    /// - Parameters:
    ///   - prefix: sets the label off from those of other reports: the suite.
    ///   - names: LaTeX of names in cells and titles, by the names.
    public func latex(prefix: String = "", names: [String: String] = [:]) -> String {
        let table = LaTeXTable(self, prefix: LaTeXText.label(prefix), text: LaTeXText(names: names))
        let body = (table.isLong ? table.longLines : table.floatLines).joined(separator: "\n") + "\n"
        return "% \\usepackage{\(table.packages.joined(separator: ","))}\n" + LaTeXText.unicodeDefinition(for: body)
            + body
    }
}

extension LaTeXTable {
    /// Whatever font and width a paper has: what would be wider all the same is scaled down.
    fileprivate var floatLines: [String] {
        let environment = layout.extent == .column ? "table" : "table*"
        return [
            "\\begin{\(environment)}[tp]", "  \\centering\\sloppy", "  \\caption{\(caption)}", "  \\label{\(label)}",
            "  \\par\\smallskip\(setting)", "  \\begin{adjustbox}{max width=\\linewidth}\\begin{tabular}{\(columns)}",
            "    \\toprule",
            head, "    \\midrule",
        ] + rows + ["    \\bottomrule", "  \\end{tabular}\\end{adjustbox}"]
            + notes.map { "  \\par\\smallskip{\\footnotesize \($0)\\par}" } + ["\\end{\(environment)}"]
    }

    /// Its head stands on every page. Two columns have no room for it: there it begins a page, and so does what follows.
    fileprivate var longLines: [String] {
        let isOnSide = layout.extent == .side
        return [
            "\\ifdim\\columnwidth<\\textwidth\\onecolumn\\let\\verigapcolumns\\twocolumn\\else"
                + "\\let\\verigapcolumns\\relax\\fi"
        ] + (isOnSide ? ["\\begin{landscape}"] : []) + [
            "{\\sloppy\\setlength{\\LTcapwidth}{\\linewidth}\(setting)", "\\begin{longtable}{\(columns)}",
            "    \\caption{\\normalsize \(caption)}\\label{\(label)} \\\\", "    \\toprule", head, "    \\midrule",
            "    \\endfirsthead", "    \\toprule", head, "    \\midrule", "    \\endhead", "    \\bottomrule",
            "    \\endfoot",
        ] + rows + ["\\end{longtable}"] + notes.map { "{\\footnotesize \($0)\\par}" } + ["}"]
            + (isOnSide ? ["\\end{landscape}"] : []) + ["\\verigapcolumns"]
    }

    /// Size of letters and space between columns.
    private var setting: String {
        "\\\(layout.size.rawValue)\\setlength{\\tabcolsep}{\(NumberFormat.shortest.text(layout.gap))pt}"
    }
}
