extension Configuration {
    /// What the method has for a query: the budget, or less where its own options say so.
    ///
    /// Of a search over sizes it is that of all sizes together.
    public var limit: Budget {
        form.goal.isRadius ? budget : budget.intersection(method.statedLimit(otherwise: budget))
    }

    /// How answers of one configuration are answers of another that differs from it in nothing but limits.
    public enum Carrying: Sendable, Hashable {
        case none
        /// What was decided is decided; with more time and memory the rest may be.
        case decided
        /// The limits come to the same.
        case everything
    }

    /// What answers under this configuration say under `other`, which grants the method no less time and no less memory and is
    /// the same in everything else.
    public func carries(to other: Configuration, describedBy descriptor: MethodDescriptor) -> Carrying {
        guard descriptor.name == method.name, canonicalJSON != other.canonicalJSON else { return .none }
        var raised = self
        raised.budget = other.budget
        if descriptor.claim == .classification {
            // A point is classified the same whatever set stands around it.
            raised.perturbation = other.perturbation
            raised.measure = other.measure
        }
        for option in descriptor.options where option.isLimit {
            raised.method.options[option.name] = other.method.options[option.name]
        }
        // Texts are compared: a whole number that was written down comes back as an integer.
        guard raised.canonicalJSON == other.canonicalJSON, limit.intersection(other.limit) == limit else {
            return .none
        }
        if limit == other.limit, descriptor.claim != .classification { return .everything }
        return form.goal.isRadius || descriptor.endsAtVerdict(method, measure) ? .decided : .none
    }
}

extension MethodCall {
    /// Names of the options that limit a method, where it has them.
    public static let timeOption = "time-limit"
    public static let memoryOption = "memory"
    /// What limits processor time in suites; no method has it among its own options.
    public static let cpuOption = "cpu-limit"

    /// What the call's own options say, in their units.
    fileprivate func statedLimit(otherwise budget: Budget) -> Budget {
        Budget(
            perQuerySeconds: numberIfPresent(Self.timeOption) ?? budget.perQuerySeconds,
            memoryBytes: numberIfPresent(Self.memoryOption).map { Int($0) << 20 } ?? budget.memoryBytes,
            cpuSeconds: budget.cpuSeconds)
    }

    /// The call with the options that limit it saying `limit`, where the method has such options.
    public func granting(_ limit: Budget, describedBy descriptor: MethodDescriptor) -> MethodCall {
        var call = self
        for option in descriptor.options where option.isLimit {
            switch option.name {
            case Self.timeOption: call.options[option.name] = option.canonical(.number(limit.perQuerySeconds))
            case Self.memoryOption: call.options[option.name] = .integer(max(1, limit.memoryBytes >> 20))
            default: break
            }
        }
        return call
    }
}

extension MethodDescriptor {
    /// Whether an answer of a method that ran itself is its last word, whatever it was granted.
    ///
    /// - Parameter ending: of a search over sizes; one that came to its end asked all that it would ask.
    public func isFinal(
        _ verdict: Verdict, _ reason: UnknownReason?, ofSearch isSearch: Bool = false, ending: Ending? = nil
    ) -> Bool {
        if isSearch { return ending == nil && [.robust, .falsified, .unknown].contains(verdict) }
        guard claim == .classification, verdict == .unknown else { return verdict.isDecided }
        // Correct, unless it is too close to a tie.
        return reason != .witnessUndecided && reason != .outsideRange
    }

    /// Whether a decided answer is all that the method would ever give: it stops there.
    fileprivate func endsAtVerdict(_ call: MethodCall, _ measure: Measure) -> Bool {
        switch claim {
        case .exact: call.textIfPresent("objective") != "worst-margin"
        case .attack, .lowerBound: measure == .verdict
        case .classification, .distance: true
        }
    }
}

extension Configuration {
    /// Limits in one order: of the budget, then of the method's options by name.
    public var limits: [Double] {
        [budget.perQuerySeconds, Double(budget.memoryBytes)] + (budget.cpuSeconds.map { [$0] } ?? [])
            + method.options.keys.sorted().compactMap(method.numberIfPresent)
    }
}
