import Questions

/// What became of an outcome's proof.
public enum ProofEnding: Sendable, Hashable {
    /// Written, or nothing is to be proved.
    case done
    /// Something kept it from being written, which says nothing against the outcome.
    case absent(String)
    /// The check refused it: the outcome contradicts its own proof.
    case refused(String)
}

extension Outcome {
    /// The outcome as its proof leaves it.
    func settled(by proof: ProofEnding) -> Outcome {
        switch proof {
        case .done: return self
        case .refused(let fault) where verdict == .robust: return contradicted(by: fault)
        case .absent(let reason), .refused(let reason):
            var result = self
            result.note = [note, "no proof: \(reason)"].compactMap(\.self).joined(separator: "; ")
            return result
        }
    }
}
