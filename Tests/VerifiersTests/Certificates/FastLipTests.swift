import LinearAlgebra
import Networks
import Questions
import TestSupport
import Testing
import Verifiers

/// Fast-Lip where its answer is known, and against gradients at sampled points; its soundness on boxes and balls is held against
/// enumeration in `BruteForceTests`.
@Suite struct FastLipTests {
    /// Where no activation is open, the Lipschitz constant is exact, and so is the bound.
    @Test(arguments: Norm.allCases) func `exact where nothing is open`(_ norm: Norm) throws {
        let network = try SmallNetwork.make([
            ([[3, -4], [1, 1]], [9, -9]), ([[1, 7], [0, 7]], [0, 0]),
        ])
        let query = SmallNetwork.query([0.5, 0.25], on: network, norm: norm, epsilon: 0.125)
        // The margin is 3 a − 4 b + 9.
        let fall = [Norm.infinity: 7.0, .two: 5, .one: 4][norm]! * 0.125
        let bound = try #require(try answer("fast-lip", query, on: network).marginLower)
        #expect(bound <= 9.5 - fall && bound >= 9.5 - fall - 1e-9)
    }

    /// The box that a domain leaves.
    @Test func `the domain takes ways away`() throws {
        let network = try SmallNetwork.make([([[1, 1]], [0.5]), ([[1], [0]], [0, 0])])
        let query = SmallNetwork.query([0.0, 1.0], on: network, epsilon: 0.25, domain: .unit)
        // Only the second input can fall.
        let bound = try #require(try answer("fast-lip", query, on: network).marginLower)
        #expect(bound <= 1.25 && bound > 1.25 - 1e-9)
    }

    /// An open ReLU between: anything from none to all of its slope.
    @Test func `an open ReLU`() throws {
        let network = try SmallNetwork.make([([[1, 0]], [0]), ([[-2], [0]], [3, 0])])
        let query = SmallNetwork.query([0.0625, 0], on: network, epsilon: 0.25)
        // 3 − 2 · 0.0625 − 0.25 · 2
        let bound = try #require(try answer("fast-lip", query, on: network).marginLower)
        #expect(bound <= 2.375 && bound > 2.375 - 1e-9)
    }
}
