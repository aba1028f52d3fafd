import Foundation
import Testing
import VNNLIB

/// What must neither crash nor hang, whatever it says.
@Suite struct HostileTests {
    private static let text =
        PropertyReadingTests.header + PropertyReadingTests.box + """

            ; two cases
            (assert (or (and (<= (+ (* 2.0 Y_0) -1e-3) Y_1) (not (>= X_0 0.5))) (= Y_2 (- 0.25))))
            """

    @Test func everyPrefixReadsOrThrows() {
        let bytes = Array(Self.text.utf8)
        var read = 0
        for length in 0..<bytes.count where (try? VNNLIBProperty(Array(bytes[..<length]))) != nil { read += 1 }
        // Prefixes that end behind a command, behind all declarations, are properties.
        #expect(read > 4 && read < 200)
    }

    @Test func everyByteChanged() {
        let bytes = Array(Self.text.utf8)
        for position in bytes.indices {
            for byte: UInt8 in [0, 0x22, 0x28, 0x29, 0x3B, 0x5B, 0x7F, 0xFF] {
                var copy = bytes
                copy[position] = byte
                _ = try? VNNLIBProperty(copy)
            }
        }
    }

    @Test func garbage() {
        var random = SplitMix(seed: 3)
        let words = [
            "(", ")", "assert", "X_0", "Y_1", "<=", "and", "or", "1.5", "[", "]", ",", "\"", ";", "\n", "declare-const",
            "Real", "not", "-",
        ]
        for _ in 0..<2000 {
            let count = random.next(in: 0...60)
            let noise = (0..<count).map { _ in UInt8(truncatingIfNeeded: random.next()) }
            _ = try? VNNLIBProperty(noise)
            let soup = (0..<count).map { _ in words.randomElement(using: &random) ?? "" }.joined(separator: " ")
            _ = try? VNNLIBProperty(PropertyReadingTests.header + "(assert " + soup)
            _ = try? Counterexample(soup)
        }
    }

