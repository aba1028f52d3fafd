import Questions
import Testing

/// A family of subjects that attack one weakness.
struct Construction: Sendable, CustomTestStringConvertible {
    let name: String
    let make: @Sendable (Sketch.Style) throws -> [Subject]

    var testDescription: String { name }

    init(_ name: String, _ make: @escaping @Sendable (Sketch.Style) throws -> [Subject]) {
        self.name = name
        self.make = make
    }

    /// Every family with every way to write its layers.
    static let all: [Construction] = [
        absorption, absorptionInLogits, summationOrder, tolerances, tinyMargins, exactEnds, thinBoxes, extremeRadii,
        scaledChains, overflowingBranches, zeroTimesInfinity, tinyWeightsOnBalls, hugeWeightsOnBalls, residualSums,
        residualReLUs, normalisations, scalings, averages, moves, poolTies, ties, constants, steepReLUs, planted,
        wideSums,
        deepChains, equalWeightsOnBalls, domainEnds, vanishing, vanishingReLUs,
        oneClass,
    ]
}

extension PerturbationSet {
    /// Every norm at one radius, inside [0, 1].
    static func everyNorm(_ epsilon: Double, _ domain: InputDomain? = .unit) -> [PerturbationSet] {
        Norm.allCases.map { PerturbationSet(norm: $0, epsilon: epsilon, domain: domain) }
    }
}
