import LinearAlgebra
import Networks
import Questions
import Testing
import Verifiers

/// l1 balls in three dimensions, whose worst margins are exact fractions.
@Suite struct OneBallTests {
    /// A network of ordinary weights on three inputs, and a ball around a random point, an edge or a corner of the
    /// domain.
    private func subject(_ seed: UInt64) throws -> Subject {
        var generator = SeededGenerator(seed: seed)
        func weights(_ rows: Int, _ columns: Int) -> [[Float]] {
            (0..<rows).map { _ in (0..<columns).map { _ in Float(generator.normal()) } }
        }
        func biases(_ count: Int) -> [Float] { (0..<count).map { _ in Float(0.4 * generator.normal()) } }
        let network = try chain(
            inputs: 3, .dense, [(weights(3, 3), biases(3)), (weights(2, 3), biases(2)), (weights(2, 2), biases(2))])
        let pixels: [Float] =
            switch seed % 3 {
            case 0: [0, 0, 0]
            case 1: [1, generator.unitFloat(), 0]
            default: [generator.unitFloat(), generator.unitFloat(), generator.unitFloat()]
            }
        let logits = ExactValues(of: network, at: pixels.map { Rational($0) }).nodes[network.nodes.count - 1]
        let set = PerturbationSet(norm: .one, epsilon: [0.05, 0.2, 0.6][Int(seed / 3 % 3)])
        return Subject("l1, seed \(seed)", network, label: logits[0] >= logits[1] ? 0 : 1, at: pixels, set)
            .answered(limit: 20_000)
    }

    @Test(arguments: 0..<18 as Range<UInt64>)
    func `every method keeps to the exact worst margin, and milp finds it`(_ seed: UInt64) throws {
        let subject = try subject(seed)
        let truth = try #require(subject.truth)
        let exact = try #require(truth.attained)
        #expect(truth.isExact)
        for contender in Contender.all where contender.takes(subject) {
            let trial = Trial(contender, subject)
            #expect(trial.faults.isEmpty, "\(contender): \(trial.faults.map(\.words))")
            #expect(trial.isUnsealed == nil, "\(contender): \(trial.isUnsealed ?? "")")
        }
        let milp = try #require(MethodRegistry.catalog["milp"])
        let call = MethodCall(milp, options: ["objective": .text("worst-margin")])
        let outcome = try #require(
            MethodRegistry.make(call)?.verify([subject.query], on: subject.network, until: .never).first)
        let (lower, upper) = (try #require(outcome.marginLower), try #require(outcome.marginUpper))
        let margin = exact.approximation
        #expect(Rational(lower) <= exact && lower >= margin - 2e-6 * (1 + abs(margin)), "\(lower), \(margin)")
        #expect(upper <= margin + 2e-6 * (1 + abs(margin)), "\(upper), \(margin)")
    }
}
