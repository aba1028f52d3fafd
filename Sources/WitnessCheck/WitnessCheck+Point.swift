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

extension WitnessCheck {
    /// What a claimed witness of a given property stands for in each of its boxes, whether it counts or not: its inputs, rounded to
    /// doubles, and the network's outputs there from the independent evaluation in doubles.
    public static func candidates(
        of witness: Witness, for question: AskedQuestion, on network: Network
    ) -> [(inputs: [Double], outputs: [Double])] {
        guard witness.pixels.allSatisfy(\.isFinite), witness.pixels.count == network.inputShape.count else { return [] }
        return question.parts.compactMap { part in
            guard let place = PlaceRegistry.standard.make(part) else { return nil }
            let inputs = place.image(of: witness.pixels).map(\.rounded)
            return inputs.count == witness.pixels.count ? (inputs, outputs(of: network, at: inputs)) : nil
        }
    }

    /// The network's outputs at a point, in doubles and an evaluation of the check's own.
    ///
    /// - Precondition: as many numbers as the network has inputs.
    public static func outputs(of network: Network, at inputs: [Double]) -> [Double] {
        ReferenceEvaluation<Double>.logits(of: network, atNumbers: inputs)
    }
}
