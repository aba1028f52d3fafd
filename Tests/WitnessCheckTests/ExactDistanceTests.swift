import Questions
import Testing
import WitnessCheck

/// Points that lie outside by less than the rounding of a sum or of a root: zero tolerance refuses them too.
@Suite struct ExactDistanceTests {
    private func isInside(_ pixels: [Float], _ query: Query) throws -> Bool {
        WitnessCheck.examine(
            Witness(pixels: pixels, adversarialClass: 1), for: query, on: try identityNetwork(pixels.count)
        ).isInside
    }

    @Test func sumNorm() throws {
        let query = makeQuery([0, 0], epsilon: 0.5, norm: .one)
        #expect(try isInside([0, 0.5], query))
        #expect(try !isInside([0x1p-60, 0.5], query))
    }

    /// ε = fl(√n) below √n, found by a fused multiplication; the squares and their sum are exact.
    @Test func euclideanNorm() throws {
        var checked = 0
        for step in 1...200 {
            let (a, b) = (Float(step) * 0x1p-10, Float(0.5))
            let square = Double(a) * Double(a) + Double(b) * Double(b)
            let root = square.squareRoot()
            let query = makeQuery([0, 0], epsilon: root, norm: .two)
            // The sign of root² − square, exactly.
            let excess = (-square).addingProduct(root, root)
            #expect(try isInside([a, b], query) == (excess >= 0), "\(a)")
            checked += excess < 0 ? 1 : 0
        }
        #expect(checked > 50)
    }

    @Test func maximumNorm() throws {
        let query = makeQuery([0, 0x1.8p-55], epsilon: 0.5.nextDown)
        #expect(try !isInside([0, 0.5], query))
    }
}
