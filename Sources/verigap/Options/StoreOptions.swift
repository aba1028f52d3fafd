import ArgumentParser
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
}
