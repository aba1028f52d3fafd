import Foundation
import Testing

@Suite("Pages of reports, from the command line") struct ReportPageTests {
    private static let page = "Reports/smoke/index.html"

    private func reported() throws -> Workspace {
        let workspace = try Workspace.withSmokeSuite()
        for command in ["run", "report"] {
            let ending = try workspace.verigap(command, "smoke", "--quiet", "--store", Workspace.store)
            #expect(ending.exitCode == 0, "\(ending.errors)")
        }
        return workspace
    }

    @Test func theCheckCoversThePage() throws {
        let workspace = try reported()
        func check(_ options: String...) throws -> Ending {
            try workspace.verigap(["report", "smoke", "--check"] + options)
        }
        #expect(try check().exitCode == 0)
        let html = try String(contentsOfFile: workspace.path(Self.page), encoding: .utf8)
        try workspace.write(html.replacing("<h1>", with: "<h1>Not "), to: Self.page)
        let edited = try check()
        #expect(edited.exitCode == 4 && edited.errors.contains("index.html differs"))
        #expect(try check("--no-html").exitCode == 0)
        try FileManager.default.removeItem(atPath: workspace.path(Self.page))
        let removed = try check()
        #expect(removed.exitCode == 4 && removed.errors.contains("index.html is missing"))
        let without = try workspace.verigap("report", "smoke", "--no-html", "--store", Workspace.store)
        #expect(without.exitCode == 0)
        #expect(try workspace.files()[Self.page] == nil)
    }

    @Test func allReportsAreListed() throws {
        let workspace = try reported()
        let ending = try workspace.verigap("reports")
        #expect(ending.exitCode == 0 && ending.output == "Reports: 1 report, all fresh\n", "\(ending.errors)")
        func list() throws -> String {
            try String(contentsOfFile: workspace.path("Reports/README.md"), encoding: .utf8)
        }
        #expect(try list().contains("](smoke/report.md) · [page](smoke/index.html)"))
        #expect(try list().contains("| fresh |"))
        #expect(try workspace.verigap("reports", "--check", "-q").exitCode == 0)

        let report = try String(contentsOfFile: workspace.path("Reports/smoke/report.md"), encoding: .utf8)
        try workspace.write(report + "x", to: "Reports/smoke/report.md")
        let stale = try workspace.verigap("reports", "--check", "-q")
        #expect(stale.exitCode == 4 && stale.errors.contains("Reports/README.md differs"))
        #expect(try workspace.verigap("reports").output == "Reports: 1 report, 1 stale\n")
        #expect(try list().contains("🔴 stale: report.md differs |"))

        let nowhere = try workspace.verigap("reports", "--output", "Nowhere")
        #expect(nowhere.exitCode == 66 && nowhere.errors.contains("there is no report in Nowhere"))
    }
}
