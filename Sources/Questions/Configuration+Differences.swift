extension Configuration {
    /// What differs between an earlier configuration and this one, in words.
    public func differences(from earlier: Configuration) -> [String] {
        var found = [String]()
        func note<Value: Equatable>(_ name: String, _ old: Value, _ new: Value, _ text: (Value) -> String) {
            if old != new { found.append("\(name): \(text(old)) → \(text(new))") }
        }
        if earlier.network != network { found.append("network bytes") }
        note("norm", earlier.perturbation.norm, perturbation.norm, \.title)
        note("ε", earlier.perturbation.epsilon, perturbation.epsilon) { "\($0)" }
        note("input domain", earlier.perturbation.domain, perturbation.domain) { domain in
            domain.map { "[\($0.lower), \($0.upper)]" } ?? "unbounded"
        }
        note("method", earlier.method.name, method.name) { $0 }
        for name in Set(earlier.method.options.keys).union(method.options.keys).sorted() {
            note(
                "option \(name)", earlier.method.options[name]?.description, method.options[name]?.description
            ) { $0 ?? "none" }
        }
        note("revision of \(method.name)", earlier.revision, revision) { "\($0)" }
        note("reference", earlier.reference, reference, \.rawValue)
        note("measure", earlier.measure, measure, \.rawValue)
        note("per-query budget", earlier.budget.perQuerySeconds, budget.perQuerySeconds) { "\($0) s" }
        note("CPU budget", earlier.budget.cpuSeconds, budget.cpuSeconds) { $0.map { "\($0) s" } ?? "unlimited" }
        note("question", earlier.form.goal.name, form.goal.name) { $0 }
        note(
            "revision of the search over sizes", earlier.form.goal.searchRevision, form.goal.searchRevision
        ) { "\($0 ?? 0)" }
        note("tolerance", earlier.form.goal.tolerance, form.goal.tolerance) { "\($0 ?? 0)" }
        note("family", earlier.form.family.words, form.family.words) { $0 }
        note("property", earlier.form.property.words, form.property.words) { $0 }
        let revisions = (
            [earlier.form.family.revision, earlier.form.property.revision],
            [form.family.revision, form.property.revision]
        )
        note("revision of family and property", revisions.0, revisions.1) { "\($0)" }
        note("memory budget", earlier.budget.memoryBytes, budget.memoryBytes) { "\($0) bytes" }
        return found
    }
}
