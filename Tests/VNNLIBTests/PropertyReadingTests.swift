import Testing
import VNNLIB

@Suite struct PropertyReadingTests {
    static let header = """
        (declare-const X_0 Real)
        (declare-const X_1 Real)
        (declare-const Y_0 Real)
        (declare-const Y_1 Real)
        (declare-const Y_2 Real)

        """
    static let box = "(assert (<= X_0 1))(assert (>= X_0 -1))(assert (<= X_1 0.5))(assert (>= X_1 0.25))"

    static func number(_ text: String) -> DecimalNumber { DecimalNumber(text) ?? .zero }

    /// Σ factor · v ≤ bound.
    static func half(_ terms: [(Int, String)], _ bound: String) -> HalfSpace {
        HalfSpace(terms.map { .init($0.0, number($0.1)) }, atMost: number(bound))!
    }

    static func interval(_ lower: String?, _ upper: String?) -> Interval {
        Interval(lower: lower.map(number), upper: upper.map(number))
    }

    private func read(_ body: String) throws -> VNNLIBProperty { try VNNLIBProperty(Self.header + Self.box + body) }

    @Test func plainConjunction() throws {
        let property = try read("(assert (<= Y_0 Y_1)) ; a comment )))\n(assert(>= Y_2 1.5e-3))")
        #expect((property.inputCount, property.outputCount) == (2, 3))
        let region = try #require(property.regions.first)
        #expect(region.box == [Self.interval("-1", "1"), Self.interval("0.25", "0.5")])
        #expect(region.outputs == [[Self.half([(0, "1"), (1, "-1")], "0"), Self.half([(2, "-1")], "-0.0015")]])
        #expect(property.regions.count == 1 && property.caseCount == 1 && property.notes.isEmpty)
    }

