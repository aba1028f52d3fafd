import Questions

extension Questions.Configuration {
    /// What keeps answers under this configuration from being compared with those under an earlier one, in words: all that
    /// differs but limits, revisions of the method, of the search over sizes and of libraries that an option names. Those are
    /// what a comparison is about. Empty: nothing does.
    ///
    /// Of plain classification neither the set nor the measure counts: a point is the same whatever stands around it.
    func obstacles(to earlier: Questions.Configuration, describedBy descriptor: MethodDescriptor) -> [String] {
        var (old, new) = (earlier, self)
        old.budget = new.budget
        old.revision = new.revision
        for option in descriptor.options {
            if option.isLimit {
                old.method.options[option.name] = nil
                new.method.options[option.name] = nil
            } else if !option.libraries.isEmpty {
                old.method.options[option.name] = Self.unversioned(old.method.options[option.name], option)
                new.method.options[option.name] = Self.unversioned(new.method.options[option.name], option)
            }
        }
        if case .minimumDistortion(let tolerance, _) = old.form.goal {
            let revision = new.form.goal.searchRevision ?? Goal.searchRevision
            old.form.goal = .minimumDistortion(tolerance: tolerance, revision: revision)
        }
        if descriptor.claim == .classification {
            old.perturbation = new.perturbation
            old.measure = new.measure
        }
        return new.differences(from: old)
    }

    private static func unversioned(_ value: OptionValue?, _ option: OptionDescriptor) -> OptionValue? {
        guard case .text(let text)? = value else { return value }
        return .text(option.choice(in: text).name)
    }
}
