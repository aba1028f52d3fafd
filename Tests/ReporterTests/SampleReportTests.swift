import Foundation
import Questions
import Reporter
import SuiteFiles
import Testing

/// Writes a report of realistic size for people to look at: VERIGAP_SAMPLE_REPORT=<folder>.
@Suite struct SampleReportTests {
    @Test(
        .enabled(
            if: ProcessInfo.processInfo.environment["VERIGAP_SAMPLE_REPORT"] != nil, "needs VERIGAP_SAMPLE_REPORT"))
    func forPeople() throws {
        let folder = try #require(ProcessInfo.processInfo.environment["VERIGAP_SAMPLE_REPORT"])
        var fixture = Fixture()
        fixture.imageCount = 100
        fixture.selection = .first(100)
        fixture.networks = [
            ("ADV-MLP-B-0.03", [0.03]), ("ADV-MLP-B-0.05", [0.05]), ("ADV-MLP-B-0.1", [0.1]), ("ADV-MLP-A", [0.1]),
            ("NOR-MLP-B", [0.02, 0.03, 0.05]), ("LPD-MLP-B-0.1", [0.1]),
        ]
        fixture.published = fixture.networks.flatMap { network, epsilons in
            epsilons.flatMap { epsilon in
                [
                    PublishedFigure(
                        network: network, epsilon: epsilon, column: .init(bound: .lower, method: "milp"), value: 84,
                        source: "A paper, table 1"),
                    PublishedFigure(
                        network: network, epsilon: epsilon, column: .init(bound: .upper, method: "milp"), value: 88),
                    PublishedFigure(
                        network: network, epsilon: epsilon, column: .init(bound: .upper, method: "lp-all"), value: 91),
                ]
            }
        }
        #expect(try write(fixture, to: folder).brokenLaws == 0)
    }
}
