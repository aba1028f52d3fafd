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
}
