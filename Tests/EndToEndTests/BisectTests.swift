import DataFormats
import Foundation
import Testing

/// A scratch repository whose "build" writes a program that answers with outcomes made before: no compiler, no methods.
@Suite("The commit that changed an answer")
struct BisectTests {
    /// States of commits, oldest first: what `state` holds.
    private func repository(_ states: [String]) throws -> Workspace {
        let workspace = try Workspace.withSmokeSuite()
        #expect(try workspace.verigap("run", "smoke", "--quiet", "--store", "r.sqlite").exitCode == 0)
        try workspace.write("", to: "made/log")
        #expect(try workspace.verigap("export", "smoke", "--store", "r.sqlite", "--output", "made/good").exitCode == 0)
        let bytes = Array(try #require(try workspace.files()["made/good"]))
        var lines = try String(decoding: Gzip.decompress(bytes), as: UTF8.self).components(separatedBy: "\n")
        let place = try #require(lines.indices.dropFirst().first { lines[$0].contains(#""verdict":"robust""#) })
        lines[place] = lines[place].replacingOccurrences(
            of: #""verdict":"robust""#, with: #""reason":"boundTooLoose","verdict":"unknown""#)
        try workspace.write(lines.joined(separator: "\n"), to: "made/bad")
        try workspace.write(
            """
            #!/bin/sh
            state=$(cat state)
            echo $$ > \(workspace.path("made/pid"))
            echo "$state" >> \(workspace.path("made/log"))
            while [ -e \(workspace.path("made/slow")) ]; do sleep 0.1; done
            [ "$state" = broken ] && { echo "x.swift:1:1: error: no such thing"; exit 1; }
            cat > "$VERIGAP_PROGRAMS/verigap" <<END
            #!/bin/sh
            [ "$state" = mute ] && { echo "verigap: cannot read the suite" >&2; exit 65; }
            [ "\\$1" = run ] && exit 0
            while [ \\$# -gt 0 ]; do [ "\\$1" = --output ] && cp \(workspace.path("made"))/$state "\\$2"; shift; done
            END
            chmod +x "$VERIGAP_PROGRAMS/verigap"
            """, to: "build.sh")
        try workspace.write(".verigap\nmade\n*.sqlite*\n*.json\n", to: ".gitignore")
        var script = "git init -q . && git config user.name t && git config user.email t@t"
        for (number, state) in states.enumerated() {
            script += " && echo \(state) > state && echo \(number) > number && git add -A && git commit -qm c\(number)"
        }
        let made = try workspace.shell(script)
        #expect(made.exitCode == 0, "\(made.errors)")
        return workspace
    }

    private func bisect(_ workspace: Workspace, _ more: String...) throws -> Ending {
        let root = try workspace.shell("git rev-list --max-parents=0 HEAD")
        let first = root.output.trimmingCharacters(in: .whitespacesAndNewlines)
        return try workspace.verigap(["bisect", first, "HEAD", "--build", "sh build.sh"] + more)
    }

    private func builds(_ workspace: Workspace) throws -> [String] {
        // There is none before the first build.
        String(decoding: try workspace.files()["made/log"] ?? Data(), as: UTF8.self)
            .split(separator: "\n").map(String.init)
    }

    /// The repository is as it was.
    private func isUntouched(_ workspace: Workspace) throws -> Bool {
        let list = try workspace.shell("git worktree list && git status --porcelain && git branch -a")
        return list.output.split(separator: "\n").count == 2
    }

    /// Whether a process runs; one that has ended and that nobody has asked for does not.
    private func isAlive(_ process: pid_t) -> Bool {
        guard let stat = FileManager.default.contents(atPath: "/proc/\(process)/stat") else { return false }
        return !String(decoding: stat, as: UTF8.self).contains(") Z ")
    }

    private let query = ["--suite", "smoke", "--query", "network=TINY, method=interval"]

    @Test func theFirstBadCommitIsNamed() throws {
        let workspace = try repository(["good", "good", "good", "good", "bad", "bad", "bad"])
        let found = try bisect(workspace, "--suite", "smoke", "--query", "network=TINY, method=interval")
        #expect(found.exitCode == 0, "\(found.errors)")
        #expect(found.output.contains(" c4 (") && found.output.hasPrefix("found: "), "\(found.output)")
        #expect(found.output.contains("1 newly-open of interval"))
        #expect(found.errors.contains("6 commits, about 3 steps"))
        // Both ends, and of five commits between them at most three.
        let count = try builds(workspace).count
        #expect(count <= 5)
        #expect(try isUntouched(workspace))
        // A second time nothing is built.
        let again = try bisect(workspace, "--suite", "smoke", "--query", "method=interval", "--json", "--quiet")
        #expect(again.exitCode == 0 && again.errors.isEmpty, "\(again.errors)")
        #expect(again.output.contains("\"outcome\" : \"found\"") && again.output.contains("\"subject\" : \"c4\""))
        #expect(try builds(workspace).count == count)
    }

    @Test func whatAComparisonFound() throws {
        let workspace = try repository(["good", "bad", "bad"])
        let comparison = try workspace.verigap("compare", "made/good", "made/bad", "--json")
        #expect(comparison.exitCode == 6)
        try workspace.write(comparison.output, to: "comparison.json")
        let found = try bisect(workspace, "--from", "comparison.json")
        #expect(found.exitCode == 0 && found.output.contains(" c1 ("), "\(found.errors)")
        // The suite that was asked has the flagged image only.
        let excerpt = try #require(try workspace.files()[".verigap/bisect/suites/bisect-1.yaml"])
        #expect(String(decoding: excerpt, as: UTF8.self).contains("indices: ["))
        let none = try bisect(workspace, "--from", "comparison.json", "--kind", "contradiction")
        #expect(none.exitCode == 64 && none.errors.contains("comparison.json has no finding of contradiction"))
        let other = try bisect(workspace, "--from", "comparison.json", "--query", "method=milp")
        #expect(other.exitCode == 64 && other.errors.contains("no finding of method=milp"), "\(other.errors)")
    }

    @Test func commitsThatCannotBeAsked() throws {
        let workspace = try repository(["good", "good", "broken", "mute", "bad", "bad"])
        let range = try bisect(workspace, "--suite", "smoke", "--query", "method=interval")
        #expect(range.exitCode == 9, "\(range.errors)")
        #expect(range.output.hasPrefix("undecided: one of these commits"))
        for commit in ["c2", "c3", "c4"] { #expect(range.output.contains(" \(commit)\n"), "\(range.output)") }
        #expect(!range.output.contains(" c1\n") && !range.output.contains(" c5\n"))
        #expect(range.output.contains("does not build: x.swift:1:1: error: no such thing"))
        #expect(range.output.contains("does not run: verigap: cannot read the suite"))
        #expect(try isUntouched(workspace))
    }

    @Test func endsThatDoNotDiffer() throws {
        let workspace = try repository(["good", "good", "good"])
        let same = try bisect(workspace, "--suite", "smoke", "--query", "method=interval")
        #expect(same.exitCode == 8 && same.output.hasPrefix("not reproduced: "), "\(same.output) \(same.errors)")
    }

    @Test func faults() throws {
        let workspace = try repository(["good", "broken"])
        let end = try bisect(workspace, "--suite", "smoke", "--query", "method=interval")
        #expect(end.exitCode == 65 && end.errors.contains("an end of the bisection, cannot be asked: does not build"))
        #expect(try isUntouched(workspace))
        func fault(_ words: String...) throws -> Ending { try workspace.verigap(["bisect"] + words) }
        #expect(try fault("HEAD~1", "nothing", "--suite", "smoke", "--query", "method=interval").exitCode == 66)
        #expect(try fault("HEAD", "HEAD", "--suite", "smoke", "--query", "method=interval").exitCode == 64)
        let backwards = try fault("HEAD", "HEAD~1", "--suite", "smoke", "--query", "method=interval")
        #expect(backwards.exitCode == 64 && backwards.errors.contains("line of first parents"))
        #expect(try fault("HEAD~1", "HEAD").errors.contains("nothing is flagged"))
        let text = try fault("HEAD~1", "HEAD", "--from", "state")
        #expect(text.exitCode == 65 && text.errors.contains("state is not what `verigap compare --json` writes"))
        #expect(try fault("HEAD~1", "HEAD", "--from", "absent").exitCode == 66)
        #expect(try fault("HEAD~1", "HEAD", "--suite", "nosuch", "--query", "method=interval").exitCode == 66)
        let misspelt = try fault("HEAD~1", "HEAD", "--suite", "smoke", "--query", "metod=interval")
        #expect(misspelt.exitCode == 64 && misspelt.errors.contains("did you mean \"method\"?"), "\(misspelt.errors)")
        let absent = try fault("HEAD~1", "HEAD", "--suite", "smoke", "--query", "method=intervall")
        #expect(absent.exitCode == 64 && absent.errors.contains("smoke has no method intervall"), "\(absent.errors)")
    }

    @Test(arguments: [SIGINT, SIGTERM])
    func interrupted(_ signal: Int32) throws {
        let workspace = try repository(["good", "good", "bad"])
        try workspace.write("", to: "made/slow")
        let program = try workspace.start(["bisect", "HEAD~2", "HEAD", "--build", "sh build.sh"] + query)
        #expect(program.runs(within: 20) { (try? builds(workspace).isEmpty) == false })
        program.sendToGroup(signal)
        let ending = try program.ending(within: 10)
        #expect(ending.exitCode == 130, "\(ending.errors)")
        #expect(try isUntouched(workspace))
        // The build has ended too.
        let written = String(decoding: try #require(try workspace.files()["made/pid"]), as: UTF8.self)
        let build = try #require(pid_t(written.trimmingCharacters(in: .whitespacesAndNewlines)))
        #expect(!isAlive(build))
        // What was killed leaves a worktree behind, which the next bisection takes away.
        let killed = try workspace.start(["bisect", "HEAD~2", "HEAD", "--build", "sh build.sh"] + query)
        let before = try builds(workspace).count
        #expect(killed.runs(within: 20) { ((try? builds(workspace).count) ?? 0) > before })
        killed.send(SIGKILL)
        _ = try killed.ending(within: 5)
        try FileManager.default.removeItem(atPath: workspace.path("made/slow"))
        let found = try bisect(workspace, "--suite", "smoke", "--query", "method=interval")
        #expect(found.exitCode == 0 && found.output.contains(" c2 ("), "\(found.errors)")
        #expect(try isUntouched(workspace))
    }
}
