import TestSupport
import Testing
import VNNLIB

/// The published verdicts of 2022, scored. The figures were recorded by a script of Python that was written from the competition's
/// rules alone; they are of the six tools and seven benchmarks of the table, so they are not the competition's own.
@Suite(.enabled(if: SharedData.isPresent, "needs the published verdicts beside the checkout"))
struct SharedStandingsTests {
    private func instances() throws -> [ContestedInstance] {
        try PublishedAnswers.read((SharedData.folder ?? "") + "/published/vnncomp2022.csv").instances
    }

    @Test func table() throws {
        let instances = try instances()
        #expect(instances.count == 698 && instances.allSatisfy { $0.claims.count == 6 })
        let claims = instances.flatMap(\.claims)
        #expect(
            [CompetitionVerdict.holds, .violated, .error, .timeout, .unknown].map { verdict in
                claims.count { $0.verdict == verdict }
            } == [1909, 1159, 651, 450, 19])
        #expect(instances.filter(\.isContradictory).map(\.benchmark) == ["oval21"])
    }

    /// Every instance of the lists has its line in the table, under the same names.
    @Test func namesAgreeWithTheLists() throws {
        let table = try instances()
        let folder = (SharedData.folder ?? "") + "/data"
        for benchmark in Set(table.map(\.benchmark)).sorted() {
            let place = benchmark == "acasxu" ? "acasxu" : "vnncomp2022/\(benchmark)"
            let list = try InstanceList.read("\(folder)/\(place)/instances.csv")
            let known = Set(table.filter { $0.benchmark == benchmark }.map(\.key))
            #expect(Set(list.instances.map(\.key)) == known, "\(benchmark)")
        }
    }

    @Test func scores() throws {
        let instances = try instances()
        let early = CompetitionStandings(instances, rules: .year2022)
        let tally = { (standings: CompetitionStandings, benchmark: String, tool: String) -> [Int] in
            guard let tally = standings.tallies[benchmark]?[tool] else { return [] }
            return [tally.points, tally.holds, tally.violated, tally.fastest, tally.disputed]
        }
        #expect(tally(early, "acasxu", "nnenum") == [2230, 139, 47, 184, 0])
        #expect(tally(early, "acasxu", "mn_bab") == [1643, 110, 46, 39, 0])
        #expect(tally(early, "oval21", "marabou") == [225, 19, 0, 17, 1])
        #expect(tally(early, "rl_benchmarks", "verinet") == [3547, 193, 103, 292, 0])
        #expect(tally(early, "tllverifybench", "peregrinn") == [174, 6, 10, 7, 0])
        #expect(tally(early, "collins_rul_cnn", "ab_crown") == [724, 15, 46, 57, 0])
        #expect(early.tallies["sri_resnet_a"]?["nnenum"] == nil)
        let late = CompetitionStandings(instances, rules: .year2025)
        #expect(tally(late, "reach_prob_density", "marabou") == [310, 17, 14, 0, 0])
        for (tool, first, second) in [
            ("ab_crown", 692.426038, 699.462366), ("mn_bab", 625.375556, 646.426068),
            ("nnenum", 477.312183, 480.074324),
            ("verinet", 491.605773, 539.721311), ("peregrinn", 349.384764, 384.692168),
            ("marabou", 343.221003, 358.310435),
        ] {
            #expect(abs(early.total(of: tool) - first) < 1e-6 && abs(late.total(of: tool) - second) < 1e-6, "\(tool)")
        }
    }

    @Test func whoDecidesWhat() throws {
        let standings = CompetitionStandings(try instances(), rules: .year2022)
        for (tool, par2, counts) in [
            ("ab_crown", 57.209369628, [651, 3, 0, 5]), ("mn_bab", 97.467550143, [611, 0, 2, 45]),
            ("verinet", 150.534441261, [448, 0, 0, 208]), ("nnenum", 132.894355301, [591, 0, 3, 65]),
            ("peregrinn", 218.702550143, [401, 0, 6, 255]), ("marabou", 220.583767908, [361, 3, 60, 295]),
        ] {
            let solved = standings.scores.joined().count { $0.tool == tool && $0.standing == .correct }
            #expect(
                [
                    solved, standings.solvedOnly(by: tool).count, standings.solvedByAll(but: tool).count,
                    standings.missed(by: tool).count,
                ] == counts, "\(tool)")
            #expect(abs(try #require(standings.par2(of: tool)) - par2) < 1e-8, "\(tool)")
        }
    }
}
