import Foundation
import Networks
import Questions
import Yams

/// Parts of a suite given elsewhere, such as on a command line, in the words of a suite file.
extension SuiteReader {
    /// Reads one entry of `methods:`, such as `lp-all` or `pgd: { steps: 40 }`.
    ///
    /// - Parameter source: what messages call the place, such as `--method`.
    /// - Throws: every fault of the text.
    public static func method(
        _ text: String, from source: String, norm: Norm, catalog: MethodCatalog
    ) throws(SuiteFaults) -> SuiteMethod {
        let parser = try fragment(text, source, catalog)
        let parsed = parser.source.root.flatMap { parser.methods(Node([$0]), norm, .all, networks: []) } ?? []
        guard let method = parsed.first?.method, parser.faults.isEmpty else {
            throw failure(of: parser, "a method is expected")
        }
        return method
    }

    /// Reads what stands under `family:`, such as `blur` or `pixel-boxes: { file: reach.npy }`.
    ///
    /// - Parameter source: what messages call the place, such as `--family`.
    /// - Throws: every fault of the text.
    public static func family(_ text: String, from source: String) throws(SuiteFaults) -> FamilyCall {
        let files = FileSearch { FileManager.default.fileExists(atPath: $0) ? $0 : nil }
        let parser = try fragment(text, source, MethodCatalog([]), files)
        guard let root = parser.source.root, let family = parser.family(root), parser.faults.isEmpty else {
            throw failure(of: parser, "a family is expected")
        }
        return family
    }

    /// Reads what stands under `architecture:`, such as `{ layers: [linear, relu, linear] }`.
    ///
    /// - Parameter source: what messages call the place, such as `--architecture`.
    /// - Throws: every fault of the text.
    public static func architecture(_ text: String, from source: String) throws(SuiteFaults) -> ArchitectureSpec {
        let parser = try fragment(text, source, MethodCatalog([]))
        guard let root = parser.source.root, let spec = parser.architecture(root), parser.faults.isEmpty else {
            throw failure(of: parser, "an architecture is expected")
        }
        return spec
    }

    private static func fragment(
        _ text: String, _ source: String, _ catalog: MethodCatalog, _ search: FileSearch = FileSearch { _ in nil }
    ) throws(SuiteFaults) -> SuiteParser {
        do {
            return SuiteParser(
                source: try YAMLSource(text: text, path: source), catalog: catalog, search: search)
        } catch { throw SuiteFaults([error]) }
    }

    private static func failure(of parser: SuiteParser, _ message: String) -> SuiteFaults {
        let start = SuitePlace(line: 1, column: 1)
        return SuiteFaults(parser.faults.isEmpty ? [parser.source.fault(message, at: start)] : parser.faults)
    }
}
