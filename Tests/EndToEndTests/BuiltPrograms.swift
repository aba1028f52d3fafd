import Foundation

/// The programs that were built together with the tests.
enum BuiltPrograms {
    /// The folder of `verigap` and `verigap-worker`: beside the test bundle, else where SwiftPM builds.
    static let folder: URL? = {
        let own = [
            URL(fileURLWithPath: "/proc/self/exe").resolvingSymlinksInPath(), Bundle.main.bundleURL,
            URL(fileURLWithPath: CommandLine.arguments[0]),
        ]
        let bundles = CommandLine.arguments.filter { $0.contains(".xctest") }.map { URL(fileURLWithPath: $0) }
        let beside = (own + bundles).flatMap { url in
            // On macOS the executable lies three folders deep in the bundle.
            sequence(first: url.deletingLastPathComponent()) { $0.deletingLastPathComponent() }.prefix(4)
        }
        let built = ["release", "debug"].map { repository.appendingPathComponent(".build/\($0)") }
        return (beside + built).first { folder in
            ["verigap", "verigap-worker"].allSatisfy {
                FileManager.default.isExecutableFile(atPath: folder.appendingPathComponent($0).path)
            }
        }
    }()

    static let repository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
        .deletingLastPathComponent().deletingLastPathComponent()

    static func path(_ name: String) throws -> String {
        guard let folder else { throw Absent(name: name) }
        return folder.appendingPathComponent(name).path
    }

    struct Absent: Error { var name: String }
}
