import Networks
import Questions

extension WitnessCheck {
    /// The inputs that a witness of a given property stands for, and the network's outputs there, both rounded to doubles from
    /// the independent evaluation; `nil` where the witness does not count.
    ///
    /// - Complexity: that of `examine`, and one forward pass.
    public static func point(
        of witness: Witness, for question: AskedQuestion, on network: Network
    ) -> (inputs: [Double], outputs: [Double])? {
        for part in question.parts where examine(witness, for: part, on: network).isAccepted {
            guard let place = PlaceRegistry.standard.make(part) else { continue }
            let inputs = place.image(of: witness.pixels).map(\.rounded)
            return (inputs, ReferenceEvaluation<Double>.logits(of: network, atNumbers: inputs))
        }
        return nil
    }
}
