import Datasets

/// Where the files that a suite names are looked for.
public struct FileSearch: Sendable {
    /// The folders looked in, in order, for messages.
    public let folders: [String]
    /// The absolute path of the file or folder that a suite calls by this name, or `nil`.
    public let locate: @Sendable (String) -> String?

    /// A search of the caller's own.
    public init(folders: [String] = [], locate: @escaping @Sendable (String) -> String?) {
        self.folders = folders
        self.locate = locate
    }

    /// Beside the suite, then in the data folders, as `locator` says.
    public init(_ locator: DatasetLocator) {
        self.init(folders: [locator.suiteDirectory ?? locator.workingDirectory] + locator.searchPath) {
            locator.findFile($0)
        }
    }
}
