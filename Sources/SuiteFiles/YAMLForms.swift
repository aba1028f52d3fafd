import Yams

/// The forms in which suites and recipes are written: mappings with known keys, names with options, single values.
///
/// A conforming parser walks the tree of one file and collects every fault on the way, with place, caret and hint. What
/// cannot be read is `nil`, and a `nil` always has a fault that says why.
package protocol YAMLForms: AnyObject {
    var source: YAMLSource { get }
    var faults: [SuiteFault] { get set }
}

extension YAMLForms {
    package func fault(_ message: String, at place: SuitePlace, hint: String? = nil) {
        faults.append(source.fault(message, at: place, hint: hint))
    }

    package func fault(_ message: String, at node: Node, hint: String? = nil) {
        fault(message, at: YAMLSource.place(of: node), hint: hint)
    }

    /// The value of the whole file, which must not be empty.
    package func content(hint: String) -> Node? {
        if let root = source.root { return root }
        fault("the file is empty", at: .start, hint: hint)
        return nil
    }

    /// `value`, if it was read without a fault.
    ///
    /// - Parameter message: what is wrong where there is neither a value nor a fault.
    /// - Throws: every fault, in the order of the file.
    package func finished<Value>(_ value: Value?, orElse message: String) throws(SuiteFaults) -> Value {
        if let value, faults.isEmpty { return value }
        throw SuiteFaults(faults.isEmpty ? [source.fault(message, at: .start)] : faults)
    }

    package func isNothing(_ node: Node) -> Bool {
        guard case .scalar(let scalar) = node, scalar.style == .plain else { return false }
        return ["", "~", "null"].contains(scalar.string)
    }

    /// What stands at `node`, for messages.
    package func describe(_ node: Node) -> String {
        switch node {
        case .mapping: "a mapping"
        case .sequence: "a list"
        case .scalar(let scalar): isNothing(node) ? "nothing" : "\"\(Self.beginning(of: scalar.string))\""
        case .alias: "an alias"
        }
    }

    /// A text as it is quoted: of a long one, as of a file that is none of ours, its beginning.
    private static func beginning(of text: String) -> String {
        let line =
            text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).first.map(String.init) ?? ""
        let short = String(line.prefix(60))
        return short == text ? text : short + "…"
    }

    package func list(_ words: [String]) -> String { words.joined(separator: ", ") }
}
