import DataFormats
import Foundation

/// Knows where images and network files are looked for.
///
///     let locator = DatasetLocator(
///         dataDirectory: nil, environment: ProcessInfo.processInfo.environment,
///         workingDirectory: FileManager.default.currentDirectoryPath, suiteDirectory: "Suites")
///     let test = try locator.load(DatasetReference(name: "mnist"))
public struct DatasetLocator: Sendable {
    /// One folder of the search path.
    public struct Root: Sendable, Hashable {
        public let path: String
        /// Why it is on the path, for messages.
        public let origin: String
        /// Whether files may lie in the folder itself, not only in a sub-folder named after the dataset.
        public let holdsFiles: Bool
    }

    /// The value of `--data-dir`.
    public var dataDirectory: String?
    public var environment: [String: String]
    /// Relative folders are meant from here.
    public var workingDirectory: String
    /// Where the suite file lies: its relative files are looked for here first.
    public var suiteDirectory: String?
    /// Where the system's packages put datasets.
    public var systemDirectory: String
    /// Where the running program lies: the embedded sample of its checkout is found from any working folder.
    public var programDirectory: String

    public init(
        dataDirectory: String? = nil, environment: [String: String], workingDirectory: String,
        suiteDirectory: String? = nil, systemDirectory: String = "/usr/share/datasets",
        programDirectory: String = ProgramPlace.folder
    ) {
        self.dataDirectory = dataDirectory
        self.environment = environment
        self.workingDirectory = workingDirectory
        self.suiteDirectory = suiteDirectory
        self.systemDirectory = systemDirectory
        self.programDirectory = programDirectory
    }

    /// The folders in the order they are searched; a folder that occurs twice is searched once.
    public var roots: [Root] {
        var roots = [Root]()
        func add(_ path: String?, _ origin: String, holdsFiles: Bool) {
            guard let path, !path.isEmpty else { return }
            let absolute = resolve(path, from: workingDirectory)
            guard !roots.contains(where: { $0.path == absolute }) else { return }
            roots.append(Root(path: absolute, origin: origin, holdsFiles: holdsFiles))
        }
        add(dataDirectory, "--data-dir", holdsFiles: true)
        add(environment["VERIGAP_DATA"], "$VERIGAP_DATA", holdsFiles: true)
        add("../shared/data", "beside the working folder", holdsFiles: false)
        if let repository = repositoryRoot {
            add(resolve("../shared/data", from: repository), "beside the repository", holdsFiles: false)
        }
        add(DatasetLocator.cacheDirectory(environment), "cache", holdsFiles: false)
        add(systemDirectory, "system packages", holdsFiles: false)
        return roots
    }

    /// The folders in the order they are searched.
    public var searchPath: [String] { roots.map(\.path) }

    /// `$XDG_CACHE_HOME/verigap` or `~/.cache/verigap`; `nil` when neither variable is set.
    public static func cacheDirectory(_ environment: [String: String]) -> String? {
        if let cache = environment["XDG_CACHE_HOME"], cache.hasPrefix("/") { return cache + "/verigap" }
        guard let home = environment["HOME"], !home.isEmpty else { return nil }
        return home + "/.cache/verigap"
    }

    /// The first existing file or folder of that name: beside the suite (the working folder without a suite), then in
    /// the folders of the search path. Absolute names are taken as they are.
    public func findFile(_ name: String) -> String? {
        placesOfFile(name).first { FileManager.default.fileExists(atPath: $0) }
    }

    /// The file of that name, or else the same packed, or unpacked where the name ends in `.gz`: as tables of instances name theirs.
    public func findPlainOrPacked(_ name: String) -> String? {
        findFile(name) ?? findFile(name.hasSuffix(".gz") ? String(name.dropLast(3)) : name + ".gz")
    }

    /// Every path that `findFile` tries, for messages.
    public func placesOfFile(_ name: String) -> [String] {
        guard !name.hasPrefix("/") else { return [name] }
        let folders = [resolve(suiteDirectory ?? ".", from: workingDirectory)] + searchPath
        var places = [String]()
        for folder in folders {
            let place = resolve(name, from: folder)
            if !places.contains(place) { places.append(place) }
        }
        return places
    }

    /// The nearest folder with a `Package.swift`, from the working folder upwards.
    private var repositoryRoot: String? {
        var folder = resolve(workingDirectory, from: "/")
        while true {
            if FileManager.default.fileExists(atPath: folder + "/Package.swift") { return folder }
            guard folder != "/" else { return nil }
            folder = folder.pathFolder
        }
    }

    /// `path` from `folder`, without `.` and `..`; links are not followed.
    func resolve(_ path: String, from folder: String) -> String {
        let joined = path.hasPrefix("/") ? path : folder + "/" + path
        var parts = [Substring]()
        for part in joined.split(separator: "/") where part != "." {
            if part == ".." { _ = parts.popLast() } else { parts.append(part) }
        }
        return "/" + parts.joined(separator: "/")
    }
}
