/// Version 3: version 1 or 2 with `cpuSeconds` in the budget; `form` is left out where the question is the plain one. Frozen.
enum ConfigurationV3 {
    private static let budgetKeys: Set = ["perQuerySeconds", "memoryBytes", "cpuSeconds"]

    /// - Precondition: processor time is limited.
    static func json(_ configuration: Configuration) -> CanonicalJSON {
        guard case .object(var values) = ConfigurationV1.json(configuration),
            case .object(var budget)? = values["budget"], let seconds = configuration.budget.cpuSeconds
        else { preconditionFailure("no limit of processor time") }
        budget["cpuSeconds"] = .number(seconds)
        values["budget"] = .object(budget)
        values["version"] = .integer(3)
        if !configuration.form.isPlain { values["form"] = QuestionFormV1.json(configuration.form) }
        return .object(values)
    }

    static func configuration(_ reader: ConfigurationReader) throws(ConfigurationFault) -> Configuration {
        try reader.allow(ConfigurationV1.keys.union(["version", "form"]))
        var configuration = try ConfigurationV1.content(of: reader, budgetKeys: budgetKeys)
        configuration.budget.cpuSeconds = try reader.object("budget").number("cpuSeconds")
        if let form = try reader.objectIfPresent("form") { configuration.form = try QuestionFormV1.form(form) }
        return configuration
    }
}
