import LinearAlgebra
import Networks
import Questions
import TestSupport
import Testing
import WitnessCheck

@Suite struct WitnessMarginTests {
    private func report(_ pixels: [Float], label: Int = 0, on network: Network) -> WitnessReport {
        WitnessCheck.examine(
            Witness(pixels: pixels, adversarialClass: 9), for: makeQuery(pixels, epsilon: 0, label: label), on: network)
    }

    @Test func aTieCounts() throws {
        let tie = report([0.5, 0.5], on: try identityNetwork())
        #expect(tie.isAccepted && tie.isInside)
        #expect(tie.marginDouble == 0 && tie.marginFloat == 0)
    }

    @Test func theSmallestPositiveMarginIsRefused() throws {
        let near = report([0.5, Float(0.5).nextDown], on: try identityNetwork())
        #expect(near.isInside && !near.isAccepted)
        #expect(near.marginDouble == 0x1p-25)
        #expect(near.refusal == "its margin is \(0x1p-25) > 0")
        #expect(report([0.5, Float(0.5).nextUp], on: try identityNetwork()).isAccepted)
    }

    @Test func theWorstClassIsFound() throws {
        let network = try identityNetwork(4)
        let worst = report([0.5, 0.25, 1, 0.75], on: network)
        #expect(worst.adversarialClass == 2)
        #expect(worst.marginDouble == -0.5 && worst.marginFloat == -0.5)
        let other = report([0.5, 0.25, 1, 0.75], label: 2, on: network)
        #expect(other.adversarialClass == 3)
        #expect(other.marginDouble == 0.25 && !other.isAccepted)
    }

    /// 2²⁴ + 1 is no float: single precision sees a tie, double precision does not.
    @Test func doublePrecisionDecidesAndBothAreRecorded() throws {
        var builder = NetworkBuilder(input: [2])
        try builder.linear(
            weight: Matrix(rows: 2, columns: 2, elements: [0x1p24, 1, 0x1p24, 0]), bias: [0, 0])
        let network = try builder.build()
        let refused = report([1, 1], label: 0, on: network)
        #expect((refused.marginFloat, refused.marginDouble) == (0, 1))
        #expect(!refused.isAccepted)
        let accepted = report([1, 1], label: 1, on: network)
        #expect((accepted.marginFloat, accepted.marginDouble) == (0, -1))
        #expect(accepted.isAccepted)
    }

    /// Both logits overflow in doubles; exactly, they differ by one in the last place, or not at all.
    @Test func marginsBeyondDoublesAreEvaluatedExactly() throws {
        for (second, isAccepted) in [(Float(1), true), (Float(1).nextDown, false), (Float(1).nextUp, true)] {
            var builder = NetworkBuilder(input: [1])
            for _ in 0..<9 {
                try builder.linear(weight: Matrix(rows: 1, columns: 1, elements: [3e38]), bias: [0])
            }
            try builder.linear(weight: Matrix(rows: 2, columns: 1, elements: [1, second]), bias: [0, 0])
            let report = report([1], on: try builder.build())
            #expect(report.isInside)
            #expect(report.isAccepted == isAccepted, "\(second)")
            #expect(report.marginDouble.isFinite)
        }
    }

    /// 10¹⁷ − 10¹⁷ absorbs what is added in between: a tie in doubles, a positive margin in real numbers.
    @Test func absorbedSummandsDoNotMakeAWitness() throws {
        var builder = NetworkBuilder(input: [1])
        try builder.linear(weight: Matrix(rows: 3, columns: 1, elements: [0, 1, 0]), bias: [1e17, 0, -1e17])
        try builder.linear(weight: Matrix(rows: 2, columns: 3, elements: [1, 1, 1, 0, 0, 0]), bias: [0, 0])
        let network = try builder.build()
        let report = report([0.5], on: network)
        #expect(!report.isAccepted)
        #expect(report.standing == .positive)
        #expect(report.marginDouble == 0.5)
    }

    /// More weights than exact numbers are worth, and a tie that intervals cannot tell from a margin.
    @Test func aTieOfALargeNetworkIsUndecided() throws {
        let width = 1500
        var builder = NetworkBuilder(input: [1])
        try builder.linear(
            weight: Matrix(rows: width, columns: 1, elements: Array(repeating: 0.1, count: width)),
            bias: Array(repeating: 0.3, count: width))
        try builder.linear(
            weight: Matrix(rows: width, columns: width, elements: Array(repeating: 0.1, count: width * width)),
            bias: Array(repeating: 0, count: width))
        let row = Array(repeating: Float(0.1), count: width)
        try builder.linear(weight: Matrix(rows: 2, columns: width, elements: row + row), bias: [0, 0])
        let network = try builder.build()
        let query = makeQuery([0.7], epsilon: 0.1)
        let outcome = Outcome(verdict: .falsified, witness: Witness(pixels: [0.7], adversarialClass: 1))
        let settled = WitnessCheck.settle(outcome, for: query, on: network)
        #expect(settled.verdict == .unknown)
        #expect(settled.reason == .witnessUndecided)
        #expect(settled.witness == nil)
    }

    @Test func outsideAndPositiveMarginAreBothReported() throws {
        let query = makeQuery([0.75, 0.25], epsilon: 0.125)
        let refused = WitnessCheck.examine(
            Witness(pixels: [0.5, 0.25], adversarialClass: 1), for: query, on: try identityNetwork())
        #expect(!refused.isInside)
        #expect(refused.refusal == "its l∞ distance 0.25 exceeds ε = 0.125")
        #expect(refused.marginDouble == 0.25)
    }

    /// A point of the box where the exact oracle's worst margin is negative is accepted wherever its margin is.
    @Test(arguments: RandomNetworks.Family.allCases) func agreesWithTheOracle(family: RandomNetworks.Family) throws {
        for seed in 1...10 as ClosedRange<UInt64> {
            let network = try RandomNetworks.make(family, seed: seed)
            let sample = RandomNetworks.sample(for: network, seed: seed)
            let query = Query(
                sample: sample, label: sample.label, perturbation: PerturbationSet(epsilon: 0.3))
            let worst = PolygonOracle.worstMargin(of: network, query: query)
            let box = query.perturbation.innerBox(around: sample.pixels)
            var generator = SeededGenerator(seed: seed)
            for _ in 0..<50 {
                let pixels = sample.pixels.indices.map {
                    min(
                        max(box.lower[$0] + (box.upper[$0] - box.lower[$0]) * generator.unitFloat(), box.lower[$0]),
                        box.upper[$0])
                }
                let report = WitnessCheck.examine(
                    Witness(pixels: pixels, adversarialClass: 0), for: query, on: network)
                #expect(report.isInside)
                #expect(report.marginDouble >= worst - 1e-12)
                #expect(report.isAccepted == (report.marginDouble <= 0))
            }
        }
    }
}
