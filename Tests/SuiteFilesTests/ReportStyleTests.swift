import SuiteFiles
import Testing

@Suite("How reports look") struct ReportStyleTests {
    @Test func labelsOfNetworksAndMethods() throws {
        let suite = try parse(
            suite(
                networks:
                    "[{ id: A, file: a.pth, epsilons: [0.1], label: 'MLP, normal' }, { id: B, file: b.pth, epsilons: [1/8] }]",
                methods:
                    "[pgd: { label: { tex: '$\\ell_\\infty$-\\textsc{pgd}' } }, milp: { label: { plain: exact, tex: '\\emph{exact}' } }]"
            )
        ).suite
        #expect(suite.networks.map(\.label) == [PrintedName(plain: "MLP, normal"), nil])
        #expect(
            suite.methods.map(\.label) == [
                PrintedName(tex: "$\\ell_\\infty$-\\textsc{pgd}"), PrintedName(plain: "exact", tex: "\\emph{exact}"),
            ])
        #expect(suite.methods.map(\.id) == ["pgd", "milp"])
    }

    @Test(arguments: [
        ("'\\input{x}'", "\\input does more than set a name"), ("'a}{b'", "a brace is closed that none opens"),
        ("'{a'", "a brace is not closed"), ("'$a'", "a $ is not closed"),
        ("'a_1'", "_ has no meaning outside $…$"), ("'a & b'", "& needs a backslash in front"),
        ("'50 %'", "% needs a backslash in front"), ("'a\\\\b'", "a name has one line, \\\\ begins another"),
        ("'a\\'", "a backslash ends it"), ("'\\textsc'", "\\textsc ends it: write \\textsc{}"),
        ("'x\\\"'", "\\\" ends it: write \\\"{}"),
        ("'\\def\\x{}'", "\\def does more than set a name"),
        (
            "'日'", "\"日\" (U+65E5) is no letter that pdfLaTeX knows: write it as a command, or leave tex out"
        ),
    ])
    func labelsThatLaTeXCannotSet(_ label: String, _ reason: String) {
        let found = faults(suite(methods: "[pgd: { label: { tex: \(label) } }, milp]"))
        #expect(found.map(\.message) == ["tex is no name that LaTeX can set: \(reason)"])
        #expect(found.first?.place == SuitePlace(line: 4, column: 32) && found.first?.hint != nil)
    }

    /// What nobody could read in a table, or what turns what stands beside it.
    @Test(arguments: [
        (#""\u200b""#, "has nothing to show"), (#""a\u0007b""#, "has a control character"),
        (#""a\tb""#, "has a control character"),
        (#""a\u202eb""#, "has a character that turns the direction of what follows"),
        (#""e\u0301\u0301\u0301""#, "has a letter with 3 accents"),
    ])
    func labelsThatNobodyCanRead(_ label: String, _ reason: String) {
        let found = faults(suite(methods: "[pgd: { label: \(label) }, milp]"))
        #expect(found.map(\.message) == ["a label \(reason)"])
    }

    @Test(arguments: [
        "'\\$5'", "'\\LaTeX{} 5 \\%'", "'50 \\% $a_1^{2}$'", "'{\\sffamily \\{A\\}}'", "'$\\alpha$,$\\beta$-CROWN'",
        "'Müller – §3'",
    ])
    func labelsThatItCan(_ label: String) throws {
        _ = try parse(suite(methods: "[pgd: { label: { tex: \(label) } }, milp]"))
    }

    @Test(
        arguments: [
            (
                "[{ id: A, file: a.pth, epsilons: [0.1], label: '$A$' }]", "a label for everywhere cannot be LaTeX",
                "label: { plain: NAME, tex: '$A$' }"
            ),
            (
                "[{ id: A, file: a.pth, epsilons: [0.1], label: [] }]", "a label must be a mapping, found a list",
                "its keys: plain, tex"
            ),
            (
                "[{ id: A, file: a.pth, epsilons: [0.1], label: { text: x } }]", #"unknown key "text" in a label"#,
                #"did you mean "tex"?"#
            ),
            (
                "[{ id: A, file: a.pth, epsilons: [0.1], label: B }, { id: B, file: b.pth, epsilons: [0.1] }]",
                #"A cannot be called "B" in print"#, "network B is called that"
            ),
            (
                "[{ id: A, file: a.pth, epsilons: [0.1], label: C }, { id: B, file: b.pth, epsilons: [0.1], label: C }]",
                #"B cannot be called "C" in print"#, "network A is called that"
            ),
        ])
    func labelsThatAreRefused(_ networks: String, _ message: String, _ hint: String) {
        let found = faults(suite(networks: networks))
        #expect(found.map(\.message) == [message] && found.first?.hint == hint && found.first?.place.line == 3)
    }

    @Test func columnsAndDecimals() throws {
        #expect(try parse(suite()).suite.tables == TableStyle())
        let style = try parse(
            suite(
                methods: "[clean, pgd, milp, lp-all]",
                more: "tables: { columns: [lp-all, milp, test-error], decimals: 1 }")
        ).suite.tables
        #expect(style.columns.map(\.name) == ["lp-all-upper", "milp-lower", "milp-upper", "test-error"])
        #expect(style.decimals == 1)
        let half = try parse(suite(more: "tables: { columns: [milp-upper, pgd] }")).suite.tables
        #expect(half.columns.map(\.name) == ["milp-upper", "pgd-lower"] && half.decimals == nil)
        let distances = try parse(
            suite(
                networks: "[{ id: A, file: a.pth }]",
                more: "question: minimum-distortion\ntables: { columns: [pgd, lp-all] }".replacing(
                    "lp-all", with: "milp"))
        ).suite.tables
        #expect(distances.columns.map(\.name) == ["pgd-upper", "milp-lower", "milp-upper"])
    }

    @Test func sizesOfFigures() throws {
        let written = try parse(suite(more: "figures: { width: 85 mm, font-size: 9 pt, font: Latin Modern Roman }"))
            .suite
        #expect(abs((written.figures.width ?? 0) - 240.944) < 1e-3)
        #expect(abs((written.figures.fontSize ?? 0) - 8.966) < 1e-3)
        #expect(written.figures.font == "Latin Modern Roman")
        #expect(try parse(suite(more: "figures: { width: 5.5 in }")).suite.figures.width == 396)
        #expect(try parse(suite()).suite.figures == FigureSettings())
    }

    @Test(
        arguments: [
            ("tables: { columns: [lp-al] }", #"no column is called "lp-al""#),
            ("tables: { columns: [milp, milp-upper] }", #"column "milp-upper" appears twice"#),
            ("tables: { columns: [] }", "columns is an empty list"),
            ("tables: { decimals: 9 }", "decimals must be at most 8, found 9"),
            ("tables: { digits: 2 }", #"unknown key "digits" in the tables"#),
            ("figures: { width: 85 }", #"width must be a length of print, found "85""#),
            ("figures: { width: 85 px }", #"width must be a length of print, found "85 px""#),
            ("figures: { font-size: 0 pt }", #"font-size must be a length of print, found "0 pt""#),
            ("figures: { width: 40 mm }", "figures have no room at this width for letters of this size"),
            (
                "figures: { width: 85 mm, font-size: 12 pt }",
                "figures have no room at this width for letters of this size"
            ),
            ("figures: { font: [] }", "font must be text, found a list"),
            ("figures: 85 mm", #"the figures must be a mapping, found "85 mm""#),
        ])
    func stylesThatAreRefused(_ text: String, _ message: String) {
        let found = faults(suite(more: text))
        #expect(found.map(\.message) == [message] && found.first?.place.line == 5)
    }
}
