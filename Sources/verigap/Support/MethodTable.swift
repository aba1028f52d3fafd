import Questions

/// The methods of a catalog as text for people, as Markdown for the documentation, and as values for programs.
package struct MethodTable {
    private let catalog: MethodCatalog

    package init(_ catalog: MethodCatalog) { self.catalog = catalog }

    /// One paragraph per method, options as columns.
    package var text: String {
        catalog.methods.map { method in
            var lines = [
                "\(method.name)  (\(Self.claim(method.claim)); \(Self.norms(method)))", "    \(method.summary)",
            ]
            lines.append("    Source: \(method.source)")
            if !method.dominates.isEmpty {
                let names = method.dominates.map { method.exceptOnTwoBalls.contains($0) ? "\($0) (but on l2)" : $0 }
                lines.append("    Never below: \(names.joined(separator: ", "))")
            }
            if let layers = Self.missingLayers(method) { lines.append("    Not for: \(layers)") }
            let rows = method.options.map { [$0.name, Self.defaultValue($0), Self.allowed($0), $0.help] }
            if !rows.isEmpty {
                let table = TextFormat.columns([["option", "default", "allowed", ""]] + rows)
                lines += table.split(separator: "\n").map { "    \($0)" }
            }
            return lines.joined(separator: "\n")
        }.joined(separator: "\n\n") + "\n\n" + Self.common
    }

    private static let common =
        "Every method in a suite also takes id, samples, samples-of, time-limit, memory and\ncpu-limit (default: the suite's budget)."

    /// A table of methods and a table of their options.
    package var markdown: String {
        var lines = [
            "| method | claim | norms | not for layers | rigorous | summary | source |",
            "| --- | --- | --- | --- | --- | --- | --- |",
        ]
        for method in catalog.methods {
            let cells = [
                "`\(method.name)`", Self.claim(method.claim), Self.norms(method), Self.missingLayers(method) ?? "",
                method.isRigorous ? "yes" : "up to the solver's tolerances", method.summary, method.source,
            ]
            lines.append(Self.row(cells))
        }
        lines += ["", "| method | option | default | allowed | meaning |", "| --- | --- | --- | --- | --- |"]
        for method in catalog.methods {
            for option in method.options {
                lines.append(
                    Self.row([
                        "`\(method.name)`", "`\(option.name)`", "`\(Self.defaultValue(option))`", Self.allowed(option),
                        option.help,
                    ]))
            }
        }
        return lines.joined(separator: "\n")
    }

    private static func row(_ cells: [String]) -> String {
        "| " + cells.map { $0.replacing("|", with: "\\|") }.joined(separator: " | ") + " |"
    }

    package static func claim(_ claim: Claim) -> String {
        switch claim {
        case .classification: "classification"
        case .attack: "attack"
        case .lowerBound: "lower bound"
        case .exact: "exact"
        case .distance: "distance"
        }
    }

    private static func norms(_ method: MethodDescriptor) -> String {
        Norm.allCases.filter(method.norms.contains).map(\.title).joined(separator: ", ")
    }

    /// `nil` for a method that handles every kind, and any number.
    private static func missingLayers(_ method: MethodDescriptor) -> String? {
        var missing = LayerKind.allCases.filter { !method.layers.contains($0) }.map(\.rawValue)
        if let range = method.hiddenLayers { missing.append("more than \(range.upperBound) layer of ReLUs") }
        return missing.isEmpty ? nil : missing.joined(separator: ", ")
    }

    private static func defaultValue(_ option: OptionDescriptor) -> String {
        // Suites and `verify` hand their limit on.
        guard !option.isLimit else { return "the budget" }
        return "\(option.defaultValue)" + (option.unit.map { " \($0)" } ?? "")
    }

    private static func allowed(_ option: OptionDescriptor) -> String {
        switch option.kind {
        case .integer(let range):
            range.upperBound == .max ? "\(range.lowerBound) or more" : "\(range.lowerBound)…\(range.upperBound)"
        case .number(let range): "\(TextFormat.number(range.lowerBound))…\(TextFormat.number(range.upperBound))"
        case .duration(let range): "\(TextFormat.number(range.lowerBound))…\(TextFormat.number(range.upperBound)) s"
        case .boolean: "true, false"
        case .choice(let words): words.joined(separator: ", ")
        }
    }
}
