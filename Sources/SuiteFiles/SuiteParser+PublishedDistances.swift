import Questions
import Yams

/// What a paper printed of minimum distortions:
///
///     published:
///       - { network: CNN-SMALL-NOR, means: { pgd: 0.0527, lp-greedy: 0.01498 }, gaps: { lp-greedy: 69.12 % } }
extension SuiteParser {
    private static let distanceKeys = ["network", "means", "gaps", "source", "notes"]

    func publishedDistances(
        _ node: Node, _ networks: [ParsedNetwork], _ methods: [ParsedMethod]
    ) -> [PublishedDistances] {
        guard let entries = entries(node, "published") else { return [] }
        var seen = [String: SuitePlace]()
        return entries.compactMap { entry in
            guard let figures = distances(entry, networks, methods) else { return nil }
            let place = YAMLSource.place(of: entry)
            if let first = seen[figures.network] {
                fault("figures of \(figures.network) are given twice", at: place, hint: "first in line \(first.line)")
                return nil
            }
            seen[figures.network] = place
            return figures
        }
    }

    private func distances(
        _ node: Node, _ networks: [ParsedNetwork], _ methods: [ParsedMethod]
    ) -> PublishedDistances? {
        guard let fields = fields(of: node, what: "published figures of distances", keys: Self.distanceKeys) else {
            return nil
        }
        let hint = "means: { pgd: 0.0527, lp-greedy: 0.015 }"
        let network = required("network", in: fields).flatMap { networkName($0, networks) }
        let means = required("means", in: fields, hint: hint).flatMap { node in
            values(node, "means", methods) { number($0, $1, in: 1e-9...1e9) }
        }
        let gaps =
            fields["gaps"].map { field in values(field.value, "gaps", methods) { node, _ in percent(node) } } ?? [:]
        let source = fields["source"].flatMap { text($0.value, "source") }
        guard let network, let means, let gaps else { return nil }
        if let field = fields["gaps"] { check(gaps, against: means, methods, at: field.value) }
        return PublishedDistances(
            network: network, means: means, gaps: gaps, source: source,
            notes: fields["notes"].map { notes($0.value) } ?? [])
    }

    private func networkName(_ node: Node, _ networks: [ParsedNetwork]) -> String? {
        guard let id = text(node, "network") else { return nil }
        guard networks.isEmpty || networks.contains(where: { $0.id == id }) else {
            fault(
                "the suite has no network \"\(id)\"", at: node,
                hint: Spelling.hint(for: id, among: networks.map(\.id), called: "its networks"))
            return nil
        }
        return id
    }

    /// A value a method; `nil` if any of them is none.
    private func values(
        _ node: Node, _ name: String, _ methods: [ParsedMethod], _ read: (Node, String) -> Double?
    ) -> [String: Double]? {
        // The clean classifier measures no distance.
        let ids = methods.filter { $0.descriptor.claim != .classification }.map(\.id)
        guard let fields = fields(of: node, what: name, keys: ids) else { return nil }
        var values = [String: Double]()
        for id in ids {
            guard let field = fields[id] else { continue }
            guard let value = read(field.value, id) else { return nil }
            values[id] = value
        }
        if case .mapping(let mapping) = node, mapping.isEmpty {
            fault("\(name) is empty", at: node, hint: "its keys: \(list(ids))")
        }
        return values
    }

    /// A gap is one between a verifier and the one attack whose distance is given.
    private func check(
        _ gaps: [String: Double], against means: [String: Double], _ methods: [ParsedMethod], at node: Node
    ) {
        let attacks = methods.filter { $0.descriptor.claim == .attack }.map(\.id)
        if means.keys.count(where: attacks.contains) != 1 {
            fault(
                "gaps need the distance of one attack among the means", at: node, hint: "its attacks: \(list(attacks))")
        }
        for id in attacks where gaps[id] != nil { fault("\(id) is an attack: it has no gap", at: node) }
    }
}
