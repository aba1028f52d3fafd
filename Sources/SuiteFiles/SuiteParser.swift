import Questions
import Yams

/// Walks the tree of a suite file and collects every fault on the way. What cannot be read is `nil`, and a `nil`
/// always has a fault that says why.
final class SuiteParser {
    let source: YAMLSource
    let catalog: MethodCatalog
    let search: FileSearch
    private(set) var faults: [SuiteFault] = []

    init(source: YAMLSource, catalog: MethodCatalog, search: FileSearch) {
        self.source = source
        self.catalog = catalog
        self.search = search
    }

    func fault(_ message: String, at place: SuitePlace, hint: String? = nil) {
        faults.append(source.fault(message, at: place, hint: hint))
    }

    func fault(_ message: String, at node: Node, hint: String? = nil) {
        fault(message, at: YAMLSource.place(of: node), hint: hint)
    }
}

/// One `key: value` of a mapping.
struct Field {
    let key: String
    let keyPlace: SuitePlace
    let value: Node
}

/// A mapping whose keys have been checked.
struct Fields {
    let place: SuitePlace
    /// `a network`, `the budget`.
    let what: String
    private let byKey: [String: Field]

    init(place: SuitePlace, what: String, byKey: [String: Field]) {
        self.place = place
        self.what = what
        self.byKey = byKey
    }

    subscript(key: String) -> Field? { byKey[key] }
}

extension SuiteParser {
    /// Reads `node` as a mapping that may have `keys`. Unknown and repeated keys are faults; the first of equals counts.
    func fields(of node: Node, what: String, keys: [String]) -> Fields? {
        guard case .mapping(let mapping) = node else {
            fault("\(what) must be a mapping, found \(describe(node))", at: node, hint: "its keys: \(list(keys))")
            return nil
        }
        var found = [String: Field]()
        for (keyNode, value) in mapping {
            let place = YAMLSource.place(of: keyNode)
            guard let key = source.name(ofKey: keyNode) else {
                fault("a key of \(what) must be a word", at: place)
                continue
            }
            guard keys.contains(key) else {
                let hint = Spelling.hint(for: key, among: keys, called: "its keys")
                fault("unknown key \"\(key)\" in \(what)", at: place, hint: hint)
                continue
            }
            if let first = found[key] {
                fault(
                    "key \"\(key)\" appears twice in \(what)", at: place,
                    hint: "it stands in line \(first.keyPlace.line) already")
            } else {
                found[key] = Field(key: key, keyPlace: place, value: value)
            }
        }
        return Fields(place: YAMLSource.place(of: node), what: what, byKey: found)
    }

    /// The value of a key that must be there.
    func required(_ key: String, in fields: Fields, hint: String? = nil) -> Node? {
        if let field = fields[key] { return field.value }
        fault("\(fields.what) has no \"\(key)\"", at: fields.place, hint: hint)
        return nil
    }

    /// An entry of a list that is a plain word or a word with options: `- relu`, `- conv2d: { stride: 2 }`.
    func namedEntry(_ node: Node, what: String) -> (name: String, place: SuitePlace, options: Node?)? {
        let place = YAMLSource.place(of: node)
        switch node {
        case .scalar(let scalar) where !isNothing(node): return (scalar.string, place, nil)
        case .mapping(let mapping):
            let entries = Array(mapping)
            guard let first = entries.first, let name = source.name(ofKey: first.key) else { break }
            guard entries.count == 1 else {
                fault(
                    "\(what) must be one name with its options, found \(entries.count) keys", at: place,
                    hint: isNothing(first.value)
                        ? "indent the options below \"\(name)\", or write - \(name): { … }" : "begin each with \"- \"")
                return nil
            }
            return (name, place, isNothing(first.value) ? nil : first.value)
        default: break
        }
        fault("\(what) must be a name, or a name with options, found \(describe(node))", at: node)
        return nil
    }

    func isNothing(_ node: Node) -> Bool {
        guard case .scalar(let scalar) = node, scalar.style == .plain else { return false }
        return ["", "~", "null"].contains(scalar.string)
    }

    func describe(_ node: Node) -> String {
        switch node {
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .scalar(let scalar): isNothing(node) ? "nothing" : "\"\(scalar.string)\""
        case .alias: "an alias"
        }
    }

    func list(_ words: [String]) -> String { words.joined(separator: ", ") }
}
