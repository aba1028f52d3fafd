import Testing
import VNNLIB

/// Which networks a property can be about.
@Suite struct PropertyFitTests {
    private func property(_ input: [Int]?, inputs: Int = 6, _ output: [Int]? = nil, outputs: Int = 2) -> VNNLIBProperty
    {
        VNNLIBProperty(
            inputCount: inputs, outputCount: outputs, inputShape: input, outputShape: output, regions: [])
    }

    @Test(arguments: [nil, [1, 2, 3], [2, 3], [1, 1, 2, 1, 3]] as [[Int]?])
    func shapesThatGoTogether(_ declared: [Int]?) {
        #expect(property(declared, [2, 1]).misfit(inputShape: [1, 2, 3], outputShape: [1, 2]) == nil)
    }

    /// The same entries in another order are other pixels.
    @Test(arguments: [[1, 3, 2], [3, 2], [6], [6, 1]])
    func shapesThatDoNot(_ declared: [Int]) {
        let words = property(declared).misfit(inputShape: [1, 2, 3], outputShape: [1, 2])
        #expect(words == "declares an input of shape \(declared), it has [1, 2, 3]")
    }

    @Test func outputsAndCounts() {
        #expect(
            property(nil, [2, 3], outputs: 6).misfit(inputShape: [6], outputShape: [1, 3, 2])
                == "declares an output of shape [2, 3], it has [1, 3, 2]")
        #expect(
            property(nil).misfit(inputShape: [5], outputShape: [2])
                == "is about 6 inputs and 2 outputs, there are 5 and 2")
    }
}
