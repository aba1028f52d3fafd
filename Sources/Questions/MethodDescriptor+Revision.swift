extension MethodDescriptor {
    /// What the second error analysis adds to a revision.
    private static let secondAnalysis = 100
    /// What is added on top of that once bounds over a ball are those over its part in the input domain.
    private static let cutBalls = 100

    /// The revision of the method's answers on one kind of question: part of the run key.
    ///
    /// The first error analysis, under which outcomes were recorded, lost summands where several matrices meet,
    /// products that underflow before they are multiplied by large numbers, and squares in l2 norms; on balls, linear
    /// programs could be looser than what they dominate. Its answers hold where none of that can happen; elsewhere a
    /// higher revision makes them stale. Bounds over a ball, and what rests on them, were those over the whole ball or
    /// over its box once, whichever were tighter.
    ///
    /// - Parameters:
    ///   - keepsFirstAnalysis: the network is one on which the first analysis holds.
    ///   - isGiven: a file states the question in full.
    public func revision(for norm: Norm, keepsFirstAnalysis: Bool, isGiven: Bool = false) -> Int {
        let revision = revision + (isGiven ? givenRevision : 0)
        guard !keepsFirstAnalysis || norm != .infinity else { return revision }
        let bounds = claim == .lowerBound || claim == .exact
        return revision + Self.secondAnalysis + (norm != .infinity && bounds ? Self.cutBalls + ballRevision : 0)
    }

    /// Whether `revision` is one of the second error analysis.
    public static func isOfSecondAnalysis(_ revision: Int) -> Bool { revision >= secondAnalysis }
}
