import SuiteFiles
import Yams

/// Reading single values and mappings.
extension RecipeParser {
    func fault(_ message: String, _ node: Node, hint: String? = nil) {
        let mark = node.mark
        let place = SuitePlace(line: mark?.line ?? 1, column: mark?.column ?? 1)
        let line = lines.indices.contains(place.line - 1) ? lines[place.line - 1] : ""
        faults.append(SuiteFault(path: path, place: place, sourceLine: line, message: message, hint: hint))
    }

    /// The entries of a mapping that may have `keys`; nothing at all is an empty one.
    func mapping(_ node: Node?, _ what: String, _ keys: [String]) -> [String: Node]? {
        guard let node else { return [:] }
        guard case .mapping(let mapping) = node else {
            fault("\(what) must be a mapping", node, hint: "its keys: \(keys.joined(separator: ", "))")
            return nil
        }
        var fields = [String: Node]()
        for (key, value) in mapping {
            let name = key.scalar?.string ?? ""
            if keys.contains(name) {
                fields[name] = value
            } else {
                let hint = keys.isEmpty ? "it has none" : "its keys: \(keys.joined(separator: ", "))"
                fault("unknown key \"\(name)\" in \(what)", key, hint: hint)
            }
        }
        return fields
    }

    /// A plain word, or one word with options.
    func named(_ node: Node, _ what: String) -> (name: String, options: Node?)? {
        switch node {
        case .scalar(let scalar) where !scalar.string.isEmpty: return (scalar.string, nil)
        case .mapping(let mapping) where mapping.count == 1:
            if let (key, value) = mapping.first, let name = key.scalar?.string { return (name, value) }
        default: break
        }
        fault("\(what) must be one name, or one name with options", node)
        return nil
    }

    func text(_ node: Node, _ what: String) -> String? {
        if let text = node.scalar?.string, !text.isEmpty { return text }
        fault("\(what) must be text", node)
        return nil
    }

    func integer(_ node: Node, _ what: String, _ range: ClosedRange<Int>) -> Int? {
        if let text = node.scalar?.string, let value = Int(text), range.contains(value) { return value }
        fault("\(what) must be a whole number, at least \(range.lowerBound)", node)
        return nil
    }

    func number(_ node: Node, _ what: String, _ range: ClosedRange<Double>) -> Double? {
        if let text = node.scalar?.string, let value = Double(text), range.contains(value) { return value }
        fault("\(what) must be a number from \(range.lowerBound) to \(range.upperBound)", node)
        return nil
    }
}
