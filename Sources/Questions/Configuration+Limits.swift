extension Configuration {
    /// Whether a query decided under this configuration is decided under `other`, which grants the method no less time and no
    /// less memory and is the same in everything else.
    ///
    /// Nothing else that a method says carries over: what it left open, and bounds where margins are measured, may be better
    /// with more time.
    public func decides(_ other: Configuration, describedBy descriptor: MethodDescriptor) -> Bool {
        guard descriptor.name == method.name, !form.goal.isRadius, descriptor.endsAtVerdict(method, measure) else {
            return false
        }
        var raised = self
        raised.budget = other.budget
        if descriptor.claim == .classification {
            // A point is classified the same whatever set stands around it.
            raised.perturbation = other.perturbation
            raised.measure = other.measure
        }
        for option in descriptor.options where option.isLimit {
            guard let ours = method.numberIfPresent(option.name),
                let theirs = other.method.numberIfPresent(option.name),
                ours <= theirs
            else { continue }
            raised.method.options[option.name] = other.method.options[option.name]
        }
        // Texts are compared: a whole number that was written down comes back as an integer.
        return raised.canonicalJSON == other.canonicalJSON && canonicalJSON != other.canonicalJSON
            && budget.perQuerySeconds <= other.budget.perQuerySeconds
            && budget.memoryBytes <= other.budget.memoryBytes
    }
}

extension MethodDescriptor {
    /// Whether an answer of a method that ran itself is its last word, whatever it was granted.
    public func isFinal(_ verdict: Verdict, _ reason: UnknownReason?) -> Bool {
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
        [budget.perQuerySeconds, Double(budget.memoryBytes)]
            + method.options.keys.sorted().compactMap(method.numberIfPresent)
    }
}
