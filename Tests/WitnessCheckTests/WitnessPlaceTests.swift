import LinearAlgebra
import Networks
import Questions
import Testing
import WitnessCheck

/// Logits are the pixels themselves, so that every point where pixel 1 is not below pixel 0 is a witness for label 0.
func identityNetwork(_ width: Int = 2) throws -> Network {
    var builder = NetworkBuilder(input: [width])
    var weight = Matrix<Float>(rows: width, columns: width)
    for index in 0..<width { weight[index, index] = 1 }
    try builder.linear(weight: weight, bias: Array(repeating: 0, count: width))
    return try builder.build()
}

func makeQuery(
    _ pixels: [Float], epsilon: Double, norm: Norm = .infinity, domain: InputDomain? = .unit, label: Int = 0
) -> Query {
    Query(
        sample: Sample(id: SampleID(dataset: "points", split: "test", index: 0), label: label, pixels: pixels),
        label: label, perturbation: PerturbationSet(norm: norm, epsilon: epsilon, domain: domain))
}

@Suite struct WitnessPlaceTests {
    private func report(_ pixels: [Float], for query: Query) throws -> WitnessReport {
        WitnessCheck.examine(
            Witness(pixels: pixels, adversarialClass: 1), for: query, on: try identityNetwork(query.sample.pixels.count)
        )
    }

    /// Every query here has label 0 and points with pixel 1 above pixel 0, so only the place decides.
    private func expectEdge(
        _ query: Query, inside: [Float], outside: [Float], sourceLocation: SourceLocation = #_sourceLocation
    ) throws {
        let accepted = try report(inside, for: query)
        #expect(accepted.isInside && accepted.isAccepted, sourceLocation: sourceLocation)
        let refused = try report(outside, for: query)
        #expect(!refused.isInside && !refused.isAccepted, sourceLocation: sourceLocation)
        #expect(refused.refusal != nil, sourceLocation: sourceLocation)
    }

    @Test func boxEdgesBothSides() throws {
        let query = makeQuery([0.5, 0.5], epsilon: 0.25)
        try expectEdge(query, inside: [0.5, 0.75], outside: [0.5, Float(0.75).nextUp])
        try expectEdge(query, inside: [0.25, 0.5], outside: [Float(0.25).nextDown, 0.5])
        try expectEdge(query, inside: [0.25, 0.75], outside: [Float(0.25).nextDown, Float(0.75).nextUp])
    }

    @Test func boxEdgesOfRadiiThatAreNoFloats() throws {
        for epsilon in [0.1, 0.3, 8.0 / 255, 0.05] {
            for pixel in [0.5, 0.3, 128 / 255, 0.61] as [Float] {
                let query = makeQuery([pixel, pixel], epsilon: epsilon)
                let box = query.perturbation.innerBox(around: query.sample.pixels)
                try expectEdge(query, inside: [pixel, box.upper[1]], outside: [pixel, box.upper[1].nextUp])
                try expectEdge(query, inside: [box.lower[0], pixel], outside: [box.lower[0].nextDown, pixel])
            }
        }
    }

    @Test func domainEdgesBothSides() throws {
        let query = makeQuery([0.125, 0.875], epsilon: 0.25)
        try expectEdge(query, inside: [0.125, 1], outside: [0.125, Float(1).nextUp])
        try expectEdge(query, inside: [0, 0.875], outside: [-Float.leastNonzeroMagnitude, 0.875])
        let shifted = makeQuery([-1, 1.5], epsilon: 1, domain: InputDomain(lower: -1.5, upper: 2))
        try expectEdge(shifted, inside: [-1.5, 2], outside: [Float(-1.5).nextDown, 2])
        try expectEdge(shifted, inside: [-1.5, 2], outside: [-1.5, Float(2).nextUp])
        let unbounded = makeQuery([0, 1], epsilon: 0.25, domain: nil)
        try expectEdge(unbounded, inside: [-0.25, 1.25], outside: [-0.25, Float(1.25).nextUp])
    }

    @Test func sumNormEdge() throws {
        let query = makeQuery([0.5, 0.5], epsilon: 0.25, norm: .one)
        try expectEdge(query, inside: [0.375, 0.625], outside: [0.375, Float(0.625).nextUp])
        try expectEdge(query, inside: [0.5, 0.75], outside: [0.5, Float(0.75).nextUp])
        try expectEdge(query, inside: [0.25, 0.5], outside: [Float(0.25).nextDown, 0.5])
        // Inside the box of that radius, yet outside the set.
        #expect(try !report([0.25, 0.75], for: query).isInside)
    }

    @Test func euclideanEdge() throws {
        // 3 : 4 : 5.
        let query = makeQuery([0.5, 0.5], epsilon: 0.3125, norm: .two)
        try expectEdge(query, inside: [0.3125, 0.75], outside: [0.3125, Float(0.75).nextUp])
        try expectEdge(query, inside: [0.25, 0.6875], outside: [Float(0.25).nextDown, 0.6875])
        #expect(try !report([0.1875, 0.8125], for: query).isInside)
    }

    @Test(arguments: Norm.allCases) func radiusZeroAllowsTheSampleOnly(norm: Norm) throws {
        let query = makeQuery([0.25, 0.5], epsilon: 0, norm: norm)
        try expectEdge(query, inside: [0.25, 0.5], outside: [0.25, Float(0.5).nextUp])
        try expectEdge(query, inside: [0.25, 0.5], outside: [Float(0.25).nextDown, 0.5])
    }

    @Test func refusalsNameTheReason() throws {
        let query = makeQuery([0.5, 0.5], epsilon: 0.25)
        #expect(try report([0.5, 0.875], for: query).refusal == "its l∞ distance 0.375 exceeds ε = 0.25")
        #expect(try report([0.5, 1.5], for: query).refusal == "pixel 1 is 1.5, outside the input domain")
    }

    @Test(arguments: [Float.nan, .infinity, -.infinity, .signalingNaN]) func refusesPixelsThatAreNotFinite(
        bad: Float
    ) throws {
        for domain in [InputDomain.unit, nil] {
            for norm in Norm.allCases {
                let query = makeQuery([0.5, 0.5], epsilon: .infinity, norm: norm, domain: domain)
                for pixels in [[bad, 0.5], [0.25, bad], [bad, bad]] {
                    let refused = try report(pixels, for: query)
                    #expect(!refused.isInside && !refused.isAccepted)
                    #expect(refused.refusal == "it has pixels that are not finite")
                }
            }
        }
    }

    @Test(arguments: [[], [0.5], [0.5, 0.5, 0.5]] as [[Float]]) func refusesWrongSizes(pixels: [Float]) throws {
        let query = makeQuery([0.5, 0.5], epsilon: 1)
        let refused = try report(pixels, for: query)
        #expect(!refused.isInside && !refused.isAccepted)
        #expect(refused.refusal == "the witness has \(pixels.count) pixels, the network wants 2")
        #expect(refused.marginFloat.isNaN && refused.marginDouble.isNaN)
    }

    @Test func refusesASizeOtherThanTheSamples() throws {
        let query = makeQuery([0.5], epsilon: 1)
        let witness = Witness(pixels: [0.25, 0.5], adversarialClass: 1)
        let refused = WitnessCheck.examine(witness, for: query, on: try identityNetwork(2))
        #expect(!refused.isInside)
        #expect(refused.refusal == "it has 2 pixels, the sample 1")
    }
}
