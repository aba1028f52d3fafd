import Foundation
import Questions
import Reporter
import SuiteFiles
import Testing

/// Outcomes are printed under the question that they answer, whatever the suite's file says by now.
@Suite struct EditedSuiteTests {
    private func report(_ edit: (inout Suite) -> Void) throws -> String {
        let fixture = Fixture()
        var suite = fixture.suite
        edit(&suite)
        suite.digest = Digest(of: "edited")
        return try withFolder { folder in
            _ = try Reporter.write(snapshot: fixture.snapshot, suite: suite, catalog: fixture.catalog, to: folder)
            return try String(contentsOfFile: folder + "/report.md", encoding: .utf8)
        }
    }

    private static let edits: [@Sendable (inout Suite) -> Void] = [
        { $0.norm = .two }, { $0.domain = nil }, { $0.reference = .prediction },
        { $0.form.property = PropertyCall(TargetClasses.descriptor, classes: [1]) },
        { $0.form.family = FamilyCall(BlurFamily.descriptor) },
        { $0.form.goal = .minimumDistortion(tolerance: 0.01) }, { $0.methods[1].call.options["steps"] = .integer(7) },
        { $0.budget.perQuerySeconds = 1 },
    ]

    @Test(arguments: edits.indices) func theReportIsOfWhatWasRun(_ index: Int) throws {
        let plain = try report { _ in }
        let edited = try report(Self.edits[index])
        let sentence = " The suite asks other questions by now than this run did."
        #expect(!plain.contains(sentence) && edited.contains(sentence))
        #expect(edited.replacing(sentence, with: "") == plain)
    }
}
