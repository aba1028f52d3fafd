import SuiteFiles
import Verifiers

/// What the file of a suite adds to recorded runs of it: its gates and where its networks lie. Nothing where there is no such
/// file.
struct KnownSuite {
    private let suite: Suite?

    /// - Throws: the file's faults: whose gates cannot be read must not be compared with others.
    init(_ name: String, _ data: DataOptions) throws {
        guard let path = try? SuiteLocation.find(name) else {
            suite = nil
            return
        }
        let locator = try data.locator(suite: path)
        let document = try SuiteReader.document(
            path: path, catalog: MethodRegistry.catalog.withoutLibraries,
            search: FileSearch { locator.findFile($0) ?? $0 })
        suite = document.suite.name == name ? document.suite : nil
    }

    var gates: Gates { suite?.gates ?? .strict }

    func networkFile(_ id: String) -> String? { suite?.networks.first { $0.id == id }?.file }
}
