import Networks
import Proofs
import Questions

/// Whether a statement makes sense for a network.
public enum StatementCheck {
    /// Throws unless `statement` is a well-formed claim about `network`.
    public static func examine(_ statement: ProofStatement, _ network: Network) throws(ProofFault) {
        guard statement.network == network.digest else {
            throw .otherNetwork(proof: statement.network, given: network.digest)
        }
        let sample = statement.sample
        guard sample.pixels.count == network.inputShape.count else {
            throw .statement(
                "the image has \(sample.pixels.count) pixels, the network wants \(network.inputShape.count)")
        }
        guard sample.pixels.allSatisfy(\.isFinite) else { throw .statement("the image has pixels that are not finite") }
        guard sample.digest == statement.sampleDigest else {
            throw .statement("the image or its label is not the one that the proof was made for")
        }
        if let given = sample.given { return try examine(given, statement, network) }
        guard network.classCount > 1 else { throw .statement("the network has one output: it has no margins") }
        guard (0..<network.classCount).contains(statement.label) else {
            throw .statement("there is no class \(statement.label): the network has \(network.classCount)")
        }
        let set = statement.perturbation
        guard set.epsilon >= 0, set.epsilon.isFinite else { throw .statement("ε is \(set.epsilon)") }
        if let domain = set.domain {
            guard domain.lower <= domain.upper, domain.lower.isFinite, domain.upper.isFinite else {
                throw .statement("the input domain is [\(domain.lower), \(domain.upper)]")
            }
        }
    }

    /// The same of a statement that is not of a given property.
    static func examinePlain(_ statement: ProofStatement, _ network: Network) throws(ProofFault) {
        try examine(statement, network)
        guard statement.sample.given == nil else {
            throw .statement("the statement is of a given property, the proof of one ball")
        }
    }

    private static func examine(
        _ given: GivenProperty, _ statement: ProofStatement, _ network: Network
    ) throws(ProofFault) {
        let (inputs, outputs) = (network.inputShape.count, network.classCount)
        guard given.inputCount == inputs, given.outputCount <= outputs else {
            throw .statement(
                "the property is of \(given.inputCount) inputs and at least \(given.outputCount) outputs, the network has "
                    + "\(inputs) and \(outputs)")
        }
        let set = statement.perturbation
        guard set.norm == .infinity, set.epsilon == 1, set.domain == nil else {
            throw .statement("the set of a given property is its box: l∞, size 1, no domain")
        }
        guard statement.sample.pixels == given.centre else {
            throw .statement("the point of the statement is not the middle of its box")
        }
        for (index, part) in given.parts.enumerated() { try examine(part, "part \(index)", inputs, outputs) }
    }

    /// Weights that the layers of one part may take: what a few bytes of a file ask for must not fill the memory.
    private static let weightLimit = 1 << 26

    private static func examine(
        _ part: GivenProperty.Part, _ place: String, _ inputs: Int, _ outputs: Int
    ) throws(ProofFault) {
        let forms = part.clauses.flatMap(\.self)
        guard forms.allSatisfy({ $0.inputs.keys.allSatisfy { (0..<inputs).contains($0) } }) else {
            throw .statement("\(place) speaks of an input that the network does not have")
        }
        var entries = outputs
        if forms.contains(where: { !$0.inputs.isEmpty }) { entries += inputs }
        let areFloats = forms.allSatisfy { form in
            form.coefficients.values.allSatisfy { Double(Float($0)) == $0 }
                && form.inputs.values.allSatisfy { Double(Float($0)) == $0 }
        }
        // Numbers that are no floats take copies of what they count.
        let copies = areFloats ? 0 : 3 * entries * entries
        guard entries < 1 << 24, forms.count < 1 << 13,
            forms.count * (3 * entries + forms.count) + copies <= weightLimit
        else { throw .statement("\(place) has more forms or numbers than a check takes on") }
    }
}
