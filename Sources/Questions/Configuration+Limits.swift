extension Configuration {
    /// Whether a query decided under this configuration is decided under `other`, which grants the method no less time and no
    /// less memory and is the same in everything else.
    ///
    /// Nothing else that a method says carries over: what it left open, and bounds where margins are measured, may be better
    /// with more time.
    public func decides(_ other: Configuration, describedBy descriptor: MethodDescriptor) -> Bool {
        guard descriptor.name == method.name, descriptor.endsAtVerdict(method, measure) else { return false }
        var raised = self
        raised.budget = other.budget
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
