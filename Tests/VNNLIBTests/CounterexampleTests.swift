import Testing
import VNNLIB

@Suite struct CounterexampleTests {
    @Test func standardForm() throws {
        let point = Counterexample(inputs: [0.1, -1e-30], outputs: [5])
        #expect(point.text == "((X_0 0.1)\n (X_1 -1e-30)\n (Y_0 5.0))\n")
        #expect(try Counterexample(point.text) == point)
        let free = try Counterexample("( (Y_0 5)(X_1 -1E-30) ; a comment\n(X_0 .1))\n\n")
        #expect(free == point)
        #expect(try Counterexample("()") == Counterexample(inputs: [], outputs: []))
    }

    @Test func everyDoubleReturns() throws {
        var random = SplitMix(seed: 9)
        let values = (0..<3000).map { _ in Double(bitPattern: random.next()) }.filter(\.isFinite)
        let point = Counterexample(inputs: values, outputs: values.reversed())
        #expect(try Counterexample(point.text) == point)
    }

    @Test(arguments: [
        ("", "1:1 a parenthesis is expected, not the end of the file"),
        ("((X_0 1)", "1:9 (X_0 …) or a closing parenthesis is expected, not the end of the file"),
        ("((X_0 nan))", "1:7 a finite number is expected, not nan"),
        ("((X_0 1e400))", "1:7 a finite number is expected, not 1e400"),
        ("((X_0 1) (X_0 2))", "1:11 X_0 stands here a second time"),
        ("((X_1 1))", "1:10 X_0 is missing"),
        ("((Z 1))", "1:3 a variable is expected, not Z"),
        ("((X_0 1)) extra", "1:11 the end of the file is expected, not extra"),
        ("((X_0 1 2))", "1:9 a closing parenthesis is expected, not 2"),
    ]) func faults(text: String, expected: String) {
        #expect {
            try Counterexample(text)
        } throws: { error in
            guard let fault = (error as? VNNLIBFaults)?.faults.first else { return false }
            return "\(fault.line):\(fault.column) \(fault.message)" == expected
        }
    }

    @Test func everyPrefixThrows() {
        let bytes = Array("((X_0 1)\n (Y_0 -2.5))".utf8)
        for length in 0..<bytes.count {
            #expect(throws: VNNLIBFaults.self) { try Counterexample(Array(bytes[..<length])) }
        }
    }

    @Test func results() throws {
        let point = Counterexample(inputs: [1], outputs: [2])
        for result in [
            CompetitionResult(.holds), CompetitionResult(.violated, counterexample: point), CompetitionResult(.timeout),
        ] {
            #expect(try CompetitionResult(Array(result.text.utf8)) == result)
        }
        #expect(CompetitionResult(.holds).text == "unsat\n")
        #expect(try CompetitionResult(Array(" SAT\r\n((X_0 1) (Y_0 2))".utf8)).counterexample == point)
        #expect(try CompetitionResult(Array("sat((X_0 1)(Y_0 2))".utf8)).counterexample == point)
        #expect(try CompetitionResult(Array("sat\n\n".utf8)) == CompetitionResult(.violated))
        for text in ["", "maybe", "saturated", "unsatisfied", "((X_0 1))"] {
            #expect(try CompetitionResult(Array(text.utf8)).verdict == .unknown, "\(text)")
        }
        #expect { try CompetitionResult(Array("sat\n((X_0 oops))".utf8)) } throws: { error in
            (error as? VNNLIBFaults)?.faults.first.map { $0.line == 2 && $0.column == 7 } ?? false
        }
    }
}
