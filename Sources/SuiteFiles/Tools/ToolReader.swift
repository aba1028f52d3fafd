import Foundation
import Questions

/// Reads descriptions of external tools. Everything that is wrong with one is reported together, before anything runs.
public enum ToolReader {
    /// Reads the description at `path`; a program that it names with a folder is meant from beside it.
    ///
    /// - Parameter requiresProgram: whether a program that is not there is a fault, as it is for whoever wants to run it.
    /// - Throws: every fault of the file, with places.
    public static func read(path: String, requiresProgram: Bool = true) throws(SuiteFaults) -> ExternalTool {
        let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
        return try parse(
            text: try SuiteReader.text(path: path), path: path, folder: folder,
            search: requiresProgram ? ProgramSearch() : nil)
    }

    /// Reads a description from memory; `path` only enters messages.
    ///
    /// - Parameters:
    ///   - folder: where it lies.
    ///   - search: where its program is looked for; `nil`: nowhere.
    /// - Throws: every fault of the text, with places.
    public static func parse(
        text: String, path: String, folder: String, search: ProgramSearch? = nil
    ) throws(SuiteFaults) -> ExternalTool {
        let parser = ToolParser(source: try YAMLSource(text: text, path: path), folder: folder, search: search)
        return try parser.finished(parser.tool(), orElse: "the description is incomplete")
    }
}

/// Where programs are found: beside a description where they are named with a folder, else where the shell would look.
public struct ProgramSearch: Sendable {
    /// Folders in order.
    public var path: [String]

    /// - Parameter environment: names the folders in `PATH`.
    public init(environment: [String: String] = ProcessInfo.processInfo.environment) {
        path = (environment["PATH"] ?? "/usr/bin:/bin").split(separator: ":").map(String.init)
    }

    /// The file that a first word means; `nil` where no such program can be run.
    public func find(_ word: String, from folder: String) -> String? {
        let candidates =
            word.contains("/")
            ? [word.hasPrefix("/") ? word : folder + "/" + word] : path.map { $0 + "/" + word }
        return candidates.first { Self.isProgram($0) }
    }

    private static func isProgram(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
            && FileManager.default.isExecutableFile(atPath: path)
    }
}
