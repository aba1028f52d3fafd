import ArgumentParser
import Questions
import ResultStore
import Runner
import SuiteFiles
import Verifiers
import WorkerProtocol

/// The suite a command is about.
package struct SuiteArgument: ParsableArguments {
    @Argument(help: "Suite file, or the name of one in Suites.", completion: SuiteArgument.completion)
    package var suite: String

    /// Names of suites and suite files.
    static let completion = CompletionKind.custom { _, _, beginning in SuiteLocation.completions(of: beginning) }

    package init() {}

    /// Reads and validates the suite.
    func read(_ data: DataOptions) throws -> SuiteDocument {
        let path = try SuiteLocation.find(suite)
        return try SuiteReader.read(path: path, catalog: MethodRegistry.catalog, locator: try data.locator(suite: path))
    }

    /// Reads the suite without asking for the files and libraries that it names: a report needs none of them.
    func readText(_ data: DataOptions) throws -> SuiteDocument {
        let path = try SuiteLocation.find(suite)
        let locator = try data.locator(suite: path)
        let search = FileSearch { name in locator.findFile(name) ?? name }
        return try SuiteReader.document(
            path: path, catalog: MethodRegistry.catalog.withoutLibraries, search: search)
    }

    /// Reads the suite, loads everything it names and looks up what the store holds.
    func plan(_ data: DataOptions, store: ResultStore?) throws -> Plan {
        try plan(try read(data), data, MethodRegistry.catalog, store: store)
    }

    /// The same where nothing is to be run: libraries and tools that the suite names need not be here.
    func planWithoutLibraries(_ data: DataOptions) throws -> Plan {
        let catalog = MethodRegistry.catalog.withoutLibraries
        let path = try SuiteLocation.find(suite)
        let document = try SuiteReader.read(path: path, catalog: catalog, locator: try data.locator(suite: path))
        return try plan(document, data, catalog, store: nil)
    }

    private func plan(
        _ document: SuiteDocument, _ data: DataOptions, _ catalog: MethodCatalog, store: ResultStore?
    ) throws -> Plan {
        let locator = try data.locator(suite: document.suite.path)
        let images = DatasetReferenceV1(
            dataset: document.suite.dataset, dataDirectory: locator.dataDirectory,
            suiteDirectory: locator.suiteDirectory, workingDirectory: locator.workingDirectory)
        return try Planner(catalog: catalog, loader: FileInputLoader())
            .plan(document, images: images, store: store)
    }
}
