import Testing
import VNNLIB

/// Random formulas, as the reader understands them, against their trees, and once through the writer.
@Suite struct FormulaTests {
    private static let header = """
        (declare-const X_0 Real)(declare-const X_1 Real)(declare-const X_2 Real)
        (declare-const Y_0 Real)(declare-const Y_1 Real)

        """

    @Test(arguments: 0..<8) func readerAgreesWithTheTree(seed: Int) throws {
        var maker = TreeMaker(random: SplitMix(seed: UInt64(seed)), inputs: 3, outputs: 2)
        var (inside, outside) = (0, 0)
        for _ in 0..<250 {
            let trees = (0..<maker.random.next(in: 1...3)).map { _ in maker.tree(depth: 3) }
            let text = Self.header + trees.map { "(assert \($0.text))" }.joined(separator: "\n")
            let property = try VNNLIBProperty(text)
            let again = try VNNLIBProperty(property.vnnlib())
            #expect(again.describesTheSame(as: property), "\(text)")
            for _ in 0..<40 {
                let (x, y) = (maker.point(3), maker.point(2))
                let expected = trees.allSatisfy {
                    $0.holds(x.map { Fraction($0, 4) }, y.map { Fraction($0, 4) })
                }
                let found = property.isCounterexample(
                    inputs: x.map { Double($0) / 4 }, outputs: y.map { Double($0) / 4 })
                #expect(found == expected, "\(text) at \(x) \(y)")
                if expected { inside += 1 } else { outside += 1 }
            }
        }
        // Both answers must have been asked for often.
        #expect(inside > 500 && outside > 500)
    }

    /// Cases are what the regions hold, one after the other.
    @Test func casesAreRegionsUnrolled() throws {
        var maker = TreeMaker(random: SplitMix(seed: 77), inputs: 3, outputs: 2)
        for _ in 0..<100 {
            let property = try VNNLIBProperty(Self.header + "(assert \(maker.tree(depth: 4).text))")
            let cases = Array(property.cases)
            #expect(cases.count == property.caseCount)
            #expect(
                Set(property.regions.map { Pair(box: $0.box, forms: $0.inputForms) }).count == property.regions.count)
            #expect(!cases.contains { $0.inputs.contains(where: \.isEmpty) })
        }
    }

    private struct Pair: Hashable {
        var box: [Interval]
        var forms: [HalfSpace]
    }
}
