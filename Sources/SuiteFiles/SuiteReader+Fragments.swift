import Foundation
import Networks
import Questions
import Yams

/// Parts of a suite given elsewhere, such as on a command line, in the words of a suite file.
extension SuiteReader {
    /// Reads one entry of `methods:`, such as `lp-all` or `pgd: { steps: 40 }`.
    ///
    /// - Parameters:
    ///   - source: what messages call the place, such as `--method`.
    ///   - budget: the method's limit where the entry says none.
    /// - Throws: every fault of the text.
    public static func method(
        _ text: String, from source: String, norm: Norm, budget: Budget = Budget(), goal: Goal = .robustness,
        catalog: MethodCatalog
    ) throws(SuiteFaults) -> SuiteMethod {
        let parser = try fragment(text, source, catalog)
        let parsed =
            parser.source.root.flatMap {
                parser.methods(
                    Node([$0]),
                    in: MethodSurroundings(
                        perturbation: ParsedPerturbation(norm: norm), samples: .all, networks: [], budget: budget,
                        goal: goal))
            } ?? []
        return try parser.finished(parsed.first?.method, orElse: "a method is expected")
    }

    /// Reads what stands under `family:`, such as `blur` or `pixel-boxes: { file: reach.npy }`.
    ///
    /// - Parameter source: what messages call the place, such as `--family`.
    /// - Throws: every fault of the text.
    public static func family(_ text: String, from source: String) throws(SuiteFaults) -> FamilyCall {
        let files = FileSearch { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
        let parser = try fragment(text, source, MethodCatalog([]), files)
        return try parser.finished(parser.source.root.flatMap(parser.family), orElse: "a family is expected")
    }

    /// Reads what stands under `architecture:`, such as `{ layers: [linear, relu, linear] }`.
    ///
    /// - Parameter source: what messages call the place, such as `--architecture`.
    /// - Throws: every fault of the text.
    public static func architecture(_ text: String, from source: String) throws(SuiteFaults) -> ArchitectureSpec {
        let parser = try fragment(text, source, MethodCatalog([]))
        return try parser.finished(
            parser.source.root.flatMap(parser.architecture), orElse: "an architecture is expected")
    }

    static func fragment(
        _ text: String, _ source: String, _ catalog: MethodCatalog, _ search: FileSearch = FileSearch { _ in nil }
    ) throws(SuiteFaults) -> SuiteParser {
        SuiteParser(source: try YAMLSource(text: text, path: source), catalog: catalog, search: search)
    }
}
