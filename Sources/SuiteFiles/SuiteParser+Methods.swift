import Questions
import Yams

/// A method of the file. What other parts of the suite refer to is kept even where the rest has faults.
struct ParsedMethod {
    var id: String
    var descriptor: MethodDescriptor
    var place: SuitePlace
    /// `nil` where the entry has faults.
    var method: SuiteMethod?
}

/// What the rest of the suite says that entries of `methods:` depend on.
struct MethodSurroundings {
    var perturbation: ParsedPerturbation
    var samples: SampleSelection?
    /// The ids of the suite's networks.
    var networks: [String]
    /// The limit of methods that have none of their own.
    var budget: Budget
    var goal: Goal
}

extension SuiteParser {
    func methods(_ node: Node, in suite: MethodSurroundings) -> [ParsedMethod] {
        guard let entries = entries(node, "methods") else { return [] }
        var byID = [String: SuitePlace]()
        var result = [ParsedMethod]()
        for entry in entries {
            guard let method = method(entry, in: suite) else { continue }
            if let first = byID[method.id] {
                let options = method.descriptor.options.first.map { ", \($0.name): …" } ?? ""
                fault(
                    "method id \"\(method.id)\" is taken", at: method.place,
                    hint: "line \(first.line) has it; name this one: "
                        + "- \(method.descriptor.name): { id: \(method.id)-2\(options) }")
            } else {
                byID[method.id] = method.place
                result.append(method)
            }
        }
        return result
    }

    private func method(_ node: Node, in suite: MethodSurroundings) -> ParsedMethod? {
        guard let (name, place, optionsNode) = namedEntry(node, what: "a method") else { return nil }
        guard let descriptor = catalog[name] else {
            let names = catalog.methods.map(\.name)
            fault(
                "no method is called \"\(name)\"", at: place,
                hint: Spelling.hint(for: name, among: names, called: "methods"))
            return nil
        }
        let before = faults.count
        let perturbation = suite.perturbation
        if let norm = perturbation.methodNorm, !descriptor.norms.contains(norm) {
            let able = Norm.allCases.filter(descriptor.norms.contains).map(\.rawValue)
            if perturbation.family.isBall {
                fault("\(name) cannot handle norm \(norm.rawValue)", at: place, hint: "it handles norm \(list(able))")
            } else {
                let others = catalog.methods.filter { $0.norms.contains(norm) }.map(\.name)
                fault(
                    "\(name) cannot handle \(perturbation.family.name), whose size is measured in \(norm.title)",
                    at: place, hint: "these can: \(others.joined(separator: ", "))")
            }
        }
        if perturbation.family.dataDigest != nil, descriptor.claim == .distance {
            fault("\(name) cannot handle \(perturbation.family.name): it measures distances in a norm", at: place)
        }
        var id = name
        var label: PrintedName?
        var restriction: SampleSelection?
        var restrictions = [String: SampleSelection]()
        var options = [String: OptionValue]()
        var limit = MethodLimit(suite)
        var tool: ExternalTool?
        if let optionsNode {
            let keys =
                descriptor.options.map(\.name).filter { !MethodLimit.keys.contains($0) } + MethodLimit.keys
                + ["id", "label", "samples", "samples-of"] + (descriptor.isExternal ? ["tool"] : [])
            guard let fields = fields(of: optionsNode, what: name, keys: keys) else { return nil }
            if descriptor.isExternal { tool = externalTool(fields, suite) }
            id = tool?.name ?? name
            if let field = fields["id"] { id = methodID(field.value) ?? name }
            if let field = fields["label"] { label = self.label(field.value) }
            if let field = fields["samples"] { restriction = self.restriction(field.value, of: suite.samples) }
            if let field = fields["samples-of"] {
                let byNetwork = self.fields(of: field.value, what: "samples-of", keys: suite.networks)
                for network in suite.networks {
                    guard let field = byNetwork?[network] else { continue }
                    restrictions[network] = self.restriction(field.value, of: suite.samples) ?? suite.samples
                }
            }
            self.limit(&limit, fields, descriptor)
            for option in descriptor.options where !MethodLimit.keys.contains(option.name) {
                guard let field = fields[option.name] else { continue }
                options[option.name] = value(field.value, of: option)
            }
        }
        if descriptor.isExternal, optionsNode == nil {
            fault("external names no tool", at: place, hint: "external: { tool: tools/vnncomp.yaml }")
        }
        var method: SuiteMethod?
        if faults.count == before {
            let call =
                descriptor.isExternal
                ? .external(tool)
                : MethodCall(descriptor, options: descriptor.completed(options, for: perturbation.methodNorm))
            method = SuiteMethod(
                id: id, call: limit.granted(to: call, descriptor),
                samples: restriction, samplesOfNetworks: restrictions, budget: limit.budget(descriptor))
            method?.tool = tool
            method?.label = label
        }
        return ParsedMethod(id: id, descriptor: descriptor, place: place, method: method)
    }

    private func methodID(_ node: Node) -> String? {
        guard let id = identifier(node, "id") else { return nil }
        guard id != PublishedColumn.Bound.testError.rawValue, !id.hasSuffix("-lower"), !id.hasSuffix("-upper") else {
            fault("\"\(id)\" cannot be the id of a method", at: node, hint: "it is the name of a column of figures")
            return nil
        }
        return id
    }

    func value(_ node: Node, of option: OptionDescriptor) -> OptionValue? {
        let parsed: OptionValue? =
            switch option.kind {
            case .integer: scalar(node).flatMap { Int($0) }.map(OptionValue.integer)
            case .number: scalar(node).flatMap(Quantities.number).map(OptionValue.number)
            case .duration: duration(node, option.name).map(OptionValue.number)
            case .boolean: scalar(node).flatMap { Bool($0) }.map(OptionValue.boolean)
            case .choice: scalar(node).map(OptionValue.text)
            }
        if case .duration = option.kind, parsed == nil { return nil }
        // What has the wrong type is shown to the option as text, which says what it wants instead.
        guard let message = option.fault(in: parsed ?? .text(scalar(node) ?? "")) else {
            return parsed.flatMap { versioned($0, node, of: option) }
        }
        var hint: String? = "default: \(option.defaultValue)\(option.unit.map { " \($0)" } ?? "")"
        if case .choice(let words) = option.kind, let match = Spelling.closest(to: scalar(node) ?? "", among: words) {
            hint = "did you mean \"\(match)\"?"
        }
        fault("\(option.name) \(message), found \(describe(node))", at: node, hint: hint)
        return nil
    }

    /// `value` with the version of the library that it stands for, if it stands for one.
    private func versioned(_ value: OptionValue, _ node: Node, of option: OptionDescriptor) -> OptionValue? {
        switch catalog.library(value, of: option) {
        case nil: return value
        case .present(let version): return OptionDescriptor.value(value.description, version: version)
        case .absent(let reason, let remedy):
            guard catalog.requiresLibraries else { return value }
            fault("\(option.name): \(reason)", at: node, hint: remedy)
            return nil
        }
    }
}
