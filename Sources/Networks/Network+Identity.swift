import Questions

/// What run keys know of a network.
public struct NetworkIdentity: Sendable, Hashable {
    public var digest: Digest
    /// Whether outcomes of the first error analysis hold on it (see `MethodDescriptor.revision(for:keepsFirstAnalysis:)`).
    public var keepsFirstAnalysis: Bool

    public init(digest: Digest, keepsFirstAnalysis: Bool) {
        self.digest = digest
        self.keepsFirstAnalysis = keepsFirstAnalysis
    }
}

extension Network {
    /// - Complexity: one pass over the weights.
    public var identity: NetworkIdentity {
        NetworkIdentity(digest: digest, keepsFirstAnalysis: lowered.hasOrdinaryScales)
    }
}
