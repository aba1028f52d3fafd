import Networks
import Questions
import Yams

/// A network of the file. What other parts of the suite refer to is kept even where the rest has faults.
struct ParsedNetwork {
    var id: String
    var place: SuitePlace
    /// `nil` where they could not be read.
    var epsilons: [Double]?
    /// `nil` where the entry has faults.
    var network: SuiteNetwork?
}

extension SuiteParser {
    func networks(_ node: Node, _ perturbation: ParsedPerturbation, _ goal: Goal) -> [ParsedNetwork] {
        guard let entries = entries(node, "networks") else { return [] }
        var byID = [String: SuitePlace]()
        var result = [ParsedNetwork]()
        for entry in entries {
            guard let network = network(entry, perturbation, goal) else { continue }
            if let first = byID[network.id] {
                fault(
                    "network id \"\(network.id)\" is taken", at: network.place,
                    hint: "line \(first.line) has it; one network may list several epsilons")
            } else {
                byID[network.id] = network.place
                result.append(network)
            }
        }
        return result
    }

    private func network(_ node: Node, _ perturbation: ParsedPerturbation, _ goal: Goal) -> ParsedNetwork? {
        let keys = [
            "id", "file", "epsilons", "architecture", "normalise", "entry", "ignore", "notes", "random", "label",
        ]
        guard let fields = fields(of: node, what: "a network", keys: keys) else { return nil }
        let id = required("id", in: fields).flatMap { identifier($0, "id") }
        let isRandom = fields["random"] != nil
        let file = isRandom ? "" : required("file", in: fields).flatMap { self.file($0, "file") }
        let epsilons = sizes(fields, perturbation, goal)
        var architecture: ArchitectureSpec? = isRandom ? drawn(fields) : .inferred
        if !isRandom, let field = fields["architecture"] { architecture = self.architecture(field.value) }
        if !isRandom, let field = fields["normalise"] {
            if architecture?.normalise != nil {
                fault("normalise stands in the network and in its architecture", at: field.keyPlace)
            }
            architecture?.normalise = normalisation(field.value)
        }
        if !isRandom, let field = fields["entry"] { architecture?.entry = text(field.value, "entry") }
        if !isRandom, let field = fields["ignore"] { architecture?.ignore = patterns(field.value) }
        let notes = fields["notes"].map { self.notes($0.value) } ?? []
        guard let id else { return nil }
        let label = fields["label"].flatMap { self.label($0.value) }
        var network: SuiteNetwork?
        if let file, let epsilons, let architecture {
            network = SuiteNetwork(
                id: id, file: file, architecture: architecture, epsilons: epsilons.values,
                writtenEpsilons: epsilons.written, notes: notes)
            network?.label = label
            network?.writtenFile = fields["file"]?.value.string ?? file
        }
        return ParsedNetwork(
            id: id, place: fields["id"]?.keyPlace ?? fields.place, epsilons: epsilons?.values, network: network)
    }

    /// The architecture of a network that is drawn; faults for what only files have.
    private func drawn(_ fields: Fields) -> ArchitectureSpec? {
        for key in ["file", "architecture", "normalise", "entry", "ignore"] {
            guard let field = fields[key] else { continue }
            fault(
                "\(key) is for networks of files, this one is random", at: field.keyPlace,
                hint: "remove \(key) or random")
        }
        guard let random = fields["random"].flatMap({ randomNetwork($0.value) }) else { return nil }
        var architecture = ArchitectureSpec.inferred
        architecture.random = random
        return architecture
    }

    /// `[normalize.*, epoch]`, or a single pattern.
    private func patterns(_ node: Node) -> [String]? {
        if case .scalar = node { return text(node, "ignore").map { [$0] } }
        return entries(node, "ignore")?.compactMap { text($0, "a pattern of ignore") }
    }

    /// The sizes that a network is asked about: none where the minimum distortion is asked for, which must have none.
    private func sizes(
        _ fields: Fields, _ perturbation: ParsedPerturbation, _ goal: Goal
    ) -> (values: [Double], written: [Double: String])? {
        guard goal.isRadius else {
            return required("epsilons", in: fields, hint: "epsilons: [0.1]").flatMap { epsilons($0, perturbation) }
        }
        guard let field = fields["epsilons"] else { return ([], [:]) }
        fault(
            "a minimum distortion is asked for without ε", at: field.keyPlace,
            hint: "remove epsilons: sizes are found by the search")
        return nil
    }

    /// Ascending, and as written.
    private func epsilons(
        _ node: Node, _ perturbation: ParsedPerturbation
    ) -> (values: [Double], written: [Double: String])? {
        guard let entries = entries(node, "epsilons") else { return nil }
        var result = [Double]()
        var written = [Double: String]()
        for entry in entries {
            guard let epsilon = number(entry, "an ε") else { continue }
            if let message = spaceFault(of: epsilon, perturbation) {
                fault(message.text, at: entry, hint: message.hint)
            } else if result.contains(epsilon) {
                fault("ε = \(epsilon) appears twice", at: entry)
            } else {
                result.append(epsilon)
                written[epsilon] = scalar(entry)
            }
        }
        return result.count == entries.count ? (result.sorted(), written) : nil
    }

    private func spaceFault(of epsilon: Double, _ perturbation: ParsedPerturbation) -> (text: String, hint: String?)? {
        if perturbation.family.name == BlurFamily.descriptor.name, epsilon > 1 {
            return (
                "at most all of a kernel's mass, 1, can leave its centre, found \(OptionValue.number(epsilon))", nil
            )
        }
        guard perturbation.family.isBall else {
            return epsilon < 0 ? ("a size must not be negative, found \(OptionValue.number(epsilon))", nil) : nil
        }
        return SuiteReader.radiusFault(of: epsilon, norm: perturbation.norm, domain: perturbation.domain)
    }
}
