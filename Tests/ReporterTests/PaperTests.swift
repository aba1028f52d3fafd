import Figures
import Foundation
import Questions
import Reporter
import SuiteFiles
import Testing
import Verifiers

/// What a paper takes from a report.
@Suite("Reports for papers") struct PaperTests {
    private func write(
        _ fixture: Fixture, to folder: String, _ change: (inout Suite) -> Void = { _ in }
    ) throws -> ReportSummary {
        var suite = fixture.suite
        change(&suite)
        return try Reporter.write(snapshot: fixture.snapshot, suite: suite, catalog: fixture.catalog, to: folder)
    }

    private func text(_ file: String, in folder: String) throws -> String {
        try String(contentsOfFile: "\(folder)/\(file)", encoding: .utf8)
    }

    @Test func oneDocumentShowsEveryTableAndFigure() throws {
        try withFolder { folder in
            let files = try write(Fixture(), to: folder).files
            let document = try text("report.tex", in: folder)
            let tables = files.filter { $0.hasSuffix(".tex") && $0.hasPrefix("tables/") }
            #expect(tables.count > 5)
            for table in tables {
                #expect(document.contains("\\input{\(table.dropLast(4))}"))
                let name = table.dropFirst(7).dropLast(4)
                #expect(try text(table, in: folder).contains("\\label{tab:synthetic:\(name)}"))
            }
            for figure in files.filter({ $0.hasSuffix(".pdf") }) {
                #expect(document.contains("{\(figure)}"))
                #expect(document.contains("\\label{fig:synthetic:\(figure.dropFirst(8).dropLast(4))}"))
            }
        }
    }

