import DataFormats
import Datasets
import Foundation
import Questions

/// Reads suite files. Everything that is wrong with one is reported together, before anything runs.
public enum SuiteReader {
    /// Datasets that are known by name; any other name needs files for its images and labels.
    public static var knownDatasets: [String] { DatasetLocator.knownNames }

    /// Reads the suite file at `path`; files it names are looked for beside it, then where `locator` looks.
    ///
    /// - Throws: every fault of the file, with places.
    public static func read(
        path: String, catalog: MethodCatalog, locator: DatasetLocator
    ) throws(SuiteFaults) -> SuiteDocument {
        var locator = locator
        locator.suiteDirectory = URL(fileURLWithPath: path).deletingLastPathComponent().path
        return try document(path: path, catalog: catalog, search: FileSearch(locator))
    }

    /// Reads the suite file at `path`; `locate` says where a file that it names is.
    ///
    /// - Throws: every fault of the file, with places.
    public static func read(
        path: String, catalog: MethodCatalog, locate: @escaping @Sendable (String) -> String?
    ) throws(SuiteFaults) -> Suite {
        try document(path: path, catalog: catalog, search: FileSearch(locate: locate)).suite
    }

    /// Reads the suite file at `path`.
    ///
    /// - Throws: every fault of the file, with places.
    public static func document(
        path: String, catalog: MethodCatalog, search: FileSearch
    ) throws(SuiteFaults) -> SuiteDocument {
        return try parse(text: try text(path: path), path: path, catalog: catalog, search: search)
    }

    /// A suite or recipe may take so many bytes, 4 MiB.
    private static let sizeLimit = 4 << 20

    /// The text of the suite or recipe at `path`.
    ///
    /// - Throws: a fault for a file that is missing, a device, too large, or not UTF-8.
    public static func text(path: String) throws(SuiteFaults) -> String {
        guard let bytes = try? FileBytes.read(path) else {
            throw SuiteFaults([lone("there is no such file, or it cannot be read", path)])
        }
        guard bytes.count <= sizeLimit else {
            throw SuiteFaults([lone("more than \(sizeLimit >> 20) MiB: this is no suite or recipe", path)])
        }
        guard let text = String(validating: bytes, as: UTF8.self) else {
            throw SuiteFaults([lone("not UTF-8 text", path)])
        }
        return text
    }

    /// Reads a suite from memory; `path` only enters messages.
    ///
    /// - Throws: every fault of the text, with places.
    public static func parse(
        text: String, path: String, catalog: MethodCatalog, search: FileSearch
    ) throws(SuiteFaults) -> SuiteDocument {
        let source = try YAMLSource(text: text, path: path)
        let parser = SuiteParser(source: source, catalog: catalog, search: search)
        return try parser.finished(parser.suite(digest: Digest(of: text)), orElse: "the suite is incomplete")
    }

    private static func lone(_ message: String, _ path: String) -> SuiteFault {
        SuiteFault(path: path, place: .start, sourceLine: "", message: message)
    }
}
