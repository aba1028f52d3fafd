import Tables
import Testing

private let table = Table(
    name: "robust-error", caption: "Bounds in percent, 95 % of them good.",
    columns: [
        .init("network", title: "network", alignment: .left),
        .init("epsilon", title: "ε"),
        .init("lp_all_upper_pct", title: "LP-ALL ≤", unit: "%", format: .fixed(2)),
        .init("lp_all_n", title: "n", isPrinted: false),
        .init("delta", title: "Δ", alignment: .centre, format: .signed(1)),
    ],
    rows: [
        .init([.text("NOR_A|1"), .number(0.02), .number(10), .number(100), .number(-0.04)]),
        .init(
            [
                .text("LPD, \"B\""), .number(0.1), .init(.number(7.125), suffix: " (n = 50)", emphasis: .strong),
                .number(50), .number(1.25),
            ], startsGroup: true),
        .init([.text("ADV-C"), .number(8), .missing, .missing, .text("[1, 2]")], emphasis: .alarm),
    ],
    notes: ["One note & no more."])

@Suite struct TableTests {
    @Test func markdown() {
        #expect(
            table.markdown == """
                Bounds in percent, 95 % of them good.

                | network      |        ε |      LP-ALL ≤ (%) |       Δ       |
                | :----------- | -------: | ----------------: | :-----------: |
                | NOR_A\\|1     |     0.02 |             10.00 |      0.0      |
                | LPD, "B"     |      0.1 | **7.12 (n = 50)** |     +1.2      |
                | 🔴 **ADV-C** | 🔴 **8** |          🔴 **–** | 🔴 **[1, 2]** |

                One note & no more.

                """)
    }

    @Test func latex() {
        #expect(
            table.latex(prefix: "my_suite") == """
                % \\usepackage{adjustbox,array,booktabs,xcolor}
                \\begin{table}[tp]
                  \\centering\\sloppy
                  \\caption{Bounds in percent, 95 \\% of them good.}
                  \\label{tab:my-suite:robust-error}
                  \\par\\smallskip\\normalsize\\setlength{\\tabcolsep}{6pt}
                  \\begin{adjustbox}{max width=\\linewidth}\\begin{tabular}{@{}lrr<{\\hspace{4pt}}c@{}}
                    \\toprule
                    network & $\\varepsilon$ & LP-ALL $\\leq$ (\\%) & $\\Delta$ \\\\
                    \\midrule
                    NOR\\_A$|$1 & 0.02 & 10.00 & 0.0 \\\\
                    \\addlinespace
                    LPD, "B" & 0.1 & \\textbf{7.12\\rlap{\\textsuperscript{\\ddag{}}}} & +1.2 \\\\
                    \\textcolor{red}{\\textbf{ADV-C}} & \\textcolor{red}{\\textbf{8}} & \\textcolor{red}{\\textbf{--}} \
                & \\textcolor{red}{\\textbf{{}[1, 2]}} \\\\
                    \\bottomrule
                  \\end{tabular}\\end{adjustbox}
                  \\par\\smallskip{\\footnotesize \\ddag{} n = 50.\\par}
                  \\par\\smallskip{\\footnotesize One note \\& no more.\\par}
                \\end{table}

                """)
    }

    @Test func commaSeparated() {
        #expect(
            table.csv == """
                network,epsilon,lp_all_upper_pct,lp_all_n,delta\r
                NOR_A|1,0.02,10.00,100,0.0\r
                "LPD, ""B\""",0.1,7.12,50,+1.2\r
                ADV-C,8,,,"[1, 2]"\r

                """)
    }

    @Test func fieldsWithLineEndsAreQuoted() {
        #expect(CSV.field("a\r\nb") == "\"a\r\nb\"")
        #expect(CSV.field("a\nb") == "\"a\nb\"")
        #expect(CSV.field("plain text") == "plain text")
        #expect(CSV.line([]) == "\r\n")
    }

    @Test(arguments: [
        (NumberFormat.shortest, 0.03, "0.03"), (.shortest, 4, "4"), (.shortest, -0.0, "0"),
        (.fixed(2), -0.001, "0.00"), (.fixed(2), -1.005, "-1.00"), (.fixed(0), 2.5, "2"), (.signed(2), 0.001, "0.00"),
        (.signed(2), 0.01, "+0.01"), (.signed(2), -3, "-3.00"), (.significant(3), 0.0012345, "0.00123"),
        (.significant(3), 123456, "123456"), (.significant(3), 12.345, "12.3"), (.significant(2), 0, "0"),
        (.significant(3), 1.5e-7, "1.50e-7"), (.significant(3), 2.5e9, "2.50e9"), (.significant(2), 0.0999, "0.10"),
        (.fixed(1), .infinity, "inf"), (.fixed(1), .nan, "nan"),
    ]) func numbers(format: NumberFormat, value: Double, expected: String) {
        #expect(format.text(value) == expected)
    }

    @Test func everyRenderingShowsTheSameDigits() {
        for row in 0..<2 {
            for column in [1, 2, 4] {
                let text = table.text(row: row, column: column) ?? "?"
                for rendering in [table.markdown, table.latex(), table.csv] { #expect(rendering.contains(text)) }
            }
        }
    }
}
