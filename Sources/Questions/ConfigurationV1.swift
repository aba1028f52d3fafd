/// Version 1: is the class y kept on a ball of radius ε. Frozen.
enum ConfigurationV1 {
    static let keys: Set = ["network", "perturbation", "method", "revision", "reference", "measure", "budget"]

    static func json(_ configuration: Configuration) -> CanonicalJSON {
        .object([
            "network": .text(configuration.network.description),
            "perturbation": json(configuration.perturbation),
            "method": .object([
                "name": .text(configuration.method.name), "options": json(configuration.method.options),
            ]),
            "revision": .integer(configuration.revision),
            "reference": .text(configuration.reference.rawValue),
            "measure": .text(configuration.measure.rawValue),
            "budget": .object([
                "perQuerySeconds": .number(configuration.budget.perQuerySeconds),
                "memoryBytes": .integer(configuration.budget.memoryBytes),
            ]),
        ])
    }

    static func json(_ options: [String: OptionValue]) -> CanonicalJSON {
        .object(
            options.mapValues { value in
                switch value {
                case .integer(let value): .integer(value)
                case .number(let value): .number(value)
                case .boolean(let value): .boolean(value)
                case .text(let value): .text(value)
                }
            })
    }

    static func json(_ perturbation: PerturbationSet) -> CanonicalJSON {
        var values: [String: CanonicalJSON] = [
            "norm": .text(perturbation.norm.rawValue), "epsilon": .number(perturbation.epsilon),
        ]
        // An unbounded domain is left out.
        if let domain = perturbation.domain {
            values["domain"] = .object(["lower": .number(domain.lower), "upper": .number(domain.upper)])
        }
        return .object(values)
    }

    static func configuration(_ reader: ConfigurationReader) throws(ConfigurationFault) -> Configuration {
        try reader.allow(keys)
        return try content(of: reader)
    }

    /// The keys of this version, whatever others there are.
    static func content(
        of reader: ConfigurationReader, budgetKeys: Set<String> = ["perQuerySeconds", "memoryBytes"]
    ) throws(ConfigurationFault) -> Configuration {
        let (method, budget) = (try reader.object("method"), try reader.object("budget"))
        try method.allow(["name", "options"])
        try budget.allow(budgetKeys)
        guard let network = Digest(hexadecimal: try reader.text("network")) else { throw .malformed(key: "network") }
        return Configuration(
            network: network, perturbation: try perturbation(try reader.object("perturbation")),
            method: MethodCall(name: try method.text("name"), options: try method.options("options")),
            revision: try reader.integer("revision"),
            reference: try reader.choice("reference", of: ReferenceLabel.self),
            measure: try reader.choice("measure", of: Measure.self),
            budget: Budget(
                perQuerySeconds: try budget.number("perQuerySeconds"), memoryBytes: try budget.integer("memoryBytes")))
    }

    static func perturbation(_ reader: ConfigurationReader) throws(ConfigurationFault) -> PerturbationSet {
        try reader.allow(["norm", "epsilon", "domain"])
        let domain = try reader.objectIfPresent("domain")
        try domain?.allow(["lower", "upper"])
        return PerturbationSet(
            norm: try reader.choice("norm", of: Norm.self), epsilon: try reader.number("epsilon"),
            domain: try domain.map { domain throws(ConfigurationFault) in
                InputDomain(lower: try domain.number("lower"), upper: try domain.number("upper"))
            })
    }
}
