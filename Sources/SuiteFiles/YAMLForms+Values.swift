import Questions
import Yams

/// Reading single values. `name` is what messages call the value: its key.
extension YAMLForms {
    package func text(_ node: Node, _ name: String) -> String? {
        guard case .scalar(let scalar) = node, !isNothing(node), !scalar.string.isEmpty else {
            fault("\(name) must be text, found \(describe(node))", at: node)
            return nil
        }
        return scalar.string
    }

    /// A word that names something in tables, file names and columns.
    package func identifier(_ node: Node, _ name: String) -> String? {
        guard let text = text(node, name) else { return nil }
        let allowed = text.unicodeScalars.allSatisfy { scalar in
            scalar.properties.isAlphabetic || scalar.properties.numericType != nil
                || "._+=-".unicodeScalars.contains(scalar)
        }
        guard allowed, text.count <= 80, text.contains(where: { $0.isLetter || $0.isNumber }) else {
            fault(
                "\(name) \"\(text)\" is no identifier", at: node,
                hint: "letters, digits and . _ + = - only, at most 80 of them")
            return nil
        }
        return text
    }

    package func integer(_ node: Node, _ name: String, in range: ClosedRange<Int>) -> Int? {
        guard let text = scalar(node), let value = Int(text) else {
            let isLarge = scalar(node)?.allSatisfy(\.isWholeNumber) ?? false
            fault(
                "\(name) must be a whole number, found \(describe(node))", at: node,
                hint: isLarge ? "at most \(range.upperBound)" : nil)
            return nil
        }
        guard range.contains(value) else {
            let bound = value < range.lowerBound ? "at least \(range.lowerBound)" : "at most \(range.upperBound)"
            fault("\(name) must be \(bound), found \(value)", at: node)
            return nil
        }
        return value
    }

    /// A decimal number or a fraction such as `8/255`.
    package func number(_ node: Node, _ name: String) -> Double? {
        guard let text = scalar(node), let value = Quantities.number(text) else {
            fault(
                "\(name) must be a number, found \(describe(node))", at: node,
                hint: "numbers are written 0.1, 1e-3 or 8/255")
            return nil
        }
        return value
    }

    /// A number of `range`.
    package func number(_ node: Node, _ name: String, in range: ClosedRange<Double>) -> Double? {
        guard let value = number(node, name) else { return nil }
        guard range.contains(value) else {
            let ends = [range.lowerBound, range.upperBound].map { "\(OptionValue.number($0))" }
            fault(
                "\(name) must lie in \(ends[0])…\(ends[1]), found \(OptionValue.number(value))", at: node)
            return nil
        }
        return value
    }

    package func boolean(_ node: Node, _ name: String) -> Bool? {
        switch scalar(node) {
        case "true": return true
        case "false": return false
        default:
            fault("\(name) must be true or false, found \(describe(node))", at: node)
            return nil
        }
    }

    package func choice<Choice: RawRepresentable & CaseIterable>(
        _ node: Node, _ name: String, as type: Choice.Type
    ) -> Choice? where Choice.RawValue == String {
        if let text = scalar(node), let value = Choice(rawValue: text) { return value }
        let words = Choice.allCases.map(\.rawValue)
        let hint = Spelling.closest(to: scalar(node) ?? "", among: words).map { "did you mean \"\($0)\"?" }
        fault("\(name) must be one of \(list(words)), found \(describe(node))", at: node, hint: hint)
        return nil
    }

    /// Seconds, more than 0.
    package func duration(_ node: Node, _ name: String) -> Double? {
        guard let text = scalar(node), let seconds = Quantities.seconds(text) else {
            let unit = scalar(node).flatMap(Quantities.unit)
            let message =
                unit.map { "\(name): \"\($0)\" is no unit of time" }
                ?? "\(name) must be a duration, found \(describe(node))"
            fault(message, at: node, hint: "durations are written 200 ms, 30 s, 5 min or 2 h")
            return nil
        }
        guard seconds > 0 else {
            fault("\(name) must be more than 0 s, found \(text)", at: node)
            return nil
        }
        return seconds
    }

    /// Bytes, more than 0.
    package func memory(_ node: Node, _ name: String) -> Int? {
        guard let text = scalar(node), let bytes = Quantities.bytes(text) else {
            let unit = scalar(node).flatMap(Quantities.unit)
            let message =
                switch unit {
                case nil: "\(name) must be an amount of memory, found \(describe(node))"
                case "": "\(name) has no unit"
                case .some(let unit): "\(name): \"\(unit)\" is no unit of memory"
                }
            fault(message, at: node, hint: "units: \(list(Quantities.memoryUnits)); for example 4 GiB")
            return nil
        }
        guard bytes > 0 else {
            fault("\(name) must be more than 0, found \(text)", at: node)
            return nil
        }
        return bytes
    }

    /// The entries of a list that must have some.
    package func entries(_ node: Node, _ name: String) -> [Node]? {
        guard case .sequence(let sequence) = node else {
            fault("\(name) must be a list, found \(describe(node))", at: node)
            return nil
        }
        guard !sequence.isEmpty else {
            fault("\(name) is an empty list", at: node)
            return nil
        }
        return Array(sequence)
    }

    /// A list of numbers; `nil` if any of them is none.
    package func numbers(_ node: Node, _ name: String) -> [Double]? {
        guard let entries = entries(node, name) else { return nil }
        let values = entries.compactMap { number($0, name) }
        return values.count == entries.count ? values : nil
    }

    /// A sentence, or a list of them.
    package func notes(_ node: Node) -> [String] {
        guard case .sequence = node else { return text(node, "notes").map { [$0] } ?? [] }
        return (entries(node, "notes") ?? []).compactMap { text($0, "a note") }
    }

    package func scalar(_ node: Node) -> String? {
        guard case .scalar(let scalar) = node, !isNothing(node) else { return nil }
        return scalar.string
    }
}
