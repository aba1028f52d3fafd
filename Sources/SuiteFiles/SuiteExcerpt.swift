import Questions
import Yams

/// A suite that asks a part of what another one asks, in the same words: one method about some networks, sizes and images. The
/// configurations of its cells, and with them run keys, are those of the whole suite.
public struct SuiteExcerpt: Sendable, Hashable {
    /// Its own name.
    public var name: String
    /// The suite's id of the method.
    public var method: String
    /// The suite's ids of networks, and which of their sizes; none where the suite names none.
    public var networks: [String: Set<Double>]
    /// Positions in the split; `nil` is what the suite asks the method about.
    public var samples: Set<Int>?

    public init(name: String, method: String, networks: [String: Set<Double>], samples: Set<Int>?) {
        (self.name, self.method, self.networks, self.samples) = (name, method, networks, samples)
    }

    /// The text of the excerpt, fit for any place: files stand in it by their absolute paths. Nothing is derived (`cascade: false`),
    /// there is no total budget, and what is only for reports is left out.
    ///
    /// - Parameters:
    ///   - text: of the suite.
    ///   - suite: the same, read.
    /// - Throws: where the text is none.
    public func text(of text: String, _ suite: Suite) throws(SuiteFaults) -> String {
        let source = try YAMLSource(text: text, path: suite.path)
        guard case .mapping(var root)? = source.root else { return text }
        for key in ["title", "published", "ablation", "notes", "gates"] { root[key] = nil }
        root["suite"] = Node(name)
        root["cascade"] = Node("false")
        root["dataset"] = root["dataset"].map { dataset($0, suite) }
        root["networks"] = root["networks"].map { networks($0, suite) }
        root["methods"] = root["methods"].map { methods($0, suite) }
        if case .mapping(var budget)? = root["budget"] {
            budget["total"] = nil
            root["budget"] = budget.isEmpty ? nil : .mapping(budget)
        }
        do { return try Yams.serialize(node: .mapping(root)) } catch {
            throw SuiteFaults([source.fault("cannot be written again: \(error)", at: .start)])
        }
    }

    private func dataset(_ node: Node, _ suite: Suite) -> Node {
        guard case .mapping(var fields) = node else { return node }
        if let images = suite.dataset.images { fields["images"] = Node(images) }
        if let labels = suite.dataset.labels { fields["labels"] = Node(labels) }
        if let samples { fields["samples"] = .mapping(Node.Mapping([(Node("indices"), Self.list(samples.sorted()))])) }
        return .mapping(fields)
    }

    private func networks(_ node: Node, _ suite: Suite) -> Node {
        guard case .sequence(let entries) = node else { return node }
        // Entries stand in the order in which they were read.
        let kept = zip(entries, suite.networks).compactMap { entry, network -> Node? in
            guard let sizes = networks[network.id], case .mapping(var fields) = entry else { return nil }
            if network.architecture.random == nil { fields["file"] = Node(network.file) }
            fields["notes"] = nil
            if !network.epsilons.isEmpty {
                let chosen = network.epsilons.filter { sizes.isEmpty || sizes.contains($0) }
                fields["epsilons"] = Self.list(chosen.map { OptionValue.number($0) })
            }
            return .mapping(fields)
        }
        return .sequence(Node.Sequence(kept))
    }

    private func methods(_ node: Node, _ suite: Suite) -> Node {
        guard case .sequence(let entries) = node else { return node }
        let kept = zip(entries, suite.methods).filter { $1.id == method }.map { restricted($0.0) }
        return .sequence(Node.Sequence(kept))
    }

    /// Without images and networks that the excerpt does not have.
    private func restricted(_ entry: Node) -> Node {
        guard case .mapping(var named) = entry, let key = named.keys.first, case .mapping(var options)? = named[key]
        else {
            return entry
        }
        if samples != nil {
            options["samples"] = nil
            options["samples-of"] = nil
        } else if case .mapping(let byNetwork)? = options["samples-of"] {
            let kept = byNetwork.filter { networks[$0.key.string ?? ""] != nil }.map { ($0.key, $0.value) }
            options["samples-of"] = kept.isEmpty ? nil : .mapping(Node.Mapping(kept))
        }
        if options.isEmpty { return key }
        named[key] = .mapping(options)
        return .mapping(named)
    }

    private static func list(_ values: [some CustomStringConvertible]) -> Node {
        .sequence(Node.Sequence(values.map { Node("\($0)", Tag(.implicit)) }, Tag(.implicit), .flow))
    }
}
