import CHiGHS
import Foundation

/// Finds the library of HiGHS: where `$VERIGAP_HIGHS` says, else where the loader does, else where `make highs` has put it,
/// below the working folder or a folder above the program. Workers inherit environment and folder, so they find the same.
package struct HiGHSLibrary: Sendable {
    /// The environment's variable with the path of the library.
    package static let variable = "VERIGAP_HIGHS"
    /// Where `make highs` puts it.
    private static let fetched = ".verigap/highs"

    #if os(macOS)
        private static let names = ["libhighs.1.dylib", "libhighs.dylib"]
    #else
        private static let names = ["libhighs.so.1", "libhighs.so"]
    #endif

    private let demanded: String?
    private let folders: [String]

    package init(environment: [String: String], workingDirectory: String, programDirectory: String?) {
        let named = environment[Self.variable] ?? ""
        demanded = named.isEmpty ? nil : named
        var folders = [workingDirectory]
        if let programDirectory {
            var folder = URL(fileURLWithPath: programDirectory).standardizedFileURL
            while folder.path != "/" {
                folders.append(folder.path)
                folder.deleteLastPathComponent()
            }
        }
        self.folders = folders
    }

    /// The engine, looked for once per process.
    static let engine = HiGHSLibrary(
        environment: ProcessInfo.processInfo.environment,
        workingDirectory: FileManager.default.currentDirectoryPath,
        programDirectory: Bundle.main.executableURL?.resolvingSymlinksInPath().deletingLastPathComponent().path
    ).load()

    /// What is tried, in order; the names without a folder are for the loader to find.
    package var candidates: [String] {
        if let demanded { return [demanded.contains("/") ? demanded : "./" + demanded] }
        let files = folders.flatMap { folder in Self.names.map { "\(folder)/\(Self.fetched)/\($0)" } }
        return Self.names + files.filter(FileManager.default.fileExists)
    }

    /// Loads the first candidate that can be loaded and is of an accepted version.
    package func load() -> Result<HiGHSEngine, EngineAbsence> {
        var reasons = [String]()
        for candidate in candidates {
            guard let reason = Self.failure(toLoad: candidate) else {
                let version = String(cString: chighs_version())
                return .success(HiGHSEngine(version: version, path: Self.loadedPath))
            }
            // That the loader finds none is the ordinary case and says nothing.
            if candidate.contains("/") || !Self.saysNothing(reason) { reasons.append(reason) }
        }
        if demanded != nil {
            return .failure(
                EngineAbsence(
                    reason: "$\(Self.variable): " + reasons.joined(separator: "; "),
                    remedy: "let \(Self.variable) name the shared library of HiGHS, or unset it", isMistake: true))
        }
        let found =
            reasons.isEmpty
            ? "there is no \(Self.names.joined(separator: " or "))" : reasons.joined(separator: "; ")
        return .failure(EngineAbsence(reason: found, remedy: Self.remedy))
    }

    /// The ways to get it.
    private static let remedy =
        "make highs fetches it; or install version 1.8 or later (Debian 13: libhighs1), or set \(variable) to its path"

    /// Why the library at `path` is not loaded; `nil` if it is.
    private static func failure(toLoad path: String) -> String? {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 1024) { message in
            guard let text = message.baseAddress else { return "no memory" }
            text.initialize(repeating: 0, count: message.count)
            let isLoaded = chighs_load(path, { HiGHSLibrary.accepts($0) ? 1 : 0 }, text, message.count)
            return isLoaded == 0 ? String(cString: text) : nil
        }
    }

    private static func saysNothing(_ reason: String) -> Bool {
        ["cannot open shared object file: No such file", "no such file"].contains(where: reason.contains)
    }

    private static var loadedPath: String {
        withUnsafeTemporaryAllocation(of: CChar.self, capacity: 4096) { path in
            guard let text = path.baseAddress else { return "" }
            chighs_path(text, path.count)
            return String(cString: text)
        }
    }

    private static func accepts(_ version: UnsafePointer<CChar>?) -> Bool {
        version.map { accepts(String(cString: $0)) } ?? false
    }

    /// Whether a version is one that is known to work: from 1.8 on, which has every function that is called, below 2.
    package static func accepts(_ version: String) -> Bool {
        let numbers = version.split(separator: ".").map { Int($0) }
        guard numbers.count >= 2, numbers[0] == 1, let minor = numbers[1] else { return false }
        return minor >= 8
    }
}
