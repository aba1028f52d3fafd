import Tables
import Testing

@Suite("Text of strangers") struct PlainTextTests {
    @Test(arguments: [
        ("plain text, 2/255 (n = 50).", "plain text, 2/255 (n = 50)."), ("a|b", "a\\|b"), ("a\\|b", "a\\\\\\|b"),
        ("<script>", "\\<script>"), ("`x`", "\\`x\\`"), ("*x*", "\\*x\\*"), ("snake_case_x", "snake_case_x"),
        ("_x_", "\\_x\\_"), ("[a](b)", "[a\\](b)"), ("[a][b]", "[a\\][b]"), ("[a]: b", "[a\\]: b"),
        ("[1.0, 2.0]", "[1.0, 2.0]"), ("https://x.y", "https\\://x.y"), ("www.x.y", "www\\.x.y"), ("a & b", "a & b"),
        ("&lt;", "\\&lt;"), ("&#60;", "\\&#60;"), ("~~~", "\\~\\~\\~"), ("$x$", "\\$x\\$"), ("a\r\nb\nc\td", "a b c d"),
        ("a\u{202E}b\u{200B}c", "abc"), ("网络-ε", "网络-ε"), ("e\u{301}", "e\u{301}"),
    ]) func markdown(text: String, escaped: String) { #expect(PlainText.escapedMarkdown(text) == escaped) }

    @Test func html() {
        #expect(PlainText.escapedHTML("<a href=\"x\">'&'\n") == "&lt;a href=&quot;x&quot;&gt;&#39;&amp;&#39; ")
        #expect(PlainText.markdownCode("a`b\nc") == "`a'b c`")
    }

    @Test(arguments: [
        ("=1+2", "'=1+2"), ("+1+2", "'+1+2"), ("-1+2", "'-1+2"), ("@sum", "'@sum"), ("\tx", "'\tx"), ("-0.5", "-0.5"),
        ("+0.50", "+0.50"), ("-inf", "-inf"), ("-", "-"), ("1e-9", "1e-9"), ("=a,b", "\"'=a,b\""), ("x=1", "x=1"),
    ]) func formulas(text: String, field: String) { #expect(CSV.field(text) == field) }

    private func latex(_ text: String) -> String {
        Table(name: "t", caption: "", columns: [.init("a", title: "a")], rows: [.init([.text(text)])]).latex()
    }

    @Test(arguments: [
        ("Müller", "M\\\"{u}ller"), ("naïve", "na\\\"{\\i}ve"), ("Łódź", "\\L{}\\'{o}d\\'{z}"),
        ("straße", "stra\\ss{}e"),
        ("ξ-Σ", "$\\xi$-$\\Sigma$"), ("a\\b", "a\\textbackslash{}b"),
        ("{x}_$%#&^~", "\\{x\\}\\_\\$\\%\\#\\&\\textasciicircum{}\\textasciitilde{}"),
        ("[x]", "{}[x]"), ("*x", "{}*x"), ("“q”", "``q''"), ("5 ≥ −3", "5 $\\geq$ $-$3"), ("ệ", "\\^{\\d{e}}"),
    ]) func latexLetters(text: String, expected: String) {
        let table = latex(text)
        #expect(table.contains("    \(expected) \\\\\n"), "\(table)")
        #expect(table.utf8.allSatisfy { $0 < 128 }, "any engine takes ASCII")
        #expect(!table.contains("verigapunicode"))
    }

    /// Letters that pdflatex has not: a definition at the head lets every engine pass.
    @Test func otherScriptsCompileEverywhere() {
        let table = latex("网络-ε Ж 😀")
        let lines = table.split(separator: "\n")
        #expect(
            lines[0] == "% \\usepackage{adjustbox,booktabs,xcolor}" && lines[1].hasPrefix("% Some names need xelatex"))
        #expect(lines[2] == "\\providecommand{\\verigapunicode}[2]{\\ifdefined\\Umathcode#1\\else\\texttt{U+#2}\\fi}")
        #expect(table.contains("\\verigapunicode{网}{7F51}\\verigapunicode{络}{7EDC}-$\\varepsilon$"))
        #expect(table.contains("\\verigapunicode{Ж}{0416}") && table.contains("\\verigapunicode{😀}{1F600}"))
        // Outside of that command everything is ASCII.
        let rest = table.replacing(/\\verigapunicode\{[^{}]*\}/, with: "")
        #expect(rest.utf8.allSatisfy { $0 < 128 })
    }

    /// A float that is higher than its page is lost.
    @Test func longTablesBreakAcrossPages() {
        func latex(_ rows: Int) -> String {
            Table(
                name: "t", caption: "What.", columns: [.init("a", title: "a")],
                rows: (0..<rows).map { .init([.number($0)]) }, notes: ["A note."]
            ).latex()
        }
        #expect(latex(30).contains("\\begin{table}") && !latex(30).contains("longtable"))
        let long = latex(46)
        #expect(long.hasPrefix("% \\usepackage{booktabs,longtable,xcolor}\n"))
        #expect(long.contains("\\begin{longtable}{@{}r@{}}\n"))
        #expect(long.contains("\\caption{\\normalsize What.}\\label{tab:t} \\\\\n"))
        #expect(!long.contains("\\begin{table}") && !long.contains("landscape"))
        #expect(long.contains("\\end{longtable}\n{\\footnotesize A note.\\par}\n"))
    }

    @Test func caveatsStandInTheCaption() {
        let table = Table(
            name: "t", caption: "What.", columns: [.init("a", title: "a")], rows: [.init([.number(1)])],
            notes: ["A note."], caveats: ["But 5 %."])
        #expect(table.latex().contains("\\caption{What. But 5 \\%.}"))
        #expect(table.markdown.hasSuffix("A note.\n\nBut 5 %.\n"))
    }

    @Test func whatIsWrittenPrintsAndTheNumberStays() {
        let table = Table(
            name: "t", caption: "", columns: [.init("epsilon", title: "ε")],
            rows: [.init([.init(.number(2.0 / 255), written: "2/255")])])
        #expect(table.markdown.contains("2/255") && table.latex().contains("2/255"))
        #expect(table.csv == "epsilon\r\n\(2.0 / 255)\r\n")
    }
}
