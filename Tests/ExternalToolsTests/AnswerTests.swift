import Foundation
import Questions
import Testing

/// What tools say, honest and not.
@Suite struct AnswerTests {
    @Test func whatHoldsIsTheToolsOwnClaim() throws {
        let outcome = try TwoInputs.outcome("echo unsat > $3", epsilon: 0.1)
        #expect(outcome.verdict == .robust && outcome.marginLower == nil && outcome.witness == nil)
        #expect(outcome.note == "fake says so; nothing here has checked it")
    }

    @Test func aWitnessIsReplayed() throws {
        let outcome = try TwoInputs.outcome("printf 'sat\\n((X_0 0.25)\\n (X_1 0.5)\\n (Y_0 0.25) (Y_1 0.5))\\n' > $3")
        #expect(outcome.verdict == .falsified && outcome.note == nil)
        #expect(outcome.witness?.pixels == [0.25, 0.5] && outcome.witness?.marginDouble == -0.25)
        #expect(outcome.witness?.adversarialClass == 1)
    }

    @Test func aTieIsACounterexample() throws {
        #expect(try TwoInputs.outcome("echo 'sat ((X_0 0.4) (X_1 0.4))' > $3").verdict == .falsified)
    }

    /// 0.45 is the end of the set. A tool that counts in floats may write the float above it; the one below lies inside.
    @Test func theLastBitOfAFloatIsForgiven() throws {
        let above = Float(0.45).nextUp
        let one = try TwoInputs.outcome("echo 'sat ((X_0 0.3) (X_1 \(Double(above))))' > $3", epsilon: 0.2)
        #expect(one.verdict == .falsified && one.witness?.pixels == [0.3, 0.45])
        let two = try TwoInputs.outcome("echo 'sat ((X_0 0.3) (X_1 \(Double(above.nextUp))))' > $3", epsilon: 0.2)
        #expect(two.verdict == .witnessRejected)
    }

    @Test(arguments: [
        // No counterexample at all.
        ("((X_0 0.5) (X_1 0.25))", "its margin is 0.25 > 0", "the property by 0.25, beyond"),
        // Outside of the set, by much and by little.
        ("((X_0 0.1) (X_1 0.9))", "exceeds", "misses the set by 0.4 and the property by 0.0, beyond"),
        ("((X_0 0.24995) (X_1 0.5))", "exceeds", "within the competition's tolerance of 0.0001"),
        ("((X_0 0.25))", "has 1 inputs, not 2", ""),
        ("((X_0 0.25) (X_1 nan))", "cannot be read", ""),
        ("", "it gave no counterexample", ""),
    ])
    func aLiarIsFoundOut(_ point: String, _ reason: String, _ miss: String) throws {
        let outcome = try TwoInputs.outcome("echo 'sat \(point)' > $3")
        #expect(outcome.verdict == .witnessRejected)
        let note = try #require(outcome.note)
        #expect(note.contains(reason) && (miss.isEmpty || note.contains(miss)), "\(note)")
    }

    @Test(arguments: [
        ("unknown", Verdict.unknown), ("timeout", .timeout), ("error", .crashed), ("run_instance_timeout", .timeout),
    ])
    func whatDecidesNothing(_ word: String, _ verdict: Verdict) throws {
        let outcome = try TwoInputs.outcome("echo \(word) > $3")
        #expect(outcome.verdict == verdict && (verdict == .unknown) == (outcome.reason != nil))
    }

    @Test func aTableOfWords() throws {
        let form = ToolResultForm(
            place: .output, format: .words, words: ["network is safe": .holds, "network is unsafe": .violated],
            marker: "Result:")
        func outcome(_ script: String, _ counterexample: ToolCounterexampleForm? = nil) throws -> Outcome {
            try TwoInputs.outcome(script, result: form, counterexample: counterexample)
        }
        #expect(try outcome("echo 'network is unsafe'; echo 'Result: network is SAFE '").verdict == .robust)
        #expect(try outcome("echo 'Result: network is unsafe'").verdict == .witnessRejected)
        let numbers = ToolCounterexampleForm(place: "{folder}/x.txt", format: .numbers)
        let found = try outcome("echo '[0.25, 0.5]' > x.txt; echo 'Result: network is unsafe'", numbers)
        #expect(found.verdict == .falsified)
        #expect(try outcome("echo 'Result: network is unsafe'", numbers).note?.contains("it wrote no x.txt") == true)
        let both = try outcome("echo 'Result: network is safe'; echo 'Result: network is unsafe'")
        #expect(both.verdict == .crashed && both.note?.contains("it says both") == true)
    }

    /// The tool gets the very question: its files can be read where it is told.
    @Test func theFilesAreThere() throws {
        let fake = try FakeTool(
            "cp \"$2\" $5/property; head -c 1 \"$1\" > /dev/null && echo $4 > $5/limit; pwd > $5/place; echo unsat > $3"
        )
        _ = try TwoInputs.outcome("", epsilon: 0.25, seconds: 60, in: fake)
        let text = try #require(fake.read("property"))
        #expect(text.contains("(assert (>= X_0 0.25))") && text.contains("(assert (<= X_1 0.5))"), "\(text)")
        #expect(text.contains("(<= Y_0 Y_1)"))
        #expect(fake.read("limit") == "59\n")
        #expect(fake.read("place")?.contains("verigap-tools-") == true)
    }

    @Test func nothingIsLeftBehind() throws {
        let fake = try FakeTool("pwd > $5/place; echo unsat > $3")
        _ = try TwoInputs.outcome("", in: fake)
        let place = try #require(fake.read("place")).trimmingCharacters(in: .newlines)
        #expect(!FileManager.default.fileExists(atPath: place))
        #expect(!FileManager.default.fileExists(atPath: (place as NSString).deletingLastPathComponent))
    }
}
