import LinearAlgebra
import Networks
import Questions

/// In real numbers LP-ALL is never looser than LP-LAST. In doubles it may be, where values are so large that what rounding costs a bound is
/// more than what its relaxation does: then LP-ALL takes over what LP-LAST proves.
extension LPLastVerifier {
    /// Whether LP-LAST is worth asking besides LP-ALL, which said `outcome`.
    func mayProveMore(than outcome: Outcome, on network: Network, until deadline: Deadline) -> Bool {
        outcome.reason != .outsideRange && !deadline.hasPassed && network.lowered.hasLargeNumbers
    }
}

extension Outcome {
    /// This outcome of LP-ALL with what LP-LAST proves, where that is more, and with what both cost.
    func heldAgainst(_ last: Outcome) -> Outcome {
        var result = self
        result.measurements.lpSolves += last.measurements.lpSolves
        result.measurements.lpFallbacks += last.measurements.lpFallbacks
        result.measurements.simplexIterations += last.measurements.simplexIterations
        if let lower = last.marginLower, lower > marginLower ?? -.infinity { result.marginLower = lower }
        if last.verdict == .robust, verdict != .robust { (result.verdict, result.reason) = (.robust, nil) }
        return result
    }
}

extension LoweredNetwork {
    /// Weights and biases beyond this are seen in no ordinary network.
    private static let ordinary = 0x1p16

    /// - Complexity: one pass over the weights, up to the first that is large.
    fileprivate var hasLargeNumbers: Bool {
        stages.contains { stage in
            if stage.bias.contains(where: { abs($0) > Self.ordinary }) { return true }
            return stage.terms.contains { term in
                let entries =
                    switch term.matrix {
                    case .dense(let matrix): matrix.elements
                    case .sparse(let matrix): matrix.values
                    }
                return entries.contains { abs($0) > Self.ordinary }
            }
        }
    }
}
