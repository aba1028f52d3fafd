import Questions
import SuiteFiles
import Yams

/// Reads recipes. Everything that is wrong with one is reported together, with line and column.
public enum RecipeReader {
    /// Reads the recipe file at `path`.
    ///
    /// - Returns: the recipe and its text.
    public static func read(path: String) throws(SuiteFaults) -> (recipe: Recipe, text: String) {
        let text = try SuiteReader.text(path: path)
        return (try parse(text: text, path: path), text)
    }

    /// Reads a recipe from memory; `path` only enters messages.
    public static func parse(text: String, path: String) throws(SuiteFaults) -> Recipe {
        let root: Node?
        do { root = try Yams.compose(yaml: text).map(YAMLMerge.resolved) } catch {
            throw SuiteFaults([syntaxFault(error, text, path)])
        }
        guard let root else { throw SuiteFaults([lone("the recipe is empty", path)]) }
        let parser = RecipeParser(path: path, text: text)
        let recipe = parser.recipe(root)
        guard let recipe, parser.faults.isEmpty else {
            throw SuiteFaults(parser.faults.isEmpty ? [lone("the recipe is incomplete", path)] : parser.faults)
        }
        return recipe
    }

    private static func lone(_ message: String, _ path: String) -> SuiteFault {
        SuiteFault(path: path, place: SuitePlace(line: 1, column: 1), sourceLine: "", message: message)
    }

    private static func syntaxFault(_ error: any Error, _ text: String, _ path: String) -> SuiteFault {
        func fault(_ message: String, _ mark: Mark, hint: String? = nil) -> SuiteFault {
            let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            let line = lines.indices.contains(mark.line - 1) ? String(lines[mark.line - 1]) : ""
            return SuiteFault(
                path: path, place: SuitePlace(line: mark.line, column: mark.column), sourceLine: line, message: message,
                hint: hint)
        }
        if let merge = error as? YAMLMerge.Fault, let mark = merge.node.mark {
            return fault(merge.message, mark, hint: merge.hint)
        }
        switch error as? YamlError {
        case .scanner(_, let problem, let mark, _)?, .parser(_, let problem, let mark, _)?,
            .composer(_, let problem, let mark, _)?:
            return fault("not valid YAML: \(problem)", mark)
        case .duplicatedKeysInMapping(let keys, let context)?:
            return fault("key \"\(keys.first ?? "")\" appears twice", context.mark)
        default: return lone("not valid YAML: \(error)", path)
        }
    }
}
