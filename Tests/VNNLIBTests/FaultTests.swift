import Testing
import VNNLIB

@Suite struct FaultTests {
    private func faults(_ text: String) -> [VNNLIBFault] {
        do {
            _ = try VNNLIBProperty(text, path: "p.vnnlib")
            return []
        } catch {
            return error.faults
        }
    }

    private func lines(_ text: String) -> [String] { faults(text).map { "\($0.line):\($0.column) \($0.message)" } }

    @Test func rendering() throws {
        let fault = try #require(
            faults("(declare-const X_0 Real)\n\t(assert (<= X_9 0.5)) ; ü\n(declare-const Y_0 Real)").first)
        #expect(
            fault.description == """
                p.vnnlib:2:14: X_9 is not declared
                   2 | \t(assert (<= X_9 0.5)) ; ü
                     | \t            ^
                  hint: declared are X_0
                """)
    }

    @Test func allIndependentFaultsAtOnce() {
        let found = lines(
            """
            (declare-const X_0 Real)
            (declare-const X_0 Real)
            (declare-const Z_0 Real)
            (declare-const Y_0 Int)
            (assert (<= X_0 nan))
            (assert (and (<= X_0 1) (<= (* X_0 X_0) 1) (foo X_0)))
            (assert (<= X_0 Y_0))
            (assert (or X_0 (<= (+ (<= 1 2)) 3)))
            (check)
            (assert (<= X_0 1) (<= X_0 2))
            (assert (not (= X_0 1)))
            (assert (distinct X_0 1))
            (assert (and))
            (assert 3)
            (assert (<= 1))
            (assert (<= (/ X_0 3) 1))
            """)
        #expect(
            found == [
                "2:16 X_0 is declared a second time",
                "3:16 Z_0 is neither an input nor an output",
                "4:20 the type Int is not supported",
                "5:17 nan is not a real number",
                "6:36 a product of variables is not linear",
                "6:45 unknown operator foo",
                "7:9 a comparison of inputs with outputs is not supported",
                "8:13 a comparison is expected here",
                "8:24 a number or a variable is expected here",
                "9:2 unknown command check",
                "10:2 an assertion has one formula, not 2",
                "11:14 the negation of an equation is not supported",
                "12:10 distinct is not supported",
                "13:9 an operator without operands",
                "14:9 a comparison is expected",
                "15:9 a comparison has two operands",
                "16:20 a quotient that is not a decimal fraction is not supported",
            ])
    }

    @Test(arguments: [
        ("(declare-const X_0 Real", "1:24 the file ends within a declaration"),
        ("(assert (<= 1 2)", "1:2 this parenthesis is never closed"),
        (")", "1:1 this parenthesis closes nothing"),
        ("X_0", "1:1 a command is expected, not X_0"),
        ("()", "1:2 the name of a command is expected, not )"),
        ("(assert ((<= 1 2)))", "1:10 an operator is expected, not ("),
        ("(set-info \"a)", "1:11 this quotation mark has no partner"),
        ("(assert (<= 1 2))\u{0}", "1:18 the byte 0x0 is no text"),
        ("(declare-const X_1 Real)(declare-const Y_0 Real)", "1:49 X_1 is declared, but not X_0"),
        ("(declare-const Y_0 Real)", "1:25 the file declares no input"),
        ("(declare-const X_0 Real)", "1:25 the file declares no output"),
        ("(declare-const X_01 Real)", "1:16 X_01 is neither an input nor an output"),
        (
            "(declare-const X_999999999999999999999 Real)",
            "1:16 X_999999999999999999999 is neither an input nor an output"
        ),
        ("(assert (<= 1e4000 2))", "1:13 1e4000 is no number that is read here"),
    ]) func firstFault(text: String, expected: String) {
        #expect(lines(text).first == expected)
    }

    /// More than twenty faults are another kind of file.
    @Test func faultsAreBounded() {
        #expect(faults(String(repeating: "(foo)\n", count: 1000)).count == 20)
    }

    /// A file of one line shows what stands around the place.
    @Test func longLinesAreCut() throws {
        let text =
            "(declare-const X_0 Real)" + String(repeating: "(assert (<= X_0 1.0))", count: 5000) + "(assert (<= X_1 1))"
        let fault = try #require(faults(text + String(repeating: " ", count: 5000) + "(foo)").first)
        #expect(fault.column == 24 + 5000 * 21 + 13 && fault.sourceLine.unicodeScalars.count < 120)
        let caret = fault.sourceLine.unicodeScalars.dropFirst(fault.caret).prefix(3)
        #expect(String(String.UnicodeScalarView(caret)) == "X_1")
    }
}
