import LinearAlgebra
import Networks
import Questions
import Testing
import WitnessCheck

@Suite struct PredictedClassTests {
    /// Logits 1 and ½ everywhere; double precision absorbs the 1.
    private func absorbing(width: Int = 3) throws -> Network {
        var builder = NetworkBuilder(input: [2])
        var bias = [Float](repeating: 0, count: width)
        (bias[0], bias[1], bias[2]) = (0x1p27, 1, 0x1p27)
        try builder.linear(
            weight: Matrix(rows: width, columns: 2, elements: [Float](repeating: 0, count: 2 * width)), bias: bias)
        builder.relu()
        var rows = [Float](repeating: 0, count: 2 * width)
        (rows[0], rows[1], rows[2]) = (0x1p27, 1, -0x1p27)
        try builder.linear(weight: Matrix(rows: 2, columns: width, elements: rows), bias: [0, 0.5])
        return try builder.build()
    }

    @Test func whatDoublePrecisionAbsorbs() throws {
        #expect(PredictedClass.classes(of: try absorbing(), [[0.5, 0.5], [0, 1]]) == [0, 0])
    }

    @Test func ordinaryNetworksAndTies() throws {
        let images: [[Float]] = [
            [0.25, 0.5, 0.5], [0.5, 0.5, 0.25], [0.1, 0.1, 0.2], [Float(0.5).nextUp, 0.5, 0.5],
        ]
        #expect(PredictedClass.classes(of: try identityNetwork(3), images) == [1, 0, 2, 0])
        #expect(PredictedClass.classes(of: try identityNetwork(3), []) == [])
    }

    /// Upper ends of margins are never below the margins themselves, exact or not.
    @Test func upperEndsOfMargins() throws {
        var builder = NetworkBuilder(input: [3])
        try builder.linear(
            weight: Matrix(rows: 2, columns: 3, elements: [0x1p30, 1, -0x1p30, 0, 1, 0x1p-26]), bias: [0, 0])
        let network = try builder.build()
        let report = WitnessCheck.examine(
            Witness(pixels: [0.3, 0.7, 0.3], adversarialClass: 1),
            for: makeQuery([0.3, 0.7, 0.3], epsilon: 0, label: 0), on: network)
        // Exactly −0.3f · 2⁻²⁶.
        let exact = -Double(Float(0.3)) * 0x1p-26
        #expect(report.isAccepted && report.marginUpper >= exact && report.marginUpper <= 0)
    }
}
