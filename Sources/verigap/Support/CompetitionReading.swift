import Networks
import Questions
import VNNLIB
import WitnessCheck

/// What the competition would say of a point that was found and does not count here, where zero tolerance is the rule.
package enum CompetitionReading {
    /// How far the point is from counting; `nil` where none was found, where it does count, and where it cannot be told.
    ///
    /// - Parameters:
    ///   - claimed: the method's own outcome.
    ///   - settled: the same after the independent check.
    package static func miss(
        _ claimed: Outcome, _ settled: Outcome, of question: AskedQuestion, on network: Network
    ) -> CounterexampleMiss? {
        guard settled.verdict != .falsified, let witness = claimed.witness ?? settled.witness,
            let property = try? VNNLIBProperty(stating: question, outputCount: network.classCount)
        else { return nil }
        let points = WitnessCheck.candidates(of: witness, for: question, on: network)
        return points.compactMap { property.miss(inputs: $0.inputs, outputs: $0.outputs) }
            .min { max($0.inputs, $0.outputs) < max($1.inputs, $1.outputs) }
    }
}
