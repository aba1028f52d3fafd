import Questions
import Yams

/// What other verifiers prove, whatever they are called:
///
///     published:
///       - { network: A, epsilon: 0.3, shares: { β-CROWN: 71 %, BICCOS: 76.5 % }, source: "…" }
extension SuiteParser {
    func publishedShares(_ node: Node, _ networks: [ParsedNetwork]) -> PublishedShares? {
        let keys = ["network", "epsilon", "shares", "source", "notes"]
        guard let fields = fields(of: node, what: "published shares", keys: keys) else { return nil }
        let network = required("network", in: fields).flatMap { text($0, "network") }
        let epsilon = required("epsilon", in: fields).flatMap { number($0, "epsilon") }
        let shares = required("shares", in: fields).flatMap { self.shares($0) }
        let source = fields["source"].flatMap { text($0.value, "source") }
        if let network, let field = fields["network"], !networks.isEmpty {
            checkPublished(network, at: field.value, epsilon, at: fields["epsilon"]?.value, networks)
        }
        guard let network, let epsilon, let shares else { return nil }
        return PublishedShares(
            network: network, epsilon: epsilon, shares: shares, source: source,
            notes: fields["notes"].map { notes($0.value) } ?? [])
    }

    /// A percentage a verifier, in the order of the file; `nil` if any of them is none.
    private func shares(_ node: Node) -> [PublishedShares.Share]? {
        guard case .mapping(let mapping) = node, !mapping.isEmpty else {
            fault(
                "shares must be a mapping of verifiers, found \(isEmpty(node) ? "an empty one" : describe(node))",
                at: node,
                hint: "shares: { β-CROWN: 71 % }")
            return nil
        }
        var shares = [PublishedShares.Share]()
        for (key, value) in mapping {
            guard let verifier = source.name(ofKey: key), !verifier.isEmpty else {
                fault("a verifier's name must be a text", at: key)
                return nil
            }
            guard !shares.contains(where: { $0.verifier == verifier }) else {
                fault("\(verifier) has two shares", at: key)
                return nil
            }
            guard let percent = percent(value, "a share") else { return nil }
            shares.append(.init(verifier: verifier, percent: percent))
        }
        return shares
    }

    private func isEmpty(_ node: Node) -> Bool { node.mapping?.isEmpty ?? false }
}
