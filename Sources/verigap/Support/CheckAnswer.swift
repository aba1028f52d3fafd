import ProofCheck
import Proofs
import Questions
import Tables

/// What `verigap check` says of one proof.
struct CheckAnswer: Encodable {
    var proof: String
    /// Whether the proof holds; `fault` says why not.
    var holds: Bool
    var fault: String?
    /// Whether nothing could be said of the proof, for a file that is not there; absent where it was examined.
    var notChecked: Bool?
    var network: String?
    var networkDigest: String?
    var sample: String?
    var label: Int?
    var perturbation: PerturbationSet?
    /// What is asked, of a given property only: how many inputs, boxes and conjunctions.
    var property: String?
    /// Whether no point satisfies the property; absent of images.
    private var asksNothing: Bool?
    private var isNothingAsked: Bool { asksNothing == true }
    /// Whether the property was found to be that of a file; absent where none was named.
    var propertyCompared: Bool?
    var method: String?
    var verdict: Verdict?
    /// Whether the image was found to be the dataset's; `null` where the dataset is not at hand.
    var imageCompared: Bool?
    /// Whether every bound was confirmed in exact arithmetic.
    var isExact = false
    /// What was checked; of a robust verdict only.
    var checked: ProofReport?
    /// What was found at the witness; of a falsified verdict only.
    var witness: WitnessReport?

    /// A proof that was not examined, for a file that is not there.
    init(proof: String, notChecked reason: String) {
        self.init(proof: proof, fault: reason)
        notChecked = true
    }

    init(proof: String, fault: String? = nil) {
        self.proof = proof
        self.fault = fault
        holds = fault == nil
    }

    init(proof: String, _ statement: ProofStatement) {
        self.init(proof: proof)
        network = statement.networkFile
        networkDigest = statement.network.description
        sample = statement.sample.id.description
        label = statement.label
        perturbation = statement.perturbation
        property = statement.sample.given.map(VerifyAnswer.words)
        asksNothing = statement.sample.given?.parts.isEmpty
        method = statement.method
    }

    /// For people: the claim, and what was checked or where it fails.
    var text: String {
        guard holds, let verdict else {
            return "\(proof): \(notChecked == true ? "not checked" : "refused"): \(fault ?? "no reason given")"
        }
        let number = NumberFormat.significant(5)
        var words = "\(proof): \(ProgressText.name(verdict))"
        if let property, let sample, let networkDigest {
            words += ": \(sample), \(property), network \(networkDigest.prefix(12))"
        } else if let sample, let label, let perturbation, let networkDigest {
            words +=
                ": \(sample), label \(label), \(perturbation.norm.title) ≤ \(TextFormat.number(perturbation.epsilon))"
                + ", network \(networkDigest.prefix(12))"
        }
        if isNothingAsked { words += "\n  there is nothing to prove: it holds of every network" }
        if let checked, !isNothingAsked {
            words +=
                "\n  \(Wording.counted(checked.classes, "margin")); \(Wording.counted(checked.leaves, "leaf", "leaves")) cover the set"
            words += " (\(Wording.counted(checked.splits, "split")), depth \(checked.depth))"
            words += ", smallest bound \(number.text(checked.smallestBound))"
            if checked.planes > 0 { words += ", \(Wording.counted(checked.planes, "plane")) of later ReLUs" }
            words += "\n  pre-activation bounds re-derived: \(checked.intervalBounds) by intervals"
            words += ", \(checked.substitutedBounds) by substitution, \(checked.programmedBounds) from multipliers"
            if checked.searchedBounds > 0 { words += ", \(checked.searchedBounds) by searches" }
            if checked.boxes > 0 { words += ", on \(Wording.counted(checked.boxes, "box", "boxes"))" }
        }
        if let witness {
            words +=
                property == nil
                ? "\n  the witness lies in the set; its margin to class \(witness.adversarial) is at most "
                : "\n  the witness lies in a box; no form of conjunction \(witness.adversarial) there is more than "
            words += "\(number.text(witness.marginUpper))\(witness.isExact ? ", in exact arithmetic" : "")"
        }
        if isExact, checked != nil, !isNothingAsked { words += "\n  every bound is confirmed in exact arithmetic" }
        if property != nil {
            words +=
                propertyCompared == true
                ? "\n  the property is the file's"
                : "\n  the property is the proof's own; --property compares it with a file"
            return words
        }
        switch imageCompared {
        case true: words += "\n  the image is the dataset's"
        default: words += "\n  the image is the proof's own; its dataset is not at hand"
        }
        return words
    }

    /// How many proofs hold, and how many do not.
    static func summary(_ answers: [CheckAnswer]) -> String {
        let (robust, falsified) = (
            answers.count { $0.verdict == .robust && $0.holds }, answers.count { $0.verdict == .falsified && $0.holds }
        )
        let unread = answers.count { $0.notChecked == true }
        return "\(Wording.counted(answers.count, "proof")): \(robust) robust, \(falsified) falsified, "
            + "\(answers.count { !$0.holds && $0.notChecked != true }) refused"
            + (unread > 0 ? ", \(unread) not checked" : "")
    }
}
