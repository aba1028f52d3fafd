import Questions
import Yams

extension SuiteParser {
    /// Figures of a paper beside ours, and what other verifiers prove.
    func published(
        _ node: Node, _ networks: [ParsedNetwork], _ methods: [ParsedMethod]
    ) -> (figures: [PublishedFigure], shares: [PublishedShares]) {
        guard let entries = entries(node, "published") else { return ([], []) }
        var seen = [PublishedFigure: SuitePlace]()
        var result = [PublishedFigure]()
        var shares = [PublishedShares]()
        for entry in entries {
            if entry.mapping?["shares"] != nil {
                guard let read = publishedShares(entry, networks) else { continue }
                if shares.contains(where: { $0.network == read.network && $0.epsilon == read.epsilon }) {
                    fault("shares of \(read.network) at this size are given twice", at: entry)
                }
                shares.append(read)
                continue
            }
            guard let figure = figure(entry, networks, methods) else { continue }
            var key = figure
            key.value = 0
            key.source = nil
            key.notes = []
            let place = YAMLSource.place(of: entry)
            if let first = seen[key] {
                fault("this figure is given twice", at: place, hint: "first in line \(first.line)")
            } else {
                seen[key] = place
                result.append(figure)
            }
        }
        return (result, shares)
    }

    private func figure(
        _ node: Node, _ networks: [ParsedNetwork], _ methods: [ParsedMethod]
    ) -> PublishedFigure? {
        let keys = ["network", "epsilon", "column", "value", "source", "notes"]
        guard let fields = fields(of: node, what: "a published figure", keys: keys) else { return nil }
        let network = required("network", in: fields).flatMap { text($0, "network") }
        let epsilon = required("epsilon", in: fields).flatMap { number($0, "epsilon") }
        let column = required("column", in: fields).flatMap { self.column($0, methods) }
        let value = required("value", in: fields).flatMap { percent($0) }
        let source = fields["source"].flatMap { text($0.value, "source") }
        if let network, let field = fields["network"], !networks.isEmpty {
            checkPublished(network, at: field.value, epsilon, at: fields["epsilon"]?.value, networks)
        }
        guard let network, let epsilon, let column, let value else { return nil }
        return PublishedFigure(
            network: network, epsilon: epsilon, column: column, value: value, source: source,
            notes: fields["notes"].map { notes($0.value) } ?? [])
    }

    /// A figure must be of a network, and a size of it, that the suite asks about.
    func checkPublished(
        _ id: String, at node: Node, _ epsilon: Double?, at epsilonNode: Node?, _ networks: [ParsedNetwork]
    ) {
        guard let network = networks.first(where: { $0.id == id }) else {
            fault(
                "the suite has no network \"\(id)\"", at: node,
                hint: Spelling.hint(for: id, among: networks.map(\.id), called: "its networks"))
            return
        }
        if let epsilon, let epsilonNode, let known = network.epsilons, !known.contains(epsilon) {
            let shown = known.map { "\(OptionValue.number($0))" }
            fault(
                "\(id) is not run at ε = \(OptionValue.number(epsilon))", at: epsilonNode,
                hint: "its epsilons: \(list(shown))")
        }
    }

    /// `test-error`, `<method id>`, `<method id>-lower` or `<method id>-upper`.
    private func column(_ node: Node, _ methods: [ParsedMethod]) -> PublishedColumn? {
        guard let text = text(node, "column") else { return nil }
        if text == PublishedColumn.Bound.testError.rawValue { return PublishedColumn(bound: .testError, method: nil) }
        if let method = methods.first(where: { $0.id == text }) {
            switch method.descriptor.claim {
            case .classification: return PublishedColumn(bound: .testError, method: nil)
            case .attack: return PublishedColumn(bound: .lower, method: text)
            case .lowerBound, .distance: return PublishedColumn(bound: .upper, method: text)
            case .exact:
                fault(
                    "\(text) gives a lower and an upper bound", at: node,
                    hint: "write \(text)-lower or \(text)-upper")
                return nil
            }
        }
        for bound in [PublishedColumn.Bound.lower, .upper] where text.hasSuffix("-\(bound.rawValue)") {
            let id = String(text.dropLast(bound.rawValue.count + 1))
            if methods.contains(where: { $0.id == id }) { return PublishedColumn(bound: bound, method: id) }
        }
        guard !methods.isEmpty else { return nil }
        let columns = [PublishedColumn.Bound.testError.rawValue] + methods.flatMap(columns)
        fault(
            "no column is called \"\(text)\"", at: node,
            hint: Spelling.hint(for: text, among: columns, called: "columns"))
        return nil
    }

    private func columns(of method: ParsedMethod) -> [String] {
        switch method.descriptor.claim {
        case .classification: []
        case .exact: ["\(method.id)-lower", "\(method.id)-upper"]
        case .attack, .lowerBound, .distance: [method.id]
        }
    }

    /// `61.59 %`, as 61.59.
    func percent(_ node: Node, _ name: String = "value") -> Double? {
        guard let text = scalar(node), let value = Quantities.percent(text) else {
            let isNumber = scalar(node).flatMap(Quantities.number) != nil
            fault(
                "\(name) must be a percentage, found \(describe(node))", at: node,
                hint: isNumber ? "write \(scalar(node) ?? "") % if that is what is meant" : "for example 61.59 %")
            return nil
        }
        guard (0...100).contains(value) else {
            fault("\(name) must lie in 0 % … 100 %, found \(text)", at: node)
            return nil
        }
        return value
    }
}
