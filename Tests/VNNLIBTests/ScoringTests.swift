import Testing
import VNNLIB

@Suite struct ScoringTests {
    private func claim(
        _ tool: String, _ verdict: CompetitionVerdict, _ seconds: Double?, _ witness: WitnessStanding = .unchecked
    ) -> ToolClaim { ToolClaim(tool: tool, verdict: verdict, seconds: seconds, witness: witness) }

    private func points(_ rules: CompetitionRules, _ claims: ToolClaim...) -> [Int] {
        rules.scores(claims).map(\.points)
    }

    @Test func timeBonus() {
        let rules = CompetitionRules.year2022
        #expect(points(rules, claim("a", .holds, 5), claim("b", .holds, 7), claim("c", .holds, 9)) == [12, 11, 10])
        // Closer than 0.2 s is the same time; whoever comes after two that share the first place gets nothing.
        #expect(
            points(rules, claim("a", .holds, 5), claim("b", .holds, 5.1), claim("c", .holds, 5.25)) == [12, 12, 11])
        #expect(points(rules, claim("a", .holds, 5), claim("b", .holds, 5.1), claim("c", .holds, 5.5)) == [12, 12, 10])
        // Below a second all are the same.
        #expect(
            points(rules, claim("a", .violated, 0.01), claim("b", .violated, 0.9), claim("c", .violated, 1.1)) == [
                12, 12, 12,
            ])
        #expect(
            points(rules, claim("a", .holds, nil), claim("b", .holds, 3), claim("c", .timeout, nil)) == [10, 12, 0])
        #expect(
            points(.year2025, claim("a", .holds, 5), claim("b", .holds, 7), claim("c", .unknown, 1)) == [10, 10, 0])
    }

    /// Start-up is each tool's smallest time.
    @Test func overheads() {
        let instances = (0..<2).map { row in
            ContestedInstance(
                benchmark: "b", key: InstanceKey(network: "n", property: "p\(row)"), limit: 10,
                claims: [claim("slow", .holds, row == 0 ? 6 : 9), claim("fast", .holds, row == 0 ? 1 : 5)])
        }
        #expect(CompetitionRules.year2022.overheads(in: instances) == ["slow": 6, "fast": 1])
        #expect(CompetitionRules.year2025.overheads(in: instances).isEmpty)
        let standings = CompetitionStandings(instances, rules: .year2022)
        #expect(standings.scores.map { $0.map(\.points) } == [[12, 12], [12, 11]])
        #expect(standings.tallies["b"]?["slow"]?.fastest == 2)
    }

    @Test func contradictions2022() {
        let rules = CompetitionRules.year2022
        let holds = claim("h", .holds, 5)
        #expect(points(rules, holds, claim("v", .violated, 5, .confirmed)) == [-100, 12])
        #expect(points(rules, holds, claim("v", .violated, 5, .withinTolerance)) == [-100, 12])
        #expect(points(rules, holds, claim("v", .violated, 5, .refuted)) == [12, -100])
        #expect(points(rules, holds, claim("v", .violated, 5, .absent)) == [12, -100])
        // One valid counterexample vindicates all.
        #expect(
            points(rules, holds, claim("v", .violated, 5, .absent), claim("w", .violated, 5, .confirmed)) == [
                -100, 12, 12,
            ])
        // Nobody looked.
        #expect(points(rules, holds, claim("v", .violated, 5), claim("u", .unknown, 5)) == [0, 0, 0])
        #expect(rules.scores([holds, claim("v", .violated, 5)]).map(\.standing) == [.disputed, .disputed])
        // Without contradiction a counterexample is not asked for.
        #expect(points(rules, claim("v", .violated, 5, .absent)) == [12])
    }

    @Test func contradictions2025() {
        let rules = CompetitionRules.year2025
        let holds = claim("h", .holds, 5)
        #expect(points(rules, holds, claim("v", .violated, 5, .confirmed)) == [-150, 10])
        #expect(points(rules, holds, claim("v", .violated, 5, .withinTolerance)) == [10, 10])
        #expect(points(rules, holds, claim("v", .violated, 5, .refuted)) == [10, -150])
        #expect(points(rules, claim("v", .violated, 5, .absent)) == [-150])
        #expect(points(rules, claim("v", .violated, 5)) == [10])
        #expect(
            points(rules, holds, claim("v", .violated, 5, .absent), claim("w", .violated, 5, .confirmed)) == [
                -150, -150, 10,
            ])
        #expect(points(rules, holds, claim("v", .violated, 5), claim("w", .violated, 5, .refuted)) == [0, 0, -150])
    }

    @Test func percentages() throws {
        let rows: [(String, [ToolClaim])] = [
            ("one", [claim("a", .holds, 1), claim("b", .timeout, nil)]),
            ("one", [claim("a", .violated, 1), claim("b", .violated, 1, .absent)]),
            ("two", [claim("a", .unknown, 1), claim("b", .holds, 2)]),
        ]
        let instances = rows.enumerated().map { index, row in
            ContestedInstance(
                benchmark: row.0, key: InstanceKey(network: "n", property: "\(index)"), limit: 100, claims: row.1)
        }
        let standings = CompetitionStandings(instances, rules: .year2025)
        #expect(standings.tallies["one"]?["a"]?.points == 20 && standings.tallies["one"]?["b"]?.points == -150)
        #expect(standings.tallies["one"]?["b"]?.percent == 0 && standings.tallies["two"]?["a"] == nil)
        #expect(standings.total(of: "a") == 100 && standings.total(of: "b") == 100)
        #expect(standings.par2(of: "a") == (1 + 1 + 200) / 3.0)
        #expect(standings.par2(of: "b", benchmark: "two") == 2 && standings.par2(of: "c") == nil)
        #expect(standings.solvedOnly(by: "a").map(\.key.property) == ["0", "1"])
        #expect(standings.solvedByAll(but: "a").map(\.key.property) == ["2"])
        #expect(standings.missed(by: "b").map(\.key.property) == ["0", "1"] && standings.contradictions.isEmpty)
    }
}