    @Test func deepNesting() throws {
        for piece in ["(", "(and ", "(assert (or (and ", "(not ", "(- ", "(((("] {
            let text = PropertyReadingTests.header + "(assert " + String(repeating: piece, count: 1_000_000)
            #expect(throws: VNNLIBFaults.self) { try VNNLIBProperty(text) }
        }
        let deep = String(repeating: "(and ", count: 200) + "(<= Y_0 1)" + String(repeating: ")", count: 200)
        #expect(try VNNLIBProperty(PropertyReadingTests.header + "(assert \(deep))").caseCount == 1)
        #expect(throws: VNNLIBFaults.self) {
            try VNNLIBProperty(String(repeating: "(set-info ", count: 1_000_000))
        }
    }

    /// Alternating levels multiply no work: each adds one alternative.
    @Test func deepAlternation() throws {
        let open = (0..<120).map { "(or (<= Y_0 \($0)) (and (<= Y_1 \($0)) " }.joined()
        let text = "(assert \(open)(<= Y_2 1)\(String(repeating: "))", count: 120)))"
        let property = try VNNLIBProperty(PropertyReadingTests.header + text)
        #expect(property.caseCount == 121)
    }

    @Test func tooManyCases() {
        let pair = "(assert (or (<= Y_0 1) (<= Y_1 2)))"
        let sixteen = PropertyReadingTests.header + String(repeating: pair, count: 16)
        #expect((try? VNNLIBProperty(sixteen))?.caseCount == 65536)
        for count in [17, 64, 5000] {
            let text = PropertyReadingTests.header + String(repeating: pair + "\n", count: count)
            #expect { try VNNLIBProperty(text) } throws: { error in
                (error as? VNNLIBFaults)?.faults.first?.message.contains("cases, more than are supported") ?? false
            }
        }
        let inner = String(repeating: "(or (<= X_0 1) (<= Y_1 2))", count: 40)
        #expect(throws: VNNLIBFaults.self) {
            try VNNLIBProperty(PropertyReadingTests.header + "(assert (and \(inner)))")
        }
    }

    /// Few cases, and comparisons that every one of them shares.
    @Test func tooManyComparisons() {
        let many = String(repeating: "(<= Y_2 1)", count: 20_000)
        let pairs = String(repeating: "(or (<= Y_0 1) (<= Y_1 2))", count: 15)
        let alone = String(repeating: "(assert (<= (+ X_0 X_1) 1))", count: 20_000)
        let either = (0..<1000).map { "(and (<= X_0 \($0)) (<= Y_0 1))" }.joined()
        for body in [
            "(assert (and \(pairs) \(many)))", "(assert (and \(pairs))) (assert (and \(many)))",
            "\(alone)(assert (or \(either)))",
        ] {
            #expect(throws: VNNLIBFaults.self) { try VNNLIBProperty(PropertyReadingTests.header + body) }
        }
    }

    /// Many boxes of many inputs would take the machine's memory.
    @Test func tooManyBoxes() {
        let declarations = (0..<5000).map { "(declare-const X_\($0) Real)" }.joined() + "(declare-const Y_0 Real)"
        let boxes = (0..<5000).map { "(<= X_\($0) 1)" }.joined()
        #expect { try VNNLIBProperty(declarations + "(assert (or \(boxes)))") } throws: { error in
            (error as? VNNLIBFaults)?.faults.first?.message.contains("5000 boxes of 5000 inputs") ?? false
        }
    }

    @Test func hugeNumbers() throws {
        let property = try VNNLIBProperty(
            PropertyReadingTests.header + "(assert (<= X_0 1e400)) (assert (>= X_0 -1e400)) (assert (<= Y_0 1e-400))")
        let interval = property.regions[0].box[0]
        #expect(interval.inner == (-Double.greatestFiniteMagnitude, .greatestFiniteMagnitude))
        #expect(interval.outer == (-.infinity, .infinity))
        #expect(property.isCounterexample(inputs: [.greatestFiniteMagnitude, 0], outputs: [0, 0, 0]))
        #expect(!property.isCounterexample(inputs: [0, 0], outputs: [5e-324, 0, 0]))
        let factors = String(repeating: " 1e900", count: 100_000)
        #expect(throws: VNNLIBFaults.self) {
            try VNNLIBProperty(PropertyReadingTests.header + "(assert (<= (*\(factors)) Y_0))")
        }
    }

    /// What is read can be written and read again, however long its numbers are.
    @Test func longNumbersReturn() throws {
        let digits = String(repeating: "123456789", count: 90)
        for form in [
            "(* 0.\(digits) 0.\(digits) Y_0)", "(+ Y_0 1e900 1e-900)", "(* 1e-490 1e-511 Y_0)", "(- Y_0 9.9e999)",
        ] {
            let property = try VNNLIBProperty(PropertyReadingTests.header + "(assert (<= \(form) 1))")
            #expect(try VNNLIBProperty(property.vnnlib()).describesTheSame(as: property))
        }
        for form in [
            "(<= (+ Y_0 1e990) (+ 1e-990 Y_1))", "(<= (* 1e-490 1e-512 Y_0) 1)", "(<= (* 10 1e999) Y_0)",
            "(<= (* 1e600 Y_0) 1e600 (* 1e500 1e501))",
        ] {
            #expect(throws: VNNLIBFaults.self) { try VNNLIBProperty(PropertyReadingTests.header + "(assert \(form))") }
        }
    }

    /// 100,000 inputs in two forms; a walk over the text, not a search in it.
    @Test func manyInputs() throws {
        let count = 100_000
        var text = (0..<count).map { "(declare-const X_\($0) Real)\n" }.joined() + "(declare-const Y_0 Real)\n"
        text += (0..<count).map { "(assert (>= X_\($0) 0.\($0)))\n(assert (<= X_\($0) 1.0))\n" }.joined()
        let property = try VNNLIBProperty(text + "(assert (<= Y_0 0))")
        #expect(property.inputCount == count && property.unboundedInputs.isEmpty)
        #expect(property.regions[0].box[99_999] == PropertyReadingTests.interval("0.99999", "1"))
        #expect(try VNNLIBProperty(property.vnnlib()).describesTheSame(as: property))
        let sum = (0..<count).map { "X_\($0)" }.joined(separator: " ")
        let form = try VNNLIBProperty(text + "(assert (<= (+ \(sum)) 7))")
        #expect(form.regions[0].inputForms[0].terms.count == count)
    }
}
