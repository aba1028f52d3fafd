import DataFormats
import Foundation
import Testing

@Suite("Two runs are compared")
struct CompareTests {
    /// A workspace in which the smoke suite was run twice, into `one.sqlite` and `two.sqlite`, and reported.
    private func twoRuns() throws -> Workspace {
        let workspace = try Workspace.withSmokeSuite()
        for store in ["one.sqlite", "two.sqlite"] {
            let run = try workspace.verigap("run", "smoke", "--quiet", "--store", store)
            #expect(run.exitCode == 0, "\(run.errors)")
        }
        #expect(try workspace.verigap("report", "smoke", "--quiet", "--store", "one.sqlite").exitCode == 0)
        return workspace
    }

    /// The lines of the reported run, changed.
    private func edited(_ workspace: Workspace, _ change: (inout [String]) throws -> Void) throws -> String {
        let bytes = Array(try #require(try workspace.files()["Reports/smoke/outcomes.jsonl.gz"]))
        var lines = try String(decoding: Gzip.decompress(bytes), as: UTF8.self).components(separatedBy: "\n")
        try change(&lines)
        return lines.joined(separator: "\n")
    }

    private func replaceFirst(
        _ old: String, _ new: String, in lines: inout [String], where holds: (String) -> Bool = { _ in true }
    ) throws {
        let place = try #require(lines.indices.dropFirst().first { lines[$0].contains(old) && holds(lines[$0]) })
        let range = try #require(lines[place].range(of: old))
        lines[place].replaceSubrange(range, with: new)
    }

    @Test func twoRunsOfOneBuildAreTheSame() throws {
        let workspace = try twoRuns()
        for (base, new) in [
            ("one.sqlite", "two.sqlite"), ("Reports/smoke", "two.sqlite"),
            ("Reports/smoke/outcomes.jsonl.gz", "Reports/smoke"),
        ] {
            let ending = try workspace.verigap("compare", base, new)
            #expect(ending.exitCode == 0, "\(ending.errors)")
            #expect(ending.output.hasPrefix("same: nothing differs (680 queries in 17 cells compared)\n"))
            #expect(try workspace.verigap("compare", base, new, "--quiet").output.isEmpty)
        }
        #expect(try workspace.verigap("run", "smoke", "--quiet", "--store", "control.sqlite").exitCode == 0)
        let written = try workspace.verigap(
            "compare", "one.sqlite", "two.sqlite", "--control", "control.sqlite", "--gates", "{ time: 1000 }",
            "--markdown", "c.md", "--html", "c.html", "--json")
        #expect(written.exitCode == 0, "\(written.errors)")
        #expect(written.output.contains("\"verdict\" : \"same\"") && !written.output.contains("notJudged"))
        let files = try workspace.files()
        let markdown = String(decoding: try #require(files["c.md"]), as: UTF8.self)
        #expect(markdown.hasPrefix("## ⚪ Comparison of smoke"))
        #expect(String(decoding: try #require(files["c.html"]), as: UTF8.self).contains("<svg"))
    }

    @Test func exitCodes() throws {
        let workspace = try twoRuns()
        let contradicting = try edited(workspace) {
            try replaceFirst(#""verdict":"robust""#, #""verdict":"falsified""#, in: &$0)
        }
        try workspace.write(contradicting, to: "contradicting.jsonl")
        let contradiction = try workspace.verigap("compare", "Reports/smoke", "contradicting.jsonl")
        #expect(contradiction.exitCode == 2 && contradiction.output.hasPrefix("contradiction: 1 contradiction"))
        #expect(contradiction.output.contains("--data smoke-points:test:"))
        // Every command that asks again does.
        let commands = contradiction.output.split(separator: "\n").map { $0.drop { $0 == " " } }
            .filter { $0.hasPrefix("verigap verify") }
        #expect(commands.count > 2)
        for command in commands {
            let asked = try workspace.shell("verigap() { \"$0\" \"$@\"; }; \(command)")
            #expect(asked.exitCode == 0, "\(command): \(asked.errors)")
        }

        let open = try edited(workspace) {
            try replaceFirst(#""verdict":"robust""#, #""reason":"boundTooLoose","verdict":"unknown""#, in: &$0)
        }
        try workspace.write(open, to: "open.jsonl")
        let regressed = try workspace.verigap("compare", "Reports/smoke", "open.jsonl", "--quiet")
        #expect(regressed.exitCode == 6 && regressed.output.hasPrefix("regressed: 1 query newly open"))
        let improved = try workspace.verigap("compare", "open.jsonl", "Reports/smoke")
        #expect(improved.exitCode == 0 && improved.output.hasPrefix("improved: 1 query newly closed"))
        let passed = try workspace.verigap(
            "compare", "Reports/smoke", "open.jsonl", "--gates", "{ newly-open: 1 }")
        #expect(passed.exitCode == 0, "\(passed.output)")

        let entry = "what: newly-open, network: TINY, method: interval, reason: known"
        try workspace.write("- { \(entry), until: 2999-12-31 }", to: "known.yaml")
        let known = try workspace.verigap("compare", "Reports/smoke", "open.jsonl", "--acknowledge", "known.yaml")
        #expect(known.exitCode == 0 && known.output.contains("1 change for the worse acknowledged"), "\(known.output)")
        try workspace.write("- { \(entry), until: 2001-12-31 }", to: "known.yaml")
        let expired = try workspace.verigap("compare", "Reports/smoke", "open.jsonl", "--acknowledge", "known.yaml")
        #expect(expired.exitCode == 6 && expired.output.contains("acknowledgement expired"))
    }

    @Test func whatCannotBeCompared() throws {
        let workspace = try twoRuns()
        let other = try edited(workspace) { lines in
            lines[0] = lines[0].replacingOccurrences(of: "\"measure\":\"margin\"", with: "\"measure\":\"verdict\"")
            lines[0] = lines[0].replacingOccurrences(of: "\"network\":\"TINY\"", with: "\"network\":\"OTHER\"")
        }
        try workspace.write(other, to: "other.jsonl")
        let ending = try workspace.verigap("compare", "Reports/smoke", "other.jsonl")
        #expect(ending.exitCode == 7 && ending.output.hasPrefix("not comparable: "), "\(ending.output)")
        let renamed = try edited(workspace) { lines in
            lines[0] = lines[0].replacingOccurrences(of: "\"suite\":\"smoke\"", with: "\"suite\":\"smack\"")
        }
        try workspace.write(renamed, to: "renamed.jsonl")
        #expect(try workspace.verigap("compare", "Reports/smoke", "renamed.jsonl").exitCode == 7)
        #expect(try workspace.verigap("compare", "one.sqlite", "absent.sqlite").exitCode == 66)
        #expect(try workspace.verigap("compare", "one.sqlite", "two.sqlite", "--suite", "smack").exitCode == 66)
        #expect(try workspace.verigap("compare", "Reports", "one.sqlite").exitCode == 66)
        #expect(try workspace.verigap("compare", "Suites/smoke.yaml", "one.sqlite").exitCode == 65)
        let gates = try workspace.verigap("compare", "one.sqlite", "two.sqlite", "--gates", "{ bound: 1 }")
        #expect(gates.exitCode == 65 && gates.errors.contains("--gates:1:3: unknown key \"bound\" in the gates"))
        #expect(try workspace.verigap("compare", "one.sqlite", "two.sqlite", "--markdown", "no/x.md").exitCode == 73)
    }
}
