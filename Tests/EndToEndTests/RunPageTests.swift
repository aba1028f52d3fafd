import Foundation
import Testing

/// `run --page`: a page that is fresh while the run goes on, and whole whenever it is looked at.
@Suite struct RunPageTests {
    @Test func keepsThePage() throws {
        let workspace = try Workspace.withSmokeSuite()
        let run = try workspace.verigap("run", "smoke", "--store", "s.sqlite", "--page", "run.html", "--quiet")
        #expect(run.exitCode == 0, "\(run.errors)")
        let page = try String(contentsOfFile: workspace.path("run.html"), encoding: .utf8)
        #expect(page.hasPrefix("<!DOCTYPE html>") && page.contains("The run is over") && page.hasSuffix("</html>\n"))
        #expect(page.contains("queries have an answer.") && page.contains("100 % of the work"))
        let again = try workspace.verigap("run", "smoke", "--store", "s.sqlite", "--page", "run.html", "--quiet")
        #expect(again.exitCode == 0, "\(again.errors)")
    }

    /// A place where no page can stand is said before anything is asked.
    @Test func placesWithoutAPage() throws {
        let workspace = try Workspace.withSmokeSuite()
        try workspace.write("kept", to: "notes.html")
        for place in [".", "none/run.html", "notes.html", "Suites/smoke.yaml", "/dev/null"] {
            let run = try workspace.verigap("run", "smoke", "--store", "s.sqlite", "--page", place, "--quiet")
            #expect(run.exitCode == 73 && run.errors.contains("--page"), "\(place): \(run.errors)")
        }
        #expect(try workspace.files()["notes.html"] == Data("kept".utf8))
        // Nor is the store replaced, which is there by then.
        let store = try workspace.verigap("run", "smoke", "--store", "s.sqlite", "--page", "s.sqlite", "--quiet")
        #expect(store.exitCode == 73, "\(store.errors)")
    }
}
