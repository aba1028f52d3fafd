import Questions
import Yams

/// Reads files of acknowledgements:
///
///     - { what: looser-bound, network: A, method: lp-all, size: 0.1, reason: "…", until: 2027-01-31 }
final class AcknowledgementParser: YAMLForms {
    let source: YAMLSource
    var faults: [SuiteFault] = []

    private static let keys = ["what", "network", "method", "size", "reason", "until"]

    init(source: YAMLSource) { self.source = source }

    /// Every entry; none of an empty file.
    func acknowledgements() -> [Acknowledgement] {
        guard let root = source.root, !isNothing(root) else { return [] }
        if case .sequence(let sequence) = root, sequence.isEmpty { return [] }
        return (entries(root, "a file of acknowledgements") ?? []).compactMap(entry)
    }

    private func entry(_ node: Node) -> Acknowledgement? {
        guard let fields = fields(of: node, what: "an acknowledgement", keys: Self.keys) else { return nil }
        let what = required("what", in: fields).flatMap(kind)
        let method = required("method", in: fields).flatMap { text($0, "method") }
        let reason = required("reason", in: fields, hint: "who reads it later must know why").flatMap {
            text($0, "reason")
        }
        let until = required("until", in: fields, hint: "until: 2027-01-31 is the last day on which it passes")
            .flatMap(day)
        var network: String?
        let size = fields["size"].flatMap { number($0.value, "size") }
        if what == .time {
            for field in [fields["network"], fields["size"]].compactMap(\.self) {
                fault(
                    "time is judged per method, over all networks and sizes", at: field.keyPlace,
                    hint: "leave \(field.key) out")
            }
        } else {
            network = required("network", in: fields).flatMap { text($0, "network") }
            guard network != nil else { return nil }
        }
        guard let what, let method, let reason, let until else { return nil }
        return Acknowledgement(
            what: what, network: network, method: method, size: size, reason: reason, until: until)
    }

    private func kind(_ node: Node) -> Acknowledgement.Kind? {
        if scalar(node)?.hasPrefix("contradiction") == true {
            fault(
                "a contradiction cannot be acknowledged", at: node,
                hint: "one of two answers is wrong: ask both again, and check their proofs")
            return nil
        }
        return choice(node, "what", as: Acknowledgement.Kind.self)
    }

    private func day(_ node: Node) -> Day? {
        if let day = scalar(node).flatMap({ Day($0) }) { return day }
        fault("until must be a day, found \(describe(node))", at: node, hint: "days are written 2027-01-31")
        return nil
    }
}

extension SuiteReader {
    /// Reads a file of acknowledgements from memory; `path` only enters messages.
    ///
    /// - Throws: every fault of the text, with places.
    public static func acknowledgements(_ text: String, path: String) throws(SuiteFaults) -> [Acknowledgement] {
        let parser = AcknowledgementParser(source: try YAMLSource(text: text, path: path))
        return try parser.finished(parser.acknowledgements(), orElse: "a list of acknowledgements is expected")
    }

    /// Reads what stands under `gates:`, such as `{ looser-bound: 3 }`.
    ///
    /// - Parameters:
    ///   - source: what messages call the place, such as `--gates`.
    ///   - defaults: what the text does not name.
    /// - Throws: every fault of the text.
    public static func gates(_ text: String, from source: String, defaults: Gates) throws(SuiteFaults) -> Gates {
        let parser = try fragment(text, source, MethodCatalog([]))
        return try parser.finished(
            parser.source.root.map { parser.gates($0, defaults: defaults) }, orElse: "gates are expected")
    }
}
