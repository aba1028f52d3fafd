import Questions
import Testing
import VNNLIB

/// Files whose assertions no point satisfies: the property holds, and that is told by the file's own numbers.
@Suite struct UnsatisfiableTests {
    private static let header = """
        (declare-const X_0 Real)(declare-const X_1 Real)(declare-const Y_0 Real)(declare-const Y_1 Real)
        """
    private static let box = [0, 1].map { "(assert (>= X_\($0) 0))(assert (<= X_\($0) 1))" }.joined()

    private func given(_ assertions: String, box: String = Self.box) throws -> GivenProperty {
        try GivenProperty(try VNNLIBProperty(Self.header + box + assertions))
    }

    @Test(arguments: [
        "(assert false)", "(assert (not true))", "(assert (<= 1 0))", "(assert (or false (<= 2 1)))",
        "(assert (>= X_0 2))", "(assert (or (>= X_0 2) (and (<= X_1 -1) (<= Y_0 0))))",
        "(assert (<= Y_0 0))(assert (>= Y_0 1e-30))", "(assert (and (<= Y_0 Y_1) (<= (+ Y_1 1e-9) Y_0)))",
        "(assert (<= (* 3 Y_0) 1))(assert (>= (* 7 Y_0) 2.34))", "(assert (>= (+ X_0 (* 2 X_1)) 3.0000000001))",
        "(assert (<= (+ X_0 X_1) 0.5))(assert (>= (+ (* 0.2 X_0) (* 0.2 X_1)) 0.11))",
        "(assert (or (and (<= Y_0 0) (>= Y_0 1)) (and (<= Y_1 0) (>= Y_1 1))))",
    ])
    func nothingSatisfiesIt(_ assertions: String) throws {
        let given = try given(assertions)
        #expect(given.parts.isEmpty && given.inputCount == 2 && given.outputCount == 0)
        #expect(given.centre == [0, 0])
    }

    /// Touching sets have a point in common; what only three half-spaces exclude is asked.
    @Test(arguments: [
        "(assert (<= Y_0 1))(assert (>= Y_0 1))", "(assert (>= X_0 1))", "(assert (>= (+ X_0 (* 2 X_1)) 3))",
        "(assert (<= (* 3 Y_0) 1))(assert (>= (* 6 Y_0) 2))", "(assert (<= Y_0 0))(assert (>= Y_1 1))",
        "(assert (<= (+ Y_0 Y_1) 0))(assert (>= Y_0 1))(assert (>= Y_1 1))",
    ])
    func somethingMaySatisfyIt(_ assertions: String) throws {
        #expect(try given(assertions).parts.count == 1)
    }

    /// The ends are one double, but the lower one is the larger number; and the other way round.
    @Test func endsAreComparedAsTheyAreWritten() throws {
        let (smaller, larger) = ("0.1", "0.10000000000000000001")
        #expect(Double(smaller) == Double(larger))
        let others = "(assert (>= X_1 0))(assert (<= X_1 1))"
        let crossed = "(assert (>= X_0 \(larger)))(assert (<= X_0 \(smaller)))" + others
        #expect(try given("", box: crossed).parts.isEmpty)
        let narrow = "(assert (>= X_0 \(smaller)))(assert (<= X_0 \(larger)))" + others
        let box = try #require(try given("(assert (<= Y_0 0))", box: narrow).parts.first).box
        #expect(box.lower[0] == 0.1 && box.upper[0] == 0.1)
    }

    /// Inputs without bounds do not matter where nothing is asked, and of several cases the possible ones stay.
    @Test func casesThatArePossibleStay() throws {
        #expect(try given("(assert (>= X_0 1))(assert (<= X_0 0))", box: "").parts.isEmpty)
        let mixed = "(assert (or (and (<= Y_0 0) (>= Y_0 1)) (<= Y_1 0) (and (>= X_0 2) (<= Y_0 0))))"
        let part = try given(mixed)
        #expect(part.parts.count == 1 && part.parts[0].clauses.count == 1)
        #expect(part.parts[0].clauses[0] == [LinearForm([1: 1], constant: 0)])
    }

    @Test func differentSizesAreDifferentQuestions() {
        #expect(GivenProperty(unsatisfiableOf: 2).digest != GivenProperty(unsatisfiableOf: 3).digest)
        #expect(GivenProperty(unsatisfiableOf: 2).digest == GivenProperty(unsatisfiableOf: 2).digest)
    }

    /// Written for other tools and read again.
    @Test func itIsWrittenAsFalse() throws {
        for version in VNNLIBVersion.allCases {
            let stated = VNNLIBProperty(inputCount: 2, outputCount: 2, regions: [])
            let back = try VNNLIBProperty(stated.vnnlib(version: version))
            #expect(back.describesTheSame(as: stated))
            #expect(try GivenProperty(back).parts.isEmpty)
        }
    }
}
