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
        for place in [".", "none/run.html"] {
            let run = try workspace.verigap("run", "smoke", "--store", "s.sqlite", "--page", place, "--quiet")
            #expect(run.exitCode == 73 && run.errors.contains("--page"), "\(run.errors)")
        }
    }
}
