extension Outcome {
    /// What is left of the outcome once the check of its own proof has refused it: `robust` becomes `unknown`, and none of its
    /// bounds counts. Another verdict does not rest on that proof and stays.
    public func contradicted(by fault: String) -> Outcome {
        guard verdict == .robust else { return self }
        var result = self
        result.verdict = .unknown
        result.reason = .proofRefused
        result.marginLower = nil
        result.distanceLower = nil
        result.note = [note, "its own proof is refused: \(fault)"].compactMap(\.self).joined(separator: "; ")
        return result
    }
}
