import Questions

/// Why a proof is refused, and where.
public enum ProofFault: Error, Sendable, Hashable, CustomStringConvertible {
    /// The proof is about another network.
    case otherNetwork(proof: Digest, given: Digest)
    /// The statement is inconsistent, or does not fit the network.
    case statement(String)
    /// Evidence that does not fit the network or the rest of the proof.
    case malformed(place: String, String)
    /// A stated bound is not the one that the evidence gives.
    case claim(place: String, stated: Double, derived: Double)
    /// A bound that should be > 0 is not.
    case notPositive(place: String, bound: Double)
    /// The splits leave a part of the set out, or name one twice.
    case notCovering(place: String, String)
    /// Numbers for which no error bound is known, infinities and NaN among them; see `ErrorBound`.
    case range(place: String)
    /// A point that is no counterexample.
    case witness(String)
    /// A bound that exact arithmetic does not confirm.
    case inexact(place: String, bound: Double)

    public var description: String {
        switch self {
        case .otherNetwork(let proof, let given):
            "the proof is about network \(proof.short), not about \(given.short); a file that is read with another architecture is "
                + "another network (see --architecture)"
        case .statement(let text): text
        case .malformed(let place, let text): "\(place): \(text)"
        case .claim(let place, let stated, let derived):
            "\(place): the proof states \(stated), its multipliers give \(derived)"
        case .notPositive(let place, let bound): "\(place): the bound is \(bound), not > 0"
        case .notCovering(let place, let text): "\(place): \(text)"
        case .range(let place): "\(place): numbers outside the range in which errors are bounded"
        case .witness(let text): "the witness does not count: \(text)"
        case .inexact(let place, let bound): "\(place): exact arithmetic does not confirm the bound \(bound)"
        }
    }
}
