import Yams

/// One `key: value` of a mapping.
package struct Field {
    package let key: String
    package let keyPlace: SuitePlace
    package let value: Node
}

/// A mapping whose keys have been checked.
package struct Fields {
    package let place: SuitePlace
    /// `a network`, `the budget`.
    package let what: String
    private let byKey: [String: Field]

    init(place: SuitePlace, what: String, byKey: [String: Field]) {
        self.place = place
        self.what = what
        self.byKey = byKey
    }

    package subscript(key: String) -> Field? { byKey[key] }
}

/// Reading mappings and names with options.
extension YAMLForms {
    /// Reads `node` as a mapping that may have `keys`. Unknown and repeated keys are faults; the first of equals counts.
    package func fields(of node: Node, what: String, keys: [String]) -> Fields? {
        guard case .mapping(let mapping) = node else {
            fault(
                "\(what) must be a mapping, found \(describe(node))", at: node,
                hint: keys.isEmpty ? "it has no keys" : "its keys: \(list(keys))")
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
                let hint = keys.isEmpty ? "it has no keys" : Spelling.hint(for: key, among: keys, called: "its keys")
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

    /// The options of a named entry at `place`: none at all are an empty mapping.
    package func fields(ofOptions node: Node?, at place: SuitePlace, what: String, keys: [String]) -> Fields? {
        guard let node else { return Fields(place: place, what: what, byKey: [:]) }
        return fields(of: node, what: what, keys: keys)
    }

    /// The value of a key that must be there.
    package func required(_ key: String, in fields: Fields, hint: String? = nil) -> Node? {
        if let field = fields[key] { return field.value }
        fault("\(fields.what) has no \"\(key)\"", at: fields.place, hint: hint)
        return nil
    }

    /// An entry of a list that is a plain word or a word with options: `- relu`, `- conv2d: { stride: 2 }`.
    package func namedEntry(_ node: Node, what: String) -> (name: String, place: SuitePlace, options: Node?)? {
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
}