    /// Labels are printed; ids stay where programs read them.
    @Test func labelsStandInPrint() throws {
        try withFolder { folder in
            _ = try write(Fixture(), to: folder) { suite in
                suite.networks[0].label = PrintedName(plain: "Normal net", tex: "\\textsc{nor}")
                for place in suite.methods.indices where suite.methods[place].id == "lp-all" {
                    suite.methods[place].label = PrintedName(plain: "Triangle", tex: "$\\triangle$")
                }
            }
            let latex = try text("tables/robust-error.tex", in: folder)
            #expect(
                latex.contains("{\\textsc{nor}} & 0.02 &") && latex.contains("{$\\triangle$}")
                    && !latex.contains("Triangle ≤"))
            let markdown = try text("report.md", in: folder)
            #expect(
                markdown.contains("| Normal net ") && markdown.contains("| Triangle ≤ |")
                    && !markdown.contains("LP-ALL"))
            #expect(markdown.contains("Triangle − LP-LAST"))
            let csv = try text("tables/robust-error.csv", in: folder)
            #expect(csv.contains("\r\nNOR,0.02,") && csv.contains(",lp_all_upper_pct,") && !csv.contains("Normal"))
            #expect(try text("figures/gap.svg", in: folder).contains(">Triangle ≤</text>"))
            #expect(try text("results.csv", in: folder).contains("lp-all"))
        }
    }

    @Test func columnsAndDecimalsAreThoseOfTheSuite() throws {
        try withFolder { folder in
            _ = try write(Fixture(), to: folder)
            let csv = try text("tables/gap.csv", in: folder)
            let before = try text("tables/robust-error.csv", in: folder)
            _ = try write(Fixture(), to: folder) { suite in
                suite.tables.columns = [
                    PublishedColumn(bound: .upper, method: "lp-greedy"), PublishedColumn(bound: .lower, method: "pgd"),
                ]
                suite.tables.decimals = 0
            }
            let markdown = try text("report.md", in: folder)
            #expect(markdown.contains(" LP-GREEDY ≤ | PGD ≥ |\n") && !markdown.contains("test error |"))
            let after = try text("tables/robust-error.csv", in: folder)
            #expect(after.prefix { $0 != "\r\n" } == before.prefix { $0 != "\r\n" })
            #expect(after.contains(",5,") && !after.contains(",5.00,") && before.contains(",5.00,"))
            #expect(try text("tables/gap.csv", in: folder) != csv)
            #expect(try !text("tables/gap.csv", in: folder).contains("." + "00,"))
        }
    }

    @Test func figuresHaveTheWidthAndFontAskedFor() throws {
        try withFolder { folder in
            _ = try write(Fixture(), to: folder) { suite in
                (suite.figures.width, suite.figures.fontSize, suite.figures.font) = (396, 10, "DejaVu Sans Mono")
            }
            let svg = try text("figures/gap.svg", in: folder)
            #expect(
                svg.contains(" width=\"396pt\" ") && svg.contains("font-size=\"10\"")
                    && svg.contains("'DejaVu Sans Mono'"))
            let fault = #expect(throws: ReportFault.self) {
                _ = try write(Fixture(), to: folder) { $0.figures.font = "No Such Font" }
            }
            #expect(fault == .missingFont("No Such Font", suite: "synthetic.yaml"))
            #expect(fault?.description.contains("fc-list") == true)
        }
    }

    /// Every method looks like itself, in every report.
    @Test func everyMethodHasItsStyle() {
        let methods = MethodRegistry.catalog.methods.filter { $0.claim != .classification && !$0.isExternal }
        for method in methods { #expect(MethodStyles.fixed[method.name] != nil, "\(method.name)") }
        #expect(Set(MethodStyles.fixed.keys).isSubset(of: methods.map(\.name)))
        #expect(Set(MethodStyles.fixed.values).count == MethodStyles.fixed.count)
        // In figures of lines the form does not tell them apart.
        let lines = MethodStyles.fixed.values.map { style in
            var style = style
            style.form = .line
            return style
        }
        #expect(Set(lines).count == lines.count)
    }

    /// Programs of others too, however their names are written.
    @Test func everyToolHasItsStyle() {
        let some = MethodStyles.styles(ofTools: ["verigap", "nnenum", "α,β-CROWN"])
        let others = MethodStyles.styles(ofTools: ["verigap", "alpha-beta-crown", "mn_bab", "new one", "nnenum"])
        #expect(some["nnenum"] == others["nnenum"] && some["α,β-CROWN"] == others["alpha-beta-crown"])
        #expect(Set(others.values).count == 5)
    }

    /// Dropping a method changes no other's colour.
    @Test func stylesDoNotDependOnTheOthers() throws {
        func color(_ methods: [String]) throws -> String? {
            try withFolder { folder in
                var fixture = Fixture()
                fixture.methods = methods
                _ = try write(fixture, to: folder)
                let svg = try text("figures/cactus.svg", in: folder)
                return svg.firstMatch(of: /stroke="(#[0-9A-F]{6})"[^>]*stroke-dasharray="1.5 1.5"/).map {
                    String($0.output.1)
                }
            }
        }
        let all = try color(["clean", "pgd", "lp-greedy", "lp-last", "lp-all", "milp"])
        #expect(try all == Color.purple.description && color(["clean", "pgd", "lp-greedy"]) == all)
    }

    /// The first images of the fixture are the easiest: a bar over those alone would end left of the attack.
    @Test func fewerImagesStandWhereTheyContradictNobody() throws {
        try withFolder { folder in
            var fixture = Fixture()
            fixture.networks = [("NOR", [0.05])]
            fixture.askedCount = { $0 == "milp" ? 12 : nil }
            _ = try write(fixture, to: folder)
            let svg = try text("figures/gap.svg", in: folder)
            let edge = try #require(
                svg.matches(of: /<polyline points="([0-9.]+),[^"]*" fill="none" stroke="#D55E00"/).last?.output.1)
            let bar = try #require(
                svg.matches(of: /<rect x="([0-9.]+)" y="[0-9.]+" width="([0-9.]+)" height="3.4" fill="#1A1A1A"/).last?
                    .output)
            // Nothing is open on the twelve: the bar is as thin as bars get, on the edge.
            let middle = try #require(Double(bar.1)) + #require(Double(bar.2)) / 2
            #expect(try abs(middle - #require(Double(edge))) < 0.02)
            #expect(svg.contains(">hollow: fewer images</text>"))
            #expect(
                try text("report.md", in: folder).contains(
                    "shifted by what the best lower bound on them differs from the row's: MILP (n = 12)"))
        }
    }

    /// All methods are asked the same questions, and what is implied counts when the chain had it.
    @Test func theRaceIsOneRace() throws {
        func legend(_ asked: Int?) throws -> (titles: [String], caption: String) {
            try withFolder { folder in
                var fixture = Fixture()
                fixture.networks = [("NOR", [0.02])]
                fixture.methods = ["clean", "pgd", "lp-last", "milp"]
                fixture.askedCount = { $0 == "milp" ? asked : nil }
                _ = try write(fixture, to: folder)
                let svg = try text("figures/cactus.svg", in: folder)
                let titles = svg.matches(of: />([^<]*)<\/text>/).map { String($0.output.1) }
                return (titles, try text("report.md", in: folder))
            }
        }
        let whole = try legend(nil)
        // Image 19 is misclassified: implied for PGD and MILP by classification, unknown to LP-LAST.
        let margins = (0..<19).map { Fixture.worstMargin($0, 0.02) }
        #expect(whole.titles.contains("PGD (\(1 + margins.count { $0 + 0.2 <= 0 }))"))
        #expect(whole.titles.contains("LP-LAST (\(margins.count { $0 - 0.44 > 0 }))"))
        #expect(whole.titles.contains("MILP (\(1 + margins.count { abs($0) >= 0.3 }))"))
        #expect(
            whole.titles.contains("limit of MILP") && whole.caption.contains("of the 20 that every method was asked"))
        let part = try legend(5)
        #expect(part.caption.contains("of the 5 that every method was asked"))
        #expect(part.titles.contains("LP-LAST (\(margins.prefix(5).count { $0 - 0.44 > 0 }))"))
        #expect(
            !part.titles.contains { $0.hasPrefix("PGD") && $0 != "PGD (\(margins.prefix(5).count { $0 + 0.2 <= 0 }))" })
    }

    /// A curve is not drawn across a size that its method was not asked about.
    @Test func curvesHaveGapsWhereNothingIsKnown() throws {
        func lines(_ leavesOut: Double?) throws -> Int {
            try withFolder { folder in
                var fixture = Fixture()
                fixture.networks = [("NOR", [0.02, 0.04, 0.06, 0.08])]
                fixture.methods = ["clean", "pgd", "lp-all"]
                var snapshot = fixture.snapshot
                let kept = snapshot.cells.indices.filter {
                    let cell = snapshot.cells[$0]
                    return cell.method != "lp-all" || cell.configuration.perturbation.epsilon != leavesOut
                }
                snapshot.cells = kept.map { snapshot.cells[$0] }
                snapshot.outcomes = kept.map { fixture.snapshot.outcomes[$0] }
                _ = try Reporter.write(
                    snapshot: snapshot, suite: fixture.suite, catalog: fixture.catalog, to: folder)
                return try text("figures/curves.svg", in: folder)
                    .matches(of: /<polyline [^>]*stroke="#E69F00" stroke-width="1"/).count
            }
        }
        // One in the legend.
        #expect(try lines(nil) == 2 && lines(0.04) == 3)
    }
}
