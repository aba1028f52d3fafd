import Networks
import Questions
import Testing
import WitnessCheck

@Suite struct SettleTests {
    private let query = makeQuery([0.625, 0.5], epsilon: 0.125)

    private func settle(_ outcome: Outcome) throws -> Outcome {
        WitnessCheck.settle(outcome, for: query, on: try identityNetwork())
    }

    @Test(arguments: Verdict.allCases.filter { $0 != .falsified }) func otherVerdictsStayAsTheyAre(
        verdict: Verdict
    ) throws {
        let bare = Outcome(verdict: verdict, marginLower: 0.25, marginUpper: 0.5, note: "as it was")
        #expect(try settle(bare) == bare)
        // A witness beside another verdict is not looked at: nobody claims it.
        let withWitness = Outcome(verdict: verdict, witness: Witness(pixels: [9], adversarialClass: 1))
        #expect(try settle(withWitness) == withWitness)
    }

    @Test func aWitnessThatCountsKeepsItsVerdictAndGetsBothMargins() throws {
        var measurements = Measurements()
        measurements.nodes = 7
        let claimed = Outcome(
            verdict: .falsified, marginLower: -3, marginUpper: -2,
            witness: Witness(pixels: [0.5, 0.625], adversarialClass: 9), measurements: measurements)
        let settled = try settle(claimed)
        #expect(settled.verdict == .falsified)
        #expect(try #require(settled.marginUpper) >= -0.125 && settled.marginUpper ?? 0 < -0.1249999)
        #expect(settled.marginLower == -3)
        #expect(settled.note == nil)
        #expect(settled.measurements == measurements)
        #expect(
            settled.witness
                == Witness(
                    pixels: [0.5, 0.625], adversarialClass: 1, marginFloat: -0.125, marginDouble: -0.125))
        #expect(try settle(settled) == settled)
    }

    @Test func aTieKeepsItsVerdict() throws {
        let settled = try settle(
            Outcome(verdict: .falsified, witness: Witness(pixels: [0.5625, 0.5625], adversarialClass: 1)))
        #expect(settled.verdict == .falsified)
        #expect(settled.marginUpper == 0)
    }

    @Test(
        arguments: [
            ([0.5, 0.75], "its l∞ distance 0.25 exceeds ε = 0.125"),
            ([0.625, 0.5], "its margin is 0.125 > 0"),
            ([0.5, .nan], "it has pixels that are not finite"),
            ([0.5], "the witness has 1 pixels, the network wants 2"),
        ] as [([Float], String)])
    func aWitnessThatDoesNotCountIsRejected(pixels: [Float], reason: String) throws {
        let settled = try settle(
            Outcome(
                verdict: .falsified, marginUpper: -1, witness: Witness(pixels: pixels, adversarialClass: 1),
                note: "claimed"))
        #expect(settled.verdict == .witnessRejected)
        #expect(settled.note == reason)
        #expect(settled.marginUpper == nil)
        #expect(settled.witness?.pixels.count == pixels.count, "the witness is kept for the post-mortem")
        #expect(settled.witness?.marginDouble?.isNaN != true, "margins that cannot be evaluated are left out")
        #expect(!settled.verdict.isDecided)
    }

    @Test func falsifiedWithoutAWitnessIsRejected() throws {
        let settled = try settle(Outcome(verdict: .falsified, marginUpper: -1))
        #expect(settled.verdict == .witnessRejected)
        #expect(settled.note == "falsified without a witness")
        #expect(settled.witness == nil)
    }
}
