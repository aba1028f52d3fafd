import Questions
import Yams

/// Walks the tree of one description of a tool.
final class ToolParser: YAMLForms {
    let source: YAMLSource
    let folder: String
    let search: ProgramSearch?
    var faults: [SuiteFault] = []

    init(source: YAMLSource, folder: String, search: ProgramSearch?) {
        self.source = source
        self.folder = folder
        self.search = search
    }

    private static let keys = [
        "tool", "command", "result", "counterexample", "exit-codes", "environment", "parallel", "version",
    ]
    private static let example =
        "command: [./run_instance.sh, v1, \"{category}\", \"{network}\", \"{property}\", \"{result}\", \"{limit}\"]"

    /// The whole file; `nil` if any part could not be read.
    func tool() -> ExternalTool? {
        guard let root = content(hint: "begin with tool: NAME"),
            let fields = fields(of: root, what: "the tool", keys: Self.keys)
        else { return nil }
        let name = required("tool", in: fields, hint: "tool: NAME names its column").flatMap { identifier($0, "tool") }
        let result = fields["result"].map { self.result($0.value) } ?? ToolResultForm()
        let command = required("command", in: fields, hint: Self.example)
            .flatMap { self.command($0, needsResult: result?.place == .file) }
        let counterexample =
            fields["counterexample"].map { self.counterexample($0.value) }
            ?? (result?.format == .vnncomp ? ToolCounterexampleForm() : nil)
        let exitCodes = fields["exit-codes"].flatMap { self.exitCodes($0.value) } ?? [0]
        let environment = fields["environment"].flatMap { self.environment($0.value) } ?? [:]
        let isParallel = fields["parallel"].flatMap { boolean($0.value, "parallel") } ?? true
        let version = fields["version"].flatMap { self.version($0.value) }
        guard let name, let command, let result, faults.isEmpty else { return nil }
        return ExternalTool(
            name: name, command: command, result: result, counterexample: counterexample, exitCodes: exitCodes,
            environment: environment, isParallel: isParallel, versionCommand: version, folder: folder)
    }

    private func command(_ node: Node, needsResult: Bool) -> [String]? {
        let before = faults.count
        guard let words = commandLine(node, "command", allowed: ToolPlaceholder.allCases) else { return nil }
        var needed: [ToolPlaceholder] = [.network, .property]
        if needsResult { needed.append(.result) }
        for placeholder in needed where !words.contains(where: { $0.contains("{\(placeholder.rawValue)}") }) {
            fault(
                "command has no {\(placeholder.rawValue)}", at: node,
                hint: placeholder == .result ? "or say result: { in: output }" : Self.example)
        }
        return faults.count == before ? words : nil
    }

    private func version(_ node: Node) -> [String]? {
        commandLine(node, "version", allowed: ToolPlaceholder.always)
    }

    private func exitCodes(_ node: Node) -> [Int]? {
        guard let entries = entries(node, "exit-codes") else { return nil }
        return entries.compactMap { integer($0, "an exit code", in: 0...255) }
    }

    private func environment(_ node: Node) -> [String: String]? {
        guard case .mapping(let mapping) = node else {
            fault(
                "environment must be a mapping, found \(describe(node))", at: node,
                hint: "environment: { OMP_NUM_THREADS: 1 }")
            return nil
        }
        var variables = [String: String]()
        for (key, value) in mapping {
            guard let name = source.name(ofKey: key), !name.isEmpty, !name.contains("="), !name.contains("\0") else {
                fault("the name of a variable must be a word", at: key)
                continue
            }
            guard variables[name] == nil else {
                fault("variable \"\(name)\" appears twice", at: key)
                continue
            }
            guard let text = text(value, name) else { continue }
            check(text, at: value, allowed: [.tool, .folder])
            variables[name] = text
        }
        return variables
    }
}
