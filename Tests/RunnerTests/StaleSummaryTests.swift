import Questions
import Runner
import Testing

@Suite struct StaleSummaryTests {
    private func cell(_ network: String, _ method: String, _ differences: [String]) -> StaleCell {
        StaleCell(network: network, method: method, epsilon: 0.1, answered: 10, differences: differences)
    }

    @Test func oneLineAReason() {
        let reason = ["revision of bab: 1 → 2"]
        let other = ["network bytes"]
        let cells =
            ["A", "B", "C", "D"].map { cell($0, "bab", reason) } + [cell("A", "pgd", other), cell("A", "bab", other)]
            + [cell("A", "bab", reason)]
        #expect(
            StaleSummary.summaries(of: cells).map(\.description) == [
                "bab on 4 networks: 50 earlier outcomes in 5 cells are stale: revision of bab: 1 → 2",
                "pgd, bab on A: 20 earlier outcomes in 2 cells are stale: network bytes",
            ])
        #expect(StaleSummary.summaries(of: []).isEmpty)
    }
}
