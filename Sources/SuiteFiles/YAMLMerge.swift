import Yams

/// Merge keys of YAML 1.1: `<<: *defaults` and `<<: [*first, *second]` bring in the entries of other mappings.
///
/// Keys of the mapping itself win, then those of the first mapping in the list. The whole tree is worked through, with a
/// limit on its size: aliases of aliases make small files enormous.
struct YAMLMerge {
    /// What is wrong with a merge key, and where.
    struct Fault: Error {
        var message: String
        var hint: String?
        var place: SuitePlace

        init(message: String, hint: String, at node: Node) {
            self.message = message
            self.hint = hint
            place = YAMLSource.place(of: node)
        }
    }

    /// A file may have so many nodes once its aliases are followed.
    static let nodeLimit = 200_000
    private static let depthLimit = 64
    private static let form = "<<: *name, or <<: [*first, *second], where each name stands for a mapping"

    private var nodes = 0

    /// `root` with every merge key replaced by what it brings in.
    static func resolved(_ root: Node) throws(Fault) -> Node {
        var merge = YAMLMerge()
        return try merge.resolve(root, depth: 0)
    }

    private mutating func resolve(_ node: Node, depth: Int) throws(Fault) -> Node {
        nodes += 1
        guard nodes <= Self.nodeLimit, depth <= Self.depthLimit else {
            throw Fault(
                message: "more than \(Self.nodeLimit) values, or more than \(Self.depthLimit) inside each other",
                hint: "aliases count as often as they are used", at: node)
        }
        switch node {
        case .scalar, .alias: return node
        case .sequence(var sequence):
            for index in sequence.indices { sequence[index] = try resolve(sequence[index], depth: depth + 1) }
            return .sequence(sequence)
        case .mapping(let mapping): return try resolve(mapping, depth: depth)
        }
    }

    private mutating func resolve(_ mapping: Node.Mapping, depth: Int) throws(Fault) -> Node {
        var pairs = [(Node, Node)]()
        var brought = [(Node, Node)]()
        for (key, value) in mapping {
            if Self.isMerge(key) {
                brought += try entries(of: value, at: key, depth: depth)
            } else {
                pairs.append((key, try resolve(value, depth: depth + 1)))
            }
        }
        var known = Set(pairs.compactMap(\.0.string))
        for pair in brought where pair.0.string.map({ known.insert($0).inserted }) ?? true { pairs.append(pair) }
        return .mapping(Node.Mapping(pairs, mapping.tag, mapping.style, mapping.mark, mapping.anchor))
    }

    /// What a merge key brings in, the most important first.
    private mutating func entries(of value: Node, at key: Node, depth: Int) throws(Fault) -> [(Node, Node)] {
        switch try resolve(value, depth: depth + 1) {
        case .mapping(let mapping): return mapping.map { ($0.key, $0.value) }
        case .sequence(let sequence):
            var entries = [(Node, Node)]()
            for element in sequence {
                guard case .mapping(let mapping) = element else {
                    throw Fault(message: "<< merges mappings only", hint: Self.form, at: key)
                }
                entries += mapping.map { ($0.key, $0.value) }
            }
            return entries
        default: throw Fault(message: "<< merges mappings only", hint: Self.form, at: key)
        }
    }

    /// A plain `<<`; in quotes it is a key like any other.
    private static func isMerge(_ key: Node) -> Bool {
        guard case .scalar(let scalar) = key else { return false }
        return scalar.string == "<<" && scalar.style == .plain
    }
}
