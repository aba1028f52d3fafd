import Questions

/// Words for a shell that ask a recorded question again and check what the answer rests on.
struct CheckingCommand {
    private var words = ["verigap", "verify"]
    private var hasProof = false

    /// - Parameter network: the suite's id.
    init(
        _ configuration: Questions.Configuration, sample: SampleID, network: String, catalog: MethodCatalog,
        _ whereabouts: Whereabouts
    ) {
        let descriptor = catalog[configuration.method.name]
        let file = whereabouts.networkFile(network) ?? "FILE-OF-\(network)"
        words += ["--network", file, "--data", "\(sample)"] + whereabouts.images
        let form = configuration.form
        if form.goal.isRadius, let tolerance = form.goal.tolerance {
            words += ["--question", "minimum-distortion", "--tolerance", "\(OptionValue.number(tolerance))"]
        } else {
            words += ["--epsilon", "\(OptionValue.number(configuration.perturbation.epsilon))"]
        }
        words += ["--method", Self.yaml(configuration.method, descriptor)]
        if form.family.isBall, configuration.perturbation.norm != .infinity {
            words += ["--norm", configuration.perturbation.norm.rawValue]
        }
        if !form.family.isBall { words += ["--family", Self.yaml(form.family.name, form.family.options)] }
        if !form.property.classes.isEmpty {
            words += ["--targets", form.property.classes.map(String.init).joined(separator: ",")]
        }
        if let domain = configuration.perturbation.domain {
            if domain != .unit {
                let ends = [domain.lower, domain.upper].map { "\(OptionValue.number($0))" }
                words += ["--input-domain", ends.joined(separator: ",")]
            }
        } else {
            words += ["--input-domain", "unbounded"]
        }
        if configuration.reference != .label { words += ["--reference", configuration.reference.rawValue] }
        words += ["--measure", configuration.measure.rawValue]
        words += ["--time-limit", "\(OptionValue.number(configuration.limit.perQuerySeconds)) s"]
        hasProof = form.isDirect && whereabouts.provers.contains(configuration.method.name)
        if hasProof { words += ["--proof", "proofs"] }
    }

    /// For a POSIX shell. With a proof, its check follows: it re-verifies bounds and replays witnesses.
    var text: String {
        words.map(Self.quoted).joined(separator: " ") + (hasProof ? " && verigap check proofs" : "")
    }

    private static func yaml(_ call: MethodCall, _ descriptor: MethodDescriptor?) -> String {
        var options = call.options
        for option in descriptor?.options ?? [] where !option.libraries.isEmpty {
            // Suites and command lines name a library without its version.
            guard case .text(let value)? = options[option.name] else { continue }
            options[option.name] = .text(option.choice(in: value).name)
        }
        return yaml(call.name, options)
    }

    private static func yaml(_ name: String, _ options: [String: OptionValue]) -> String {
        guard !options.isEmpty else { return name }
        let entries = options.sorted { $0.key < $1.key }.map { "\($0.key): \($0.value)" }
        return "\(name): { \(entries.joined(separator: ", ")) }"
    }

    private static func quoted(_ word: String) -> String {
        let isPlain =
            !word.isEmpty
            && word.utf8.allSatisfy { byte in
                (48...57).contains(byte) || (65...90).contains(byte) || (97...122).contains(byte)
                    || "-_./:,=+@%".utf8.contains(byte)
            }
        return isPlain ? word : "'" + word.replacing("'", with: "'\\''") + "'"
    }
}
