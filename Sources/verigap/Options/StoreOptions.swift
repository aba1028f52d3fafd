import ArgumentParser
import DataFormats
import Foundation
import ResultStore

/// Where outcomes are recorded.
package struct StoreOptions: ParsableArguments {
    @Option(
        help: ArgumentHelp(
            "Result store. (default: $VERIGAP_STORE, else \(ResultStore.defaultPath))", valueName: "file"),
        completion: .file(extensions: ["sqlite"]))
    package var store: String?

    package init() {}

    package var path: String {
        let named = store ?? ProcessInfo.processInfo.environment["VERIGAP_STORE"] ?? ""
        return named.isEmpty ? ResultStore.defaultPath : named
    }

    /// Opens the store for writing and makes it if need be. A folder that has to be made for it is named: a store beside the one
    /// that was meant would ask everything anew.
    func openForWriting(quiet: Bool = false) throws -> ResultStore {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        let isMade = path != ResultStore.defaultPath && !FileManager.default.fileExists(atPath: folder)
        let opened = try ResultStore(path, mode: .write)
        if isMade, !quiet { Console.note("verigap: made the folder \(path.pathFolder) for the store") }
        return opened
    }
}