    @Test func disjunctionOverOutputsAndLaterAssertions() throws {
        let property = try read("(assert (or (and (<= Y_0 Y_1)(<= Y_0 Y_2)) (and (>= Y_1 3))))(assert (<= Y_2 7))")
        let tail = Self.half([(2, "1")], "7")
        #expect(property.regions.count == 1)
        // What stands alone comes first, wherever it was asserted.
        #expect(
            property.regions[0].outputs == [
                [tail, Self.half([(0, "1"), (1, "-1")], "0"), Self.half([(0, "1"), (2, "-1")], "0")],
                [tail, Self.half([(1, "-1")], "-3")],
            ])
    }

    @Test func disjunctionOverInputs() throws {
        let property = try read(
            "(assert (or (and (<= X_0 0) (>= X_0 -0.5)) (<= 0.5 X_0) (and (>= X_0 0.5))))"
                + "(assert (or (<= Y_0 0) (<= Y_1 0)))")
        #expect(property.regions.map { $0.box[0] } == [Self.interval("-0.5", "0"), Self.interval("0.5", "1")])
        #expect(property.regions.map(\.outputs.count) == [2, 4])
        #expect(Array(property.cases).count == 6 && property.caseCount == 6)
    }

    @Test func mixedDisjunction() throws {
        let property = try read(
            "(assert (or (and (<= X_0 0) (<= Y_0 1)) (and (<= X_0 0) (<= Y_1 2)) (and (>= X_0 0) (>= Y_2 3))))")
        #expect(property.regions.count == 2)
        #expect(
            property.regions[0].outputs == [[Self.half([(0, "1")], "1")], [Self.half([(1, "1")], "2")]])
        #expect(property.regions[1].outputs == [[Self.half([(2, "-1")], "-3")]])
    }

    @Test func linearTerms() throws {
        let property = try read(
            """
            (assert (<= (+ (* 2 Y_0) (* Y_1 -0.5) 1) (- Y_2 (* 3 (+ Y_0 1)))))
            (assert (>= (- Y_1) (+ 0.1 0.2)))
            (assert (<= (* 4 X_0) 3)) (assert (<= (+ X_0 X_1) 1.25)) (assert (>= (* 3 X_1) 0.8))
            (assert (<= (/ Y_0 8) (- 5 4 0.5)))
            """)
        let region = property.regions[0]
        #expect(
            region.outputs == [
                [
                    Self.half([(0, "5"), (1, "-0.5"), (2, "-1")], "-4"), Self.half([(1, "1")], "-0.3"),
                    Self.half([(0, "0.125")], "0.5"),
                ]
            ])
        // 3/4 is a decimal fraction and becomes a bound; 0.8/3 is none.
        #expect(region.box[0] == Self.interval("-1", "0.75"))
        #expect(region.inputForms == [Self.half([(0, "1"), (1, "1")], "1.25"), Self.half([(1, "-3")], "-0.8")])
    }

    @Test func equationsNegationsAndImplications() throws {
        #expect(try read("(assert (= X_0 0.5))").regions[0].box[0] == Self.interval("0.5", "0.5"))
        #expect(try read("(assert (== Y_0 Y_1))").regions[0].outputs[0].count == 2)
        let negated = try read("(assert (not (or (<= Y_0 1) (and (>= Y_1 2) (>= Y_2 3)))))")
        #expect(
            negated.regions[0].outputs == [
                [Self.half([(0, "-1")], Self.belowMinusOne), Self.half([(1, "1")], Self.belowTwo)],
                [Self.half([(0, "-1")], Self.belowMinusOne), Self.half([(2, "1")], Self.belowThree)],
            ])
        let implied = try read("(assert (=> (<= Y_0 1) (<= Y_1 2)))")
        #expect(
            implied.regions[0].outputs == [[Self.half([(0, "-1")], Self.belowMinusOne)], [Self.half([(1, "1")], "2")]])
        #expect(try read("(assert (<= 0 X_0 0.5))").regions[0].box[0] == Self.interval("0", "0.5"))
    }

    // −1 − 2⁻⁵², 2 − 2⁻⁵² and 3 − 2⁻⁵¹.
    private static let belowMinusOne = "-1.0000000000000002220446049250313080847263336181640625"
    private static let belowTwo = "1.9999999999999997779553950749686919152736663818359375"
    private static let belowThree = "2.999999999999999555910790149937383830547332763671875"

    /// Every point that counts satisfies the file, and those on a bound that it excludes do not.
    @Test func strictComparisonsHaveNoBound() throws {
        let above = try read("(assert (> Y_0 1))")
        #expect(!above.isCounterexample(inputs: [0, 0.25], outputs: [1, 0, 0]))
        #expect(above.isCounterexample(inputs: [0, 0.25], outputs: [1 + 0x1p-52, 0, 0]))
        let ordered = try read("(assert (< Y_0 Y_1))")
        #expect(!ordered.isCounterexample(inputs: [0, 0.25], outputs: [0, 0, 0]))
        #expect(ordered.isCounterexample(inputs: [0, 0.25], outputs: [0, 0x1p-149, 0]))
        // The double next to 0.1 lies above it already.
        #expect(try read("(assert (> X_0 0.1))").regions[0].box[0].lower?.roundedDown == 0.1)
        for text in [
            "(assert (> X_0 0.5)) (assert (< X_0 0.5))", "(assert (>= X_0 0.5)) (assert (< X_0 0.5))",
            "(assert (<= X_0 0.5)) (assert (not (<= X_0 0.5)))",
        ] {
            #expect(try read(text).regions.isEmpty, "\(text)")
        }
    }

    @Test func constants() throws {
        #expect(try read("(assert (<= 1 2)) (assert true)").regions[0].outputs == [[]])
        let impossible = try read("(assert (or false (<= 2 1)))")
        #expect(impossible.regions.isEmpty && impossible.notes.count == 1)
        #expect(try read("(assert (or (<= Y_0 1) (<= Y_1 Y_1)))").regions[0].outputs == [[]])
        // Without variables nothing is closed.
        #expect(try read("(assert (< Y_1 Y_1))").regions.isEmpty)
        #expect(try read("(assert (not (>= 1 1)))").regions.isEmpty)
        let absorbed = try read("(assert (or (and (<= X_0 0) (<= Y_0 1)) (<= X_0 0)))")
        #expect(absorbed.regions.map(\.outputs) == [[[]]])
    }

    @Test func notes() throws {
        #expect(
            try read("(assert (< Y_0 1))").notes == [VNNLIBProperty.strictNote])
        #expect(try read("(assert (<= Y_0 1))").notes.isEmpty)
        let empty = try read("(assert (or (and (>= X_0 2) (<= Y_0 1)) (<= Y_0 3)))")
        #expect(empty.caseCount == 1)
        #expect(empty.notes == ["1 of 2 cases have no input: X_0 in [2.0, 1.0]"])
        let open = try VNNLIBProperty(Self.header + "(assert (<= X_0 1)) (assert (<= Y_0 1))")
        #expect(open.unboundedInputs == [0, 1])
        #expect(open.notes == ["inputs without two bounds: X_0, X_1"])
        #expect(try read("").notes == ["a case says nothing of the outputs: every input in it is a counterexample"])
    }

    /// Variables in any order, functions without arguments, commands of SMT-LIB, line ends of Windows, a byte order mark.
    @Test func formsOfFiles() throws {
        let text =
            "\u{FEFF}(set-logic QF_LRA)\r\n(declare-fun Y_0 () Real)\r\n(declare-const X_1 Real)(assert (<= X_1 1))\r\n"
            + "(declare-const X_0 Real)\r\n(assert(and(>= X_0 0)(<= X_0 1)(>= X_1 0)))(assert (<= Y_0 .5))(check-sat)"
        let property = try VNNLIBProperty(text)
        #expect(property.regions[0].box == [Self.interval("0", "1"), Self.interval("0", "1")])
        #expect(property.regions[0].outputs == [[Self.half([(0, "1")], "0.5")]])
    }

    @Test func judging() throws {
        let property = try read("(assert (or (<= Y_0 0.1) (<= Y_1 Y_2)))")
        #expect(property.isCounterexample(inputs: [0, 0.5], outputs: [1, 2, 2]))
        #expect(!property.isCounterexample(inputs: [0, 0.5], outputs: [1, 2, 1]))
        #expect(!property.isCounterexample(inputs: [0, (0.5).nextUp], outputs: [1, 2, 2]))
        // The double 0.1 lies above the decimal 0.1; the one below it does not.
        #expect(!property.isCounterexample(inputs: [0, 0.5], outputs: [0.1, 1, 0]))
        #expect(property.isCounterexample(inputs: [0, 0.5], outputs: [(0.1).nextDown, 1, 0]))
        #expect(property.isCounterexample(inputs: [0, 0.50005], outputs: [0.1, 1, 0], tolerance: 1e-4))
        #expect(!property.isCounterexample(inputs: [0, 0.5002], outputs: [0.1, 1, 0], tolerance: 1e-4))
        #expect(!property.isCounterexample(inputs: [0], outputs: [0, 0, 0]))
        #expect(!property.isCounterexample(inputs: [0, .nan], outputs: [0, 0, 0]))
    }
}
