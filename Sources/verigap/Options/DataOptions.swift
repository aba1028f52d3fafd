import ArgumentParser
import Datasets
import Foundation

/// Where images and network files are looked for.
package struct DataOptions: ParsableArguments {
    @Option(
        name: .customLong("data-dir"),
        help: ArgumentHelp(
            "Folder of datasets and networks, looked in before all others.",
            discussion: """
                Then come $VERIGAP_DATA, ../shared/data, the cache folder that `verigap fetch` fills, and the folder of \
                the system's dataset packages.
                """, valueName: "folder"), completion: .directory)
    package var dataDirectory: String?

    package init() {}

    /// The search that these options ask for; `suite` is the path of the suite file, if there is one.
    package func locator(suite: String? = nil) -> DatasetLocator {
        DatasetLocator(
            dataDirectory: dataDirectory, environment: ProcessInfo.processInfo.environment,
            workingDirectory: FileManager.default.currentDirectoryPath,
            suiteDirectory: suite.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path })
    }
}
