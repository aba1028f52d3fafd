import Networks
import Questions

extension WitnessJudge {
    /// The independent check, for a question as it was asked: sizes are those that methods were asked about.
    public static func independent(_ question: AskedQuestion, on network: Network) -> WitnessJudge {
        WitnessJudge(
            settle: { outcome, part in
                var asked = question.ofSize(part.perturbation.epsilon)
                asked.form.goal = .robustness
                return WitnessCheck.settle(outcome, for: asked, on: network)
            },
            distance: { witness, _ in WitnessCheck.distance(of: witness, for: question) })
    }
}
