import Yams

/// The text of a YAML file and the tree it stands for, with duplicate keys kept so that they can be reported together
/// with everything else.
package struct YAMLSource {
    package let path: String
    let lines: [String]
    /// `nil` for a file without content.
    package let root: Node?
    /// What keys were called before `compose` gave them names of their own, by place.
    private let keptKeys: [SuitePlace: String]

    /// Parses `text`; `path` only enters messages.
    ///
    /// - Throws: a syntax error, as the one fault it is.
    package init(text: String, path: String) throws(SuiteFaults) {
        self.path = path
        var text = text
        if text.unicodeScalars.first == "\u{FEFF}" { text.unicodeScalars.removeFirst() }
        lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline).map(String.init)
        do { (root, keptKeys) = try Self.compose(lines, path) } catch { throw SuiteFaults([error]) }
    }

    /// The name of a key, as written.
    func name(ofKey key: Node) -> String? {
        keptKeys[Self.place(of: key)] ?? key.scalar?.string
    }

    package static func place(of node: Node) -> SuitePlace {
        node.mark.map { SuitePlace(line: $0.line, column: $0.column) } ?? .start
    }

    func fault(_ message: String, at place: SuitePlace, hint: String? = nil) -> SuiteFault {
        Self.fault(message, at: place, hint: hint, path, lines)
    }

    /// The parser refuses a mapping with a repeated key and thereby the rest of the file. Each refused key is given a
    /// name that no file uses, of the same length, and the text is parsed again.
    private static func compose(
        _ lines: [String], _ path: String
    ) throws(SuiteFault) -> (Node?, [SuitePlace: String]) {
        var lines = lines
        var kept = [SuitePlace: String]()
        while true {
            do {
                let root = try Yams.compose(yaml: lines.joined(separator: "\n") + "\n")
                return (try root.map(YAMLMerge.resolved), kept)
            } catch let merge as YAMLMerge.Fault {
                throw fault(merge.message, at: merge.place, hint: merge.hint, path, lines)
            } catch YamlError.duplicatedKeysInMapping(let duplicates, let context) {
                let place = SuitePlace(line: context.mark.line, column: context.mark.column)
                guard let key = duplicates.first, kept.count < 256, lines.indices.contains(place.line - 1),
                    let renamed = rename(lines[place.line - 1], at: place.column, number: kept.count)
                else { throw fault("a key appears twice in one mapping", at: place, hint: nil, path, lines) }
                lines[place.line - 1] = renamed
                kept[place] = key
            } catch {
                throw syntaxFault(error, path, lines)
            }
        }
    }

    /// `line` with the first letter of the key at `column` replaced by a private-use character.
    private static func rename(_ line: String, at column: Int, number: Int) -> String? {
        guard let replacement = Unicode.Scalar(0xE000 + UInt32(number)) else { return nil }
        var scalars = Array(line.unicodeScalars)
        var position = column - 1
        if scalars.indices.contains(position), scalars[position] == "\"" || scalars[position] == "'" { position += 1 }
        guard scalars.indices.contains(position) else { return nil }
        scalars[position] = replacement
        var result = String.UnicodeScalarView()
        result.append(contentsOf: scalars)
        return String(result)
    }

    private static func syntaxFault(_ error: any Error, _ path: String, _ lines: [String]) -> SuiteFault {
        switch error as? YamlError {
        case .scanner(let context, let problem, let mark, _)?, .parser(let context, let problem, let mark, _)?,
            .composer(let context, let problem, let mark, _)?:
            let line = min(mark.line, max(lines.count, 1))
            let text = [context.map { "\($0.text) that begins in line \($0.mark.line)" }, problem].compactMap { $0 }
            return fault(
                "not valid YAML: \(text.joined(separator: ", "))", at: SuitePlace(line: line, column: mark.column),
                hint: problem.contains("tab") || lines[line - 1].contains("\t")
                    ? "YAML is indented with spaces, never with tabs" : nil, path, lines)
        case .reader(let problem, _, _, _)?:
            return fault(
                "not valid YAML: \(problem)", at: .start,
                hint: "suites and recipes are UTF-8 text", path, lines)
        default:
            return fault("not valid YAML: \(error)", at: .start, hint: nil, path, lines)
        }
    }

    private static func fault(
        _ message: String, at place: SuitePlace, hint: String?, _ path: String, _ lines: [String]
    ) -> SuiteFault {
        let line = lines.indices.contains(place.line - 1) ? lines[place.line - 1] : ""
        return SuiteFault(path: path, place: place, sourceLine: line, message: message, hint: hint)
    }
}
