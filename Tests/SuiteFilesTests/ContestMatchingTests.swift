import SuiteFiles
import Testing
import VNNLIB

/// Instances beside a table of published answers.
@Suite struct ContestMatchingTests {
    private func contest(_ rows: [String]) throws -> Contest {
        let header = "benchmark,onnx,vnnlib,time_limit_s,fast_result,fast_run_s"
        let text = ([header] + rows).joined(separator: "\n")
        return Contest(answers: try PublishedAnswers(Array(text.utf8)))
    }

    private func instance(_ network: String, _ property: String, limit: Double = 60) -> ContestMatching.Instance {
        .init(benchmark: "small", network: network, property: property, limit: limit)
    }

    @Test func whatFitsNeedsNoRemark() throws {
        let rows = ["small,a.onnx,p.vnnlib,60,unsat,1", "large,x.onnx,q.vnnlib,9,sat,1"]
        let matching = ContestMatching(try contest(rows), [instance("a", "p")])
        #expect(matching.remarks.isEmpty && matching.unmatched.isEmpty)
        #expect(matching.found.first??.claims.first?.verdict == .holds)
        #expect(ContestMatching(nil, [instance("a", "p")]).remarks.isEmpty)
    }

    /// Ids of networks may say the benchmark and the limit.
    @Test func idsOfNetworksAreFound() throws {
        let contest = try contest(["small,a.onnx,p.vnnlib,60,unsat,1"])
        for network in ["a", "a-60s", "small-a", "small-a-60s"] {
            #expect(ContestMatching(contest, [instance(network, "p")]).found.first??.key.network == "a", "\(network)")
        }
        // A suite's own limit does not hide what the name says.
        #expect(ContestMatching(contest, [instance("a-60s", "p", limit: 5)]).found.first??.key.network == "a")
        #expect(ContestMatching(contest, [instance("b", "p")]).found == [nil])
    }

    @Test func rowsThatAreLeftAreNamed() throws {
        let rows = ["p", "q", "r", "s", "t"].map { "small,a.onnx,\($0).vnnlib,60,unsat,1" }
        let found = ContestMatching(try contest(rows), [instance("a", "p")])
        #expect(found.unmatched.map(\.key.property) == ["q", "r", "s", "t"])
        #expect(
            found.remarks == [
                "The table of published answers has 4 rows of these benchmarks that are about none of these instances: a q of small, a r "
                    + "of small, a s of small, and 1 more."
            ])
    }

    @Test func instancesWithoutAnAnswerAreCounted() throws {
        let contest = try contest(["small,a.onnx,p.vnnlib,60,unsat,1"])
        let found = ContestMatching(contest, [instance("a", "p"), instance("a", "q"), instance("b", "p")])
        #expect(found.remarks == ["2 instances of 3 have no published answer: a q of small, b p of small."])
    }

    @Test func repetitionsAndLimitsAreNamed() throws {
        let rows = ["small,a.onnx,p.vnnlib,60,unsat,1", "small,./a.onnx.gz,p.vnnlib,60,timeout,"]
        let found = ContestMatching(try contest(rows), [instance("a", "p", limit: 10)])
        #expect(
            found.remarks == [
                "1 published answer stands there a second time, and the first counts: fast on a p of small, lines 2 and 3.",
                "1 instance has another limit than the published one: a p 10 s, published 60 s.",
            ])
        #expect(found.found.first??.claims.map(\.verdict) == [.holds])
    }

    @Test func anotherBenchmarkIsSaidOnce() throws {
        let contest = try contest(["large,a.onnx,p.vnnlib,60,unsat,1", "tall,a.onnx,p.vnnlib,60,unsat,1"])
        let found = ContestMatching(contest, [instance("a", "p"), instance("a", "q")])
        #expect(found.remarks == ["The table of published answers has none of small; its benchmarks are large, tall."])
    }
}
