import Foundation

/// Published networks and oracles that stand beside a checkout on some machines; tests that need them say so and are
/// skipped elsewhere.
public enum SharedData {
    /// The folder `shared` beside the checkout, or `nil`.
    public static let folder: String? = {
        let root = URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent()
        let folder = root.deletingLastPathComponent().appendingPathComponent("shared").path
        return FileManager.default.fileExists(atPath: folder + "/data") ? folder : nil
    }()

    public static var isPresent: Bool { folder != nil }

    /// The lines of a CSV file below the folder, split at commas, keyed by its header.
    public static func csv(_ path: String) throws -> [[String: String]] {
        let text = try String(contentsOfFile: (folder ?? "") + "/" + path, encoding: .utf8)
        let lines = text.split(whereSeparator: \.isNewline).map {
            $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
        }
        guard let header = lines.first else { return [] }
        return lines.dropFirst().map { Dictionary(uniqueKeysWithValues: zip(header, $0)) }
    }
}
