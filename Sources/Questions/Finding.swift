/// How an answer came to its end, apart from what was found by then.
public enum Ending: String, Sendable, Hashable, CaseIterable {
    case finished
    case timeout
    case outOfMemory
    case crashed
    case unsupported
    /// The independent check refused the claimed witness.
    case rejected
}

/// What an answer tells: a bracket of what was asked for.
public enum Finding: Sendable, Hashable {
    /// Of the worst margin over the set, in logits.
    case margin(lower: Double?, upper: Double?)
    /// Of the minimum adversarial distortion.
    case distance(RadiusBracket)
}

extension Outcome {
    public var ending: Ending {
        if let endedBy { return endedBy }
        return switch verdict {
        case .robust, .falsified, .unknown: .finished
        case .timeout: .timeout
        case .outOfMemory: .outOfMemory
        case .crashed: .crashed
        case .unsupported: .unsupported
        case .witnessRejected: .rejected
        }
    }

    /// - Parameter goal: what was asked for.
    public func finding(_ goal: Goal) -> Finding {
        guard goal.isRadius else { return .margin(lower: marginLower, upper: marginUpper) }
        return .distance(
            RadiusBracket(
                lower: max(0, distanceLower ?? 0), upper: distanceUpper, uncertified: distanceUncertified,
                witness: witness))
    }
}
