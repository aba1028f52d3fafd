import ProofCheck
import Proofs
import Questions
import WitnessCheck

/// Points at, beside and beyond the ends of a set, handed to the witness check as if a method had found them.
enum WitnessAttack {
    /// What the check wrongly accepts of a subject.
    static func faults(_ subject: Subject) -> [String] {
        points(subject).compactMap { pixels in
            let witness = Witness(pixels: pixels, adversarialClass: 0)
            guard let refusal = Trial.refusal(of: witness, subject), isAccepted(witness, subject) else { return nil }
            return "\(subject.name): accepts \(pixels); \(refusal)"
        }
    }

    /// Whether the runner's check, or either mode of the proof checker, takes a point for a counterexample.
    private static func isAccepted(_ witness: Witness, _ subject: Subject) -> Bool {
        let statement = ProofStatement(
            subject.query, network: subject.network.digest, networkFile: "corpus", method: "none")
        return WitnessCheck.examine(witness, for: subject.query, on: subject.network).isAccepted
            || [false, true].contains { isExact in
                let options = ProofCheckOptions(isExact: isExact)
                return
                    (try? ProofCheck.check(
                        witness: witness.pixels, of: statement, on: subject.network, options)) != nil
            }
    }

    /// Points at the ends of the set and beside them, whether inside or not; the image alone where it has many pixels.
    static func points(_ subject: Subject) -> [[Float]] {
        let pixels = subject.query.sample.pixels
        guard pixels.count <= 3 else { return [pixels] }
        let set = ExactSet(subject.query)
        let places = pixels.indices.map { axis -> [Float] in
            let ends = [set.lower[axis], set.upper[axis]].map { Float($0.approximation) }.filter(\.isFinite)
            let step = (ends.last ?? 0) / 3
            return [pixels[axis]] + ends + ends.flatMap { [$0.nextUp, $0.nextDown] } + (step.isFinite ? [step] : [])
        }
        return places.reduce([[]]) { points, values in points.flatMap { point in values.map { point + [$0] } } }
    }
}
