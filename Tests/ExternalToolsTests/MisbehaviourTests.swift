import ExternalTools
import Foundation
import Questions
import Testing

/// Tools that hang, flood, crash and say nothing: each has an answer of its own, soon, and nothing of it is left.
@Suite(.serialized) struct MisbehaviourTests {
    private static func isAlive(_ text: Substring) -> Bool {
        guard let identifier = Int32(text), kill(identifier, 0) == 0 else { return false }
        let state = try? String(contentsOfFile: "/proc/\(identifier)/stat", encoding: .utf8)
        // Ended, and not yet waited for by whoever has it now.
        return state?.split(separator: ")").last?.hasPrefix(" Z") == false
    }

    /// The script writes the numbers of its processes into a file beside it.
    private func expectNoneAlive(_ fake: FakeTool, count: Int) throws {
        let numbers = try #require(fake.read("pids")).split(whereSeparator: \.isWhitespace)
        #expect(numbers.count == count)
        let end = ContinuousClock.now + .seconds(2)
        while numbers.contains(where: Self.isAlive), .now < end { usleep(10_000) }
        #expect(!numbers.contains(where: Self.isAlive))
    }

    @Test func oneThatHangsIsEndedWithItsChildren() throws {
        let fake = try FakeTool(
            "sleep 300 & echo $! >> $5/pids; setsid sleep 300 & echo $! >> $5/pids; echo $$ >> $5/pids; "
                + "trap '' TERM; echo unsat > $3; wait")
        let start = ContinuousClock.now
        let outcome = try TwoInputs.outcome("", seconds: 1, in: fake)
        #expect(ContinuousClock.now - start < .seconds(4))
        #expect(outcome.verdict == .timeout && outcome.note == "fake was ended at its limit")
        try expectNoneAlive(fake, count: 3)
    }

    /// It answers and leaves a child that holds its output open.
    @Test func oneThatLeavesChildrenHasAnswered() throws {
        let fake = try FakeTool("sleep 300 & echo $! > $5/pids; sleep 0.2; echo unsat > $3")
        let start = ContinuousClock.now
        #expect(try TwoInputs.outcome("", in: fake).verdict == .robust)
        #expect(ContinuousClock.now - start < .seconds(10))
        try expectNoneAlive(fake, count: 1)
    }

    @Test(arguments: [
        ("true", "it wrote no result"), (": > $3", "it wrote no result"),
        ("echo 'Segmentation fault, but sat anyway' > $3", "begins with \"Segmentation\", which is no answer"),
        ("head -c 5000 /dev/urandom > $3", "which is no answer"), ("mkdir $3", "it is a folder"),
        ("mkfifo $3", "it is no regular file"), ("ln -s /dev/zero $3", "it is no regular file"),
        ("echo oops >&2; echo unsat > $3; exit 3", "ended with exit code 3: oops"),
        ("echo unsat > $3; kill -SEGV $$", "was ended by signal 11"),
    ])
    func whatIsNoAnswer(_ script: String, _ note: String) throws {
        let outcome = try TwoInputs.outcome(script)
        #expect(outcome.verdict == .crashed && outcome.note?.contains(note) == true, "\(outcome.note ?? "")")
    }

    @Test func floodsAreBounded() throws {
        let start = ContinuousClock.now
        // Nobody wants its output: it may write what it likes.
        #expect(try TwoInputs.outcome("yes | head -c 60000000; echo unsat > $3").verdict == .robust)
        let words = ToolResultForm(place: .output, format: .words, words: ["unsat": .holds])
        let output = try TwoInputs.outcome("yes", result: words)
        #expect(output.verdict == .crashed && output.note?.contains("more than 16 MiB to standard output") == true)
        let file = try TwoInputs.outcome("yes > $3")
        #expect(file.verdict == .crashed && file.note?.contains("16 MiB to its file result.txt") == true)
        let large = try TwoInputs.outcome("head -c 40000000 /dev/zero > $3")
        #expect(large.verdict == .crashed, "\(large.note ?? "")")
        #expect(ContinuousClock.now - start < .seconds(60))
    }

    @Test func processorTimeIsThatOfAllProcesses() throws {
        let limits = ToolLimits(cpuSeconds: 0.5)
        let outcome = try TwoInputs.outcome("(while :; do :; done) & while :; do :; done", limits: limits)
        #expect(outcome.verdict == .timeout && outcome.note == "fake was ended by its limit of 0.5 CPU s")
    }

    @Test func memoryIsThatOfAllProcesses() throws {
        let limits = ToolLimits(memoryBytes: 64 << 20)
        let script = "for i in 1 2 3; do (head -c 40000000 /dev/zero | tail -c 40000000 | (sleep 60; cat)) & done; wait"
        let outcome = try TwoInputs.outcome(script, seconds: 30, limits: limits)
        #expect(outcome.verdict == .outOfMemory && outcome.note?.contains("the limit is 64 MiB") == true)
    }

    @Test func aProgramThatIsGoneIsSaid() throws {
        let fake = try FakeTool("", isStarted: true)
        try FileManager.default.removeItem(atPath: fake.folder + "/tool.sh")
        let outcome = try TwoInputs.outcome("", in: fake)
        #expect(outcome.verdict == .crashed && outcome.note?.contains("cannot be started: No such file") == true)
    }

    @Test func versions() throws {
        let fake = try FakeTool("printf '\\n  fake 1.2 \\n more'")
        var tool = fake.tool()
        #expect(try ToolVersion.ask(tool) == nil)
        tool.versionCommand = ["./tool.sh"]
        #expect(try ToolVersion.ask(tool) == "fake 1.2")
        tool.versionCommand = ["sleep", "60"]
        #expect(throws: ToolVersionFault.self) { try ToolVersion.ask(tool, patience: 0.2) }
        tool.versionCommand = ["false"]
        let fault = #expect(throws: ToolVersionFault.self) { try ToolVersion.ask(tool) }
        #expect(fault?.description == "fake does not say its version: exit code 1")
    }
}
