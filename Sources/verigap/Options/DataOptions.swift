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
    ///
    /// - Throws: `CommandFault` where a folder that is named does not exist: what lies elsewhere is not what was meant.
    package func locator(suite: String? = nil) throws(CommandFault) -> DatasetLocator {
        let environment = ProcessInfo.processInfo.environment
        for (origin, folder) in [("--data-dir", dataDirectory), ("$VERIGAP_DATA", environment["VERIGAP_DATA"])] {
            guard let folder, !folder.isEmpty else { continue }
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: folder, isDirectory: &isFolder), isFolder.boolValue else {
                throw CommandFault("\(origin): there is no folder \(folder)", status: .inputNotFound)
            }
        }
        return DatasetLocator(
            dataDirectory: dataDirectory, environment: environment,
            workingDirectory: FileManager.default.currentDirectoryPath,
            suiteDirectory: suite.map { URL(fileURLWithPath: $0).deletingLastPathComponent().path })
    }
}
