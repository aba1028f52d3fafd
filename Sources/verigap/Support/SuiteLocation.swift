import DataFormats
import Datasets
import Foundation

/// Finds the suite file that a word on the command line means: a path, or the bare name of a file in `Suites`, of the
/// working folder or else the program's own (`ProgramPlace.home`).
package enum SuiteLocation {
    /// The places tried for `name`, in order.
    package static func candidates(_ name: String) -> [String] {
        let isFile = name.hasSuffix(".yaml") || name.hasSuffix(".yml")
        if name.contains("/") { return isFile ? [name] : [name, "\(name).yaml"] }
        let own = ProgramPlace.home.map { ["\($0)/Suites/\(isFile ? name : name + ".yaml")"] } ?? []
        return (isFile ? [name, "Suites/\(name)"] : ["Suites/\(name).yaml", "\(name).yaml"]) + own
    }

    /// The first candidate that is a file.
    package static func find(_ name: String) throws(CommandFault) -> String {
        if let ending = [".csv", ".csv.gz"].first(where: name.lowercased().hasSuffix) {
            let stem = name.pathName.dropLast(ending.count)
            throw CommandFault(
                """
                \(name) is a table, not a suite
                  hint: a suite file of three lines asks about a table of instances:
                    suite: \(stem.isEmpty ? "mine" : stem)
                    instances: { file: \(name) }
                    methods: [bab]
                """)
        }
        let candidates = candidates(name)
        if let path = candidates.first(where: isFile) { return path }
        let known = known()
        let hint = known.isEmpty ? "" : "\n  hint: suites here: \(known.joined(separator: ", "))"
        throw CommandFault(
            "there is no suite \(name): no file \(candidates.joined(separator: " or "))\(hint)",
            status: .inputNotFound)
    }

    /// The names of the suites in `Suites`.
    static func known() -> [String] {
        let folders = ["Suites"] + (ProgramPlace.home.map { ["\($0)/Suites"] } ?? [])
        let names = folders.flatMap { folder in
            files(in: folder).filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }
        }
        return Set(names).sorted()
    }

    /// What the beginning of a word can become: names of suites, suite files, and folders on the way to some.
    package static func completions(of beginning: String) -> [String] {
        let folder = beginning.contains("/") ? beginning.pathFolder : "."
        let prefix = beginning.contains("/") ? (folder.hasSuffix("/") ? folder : folder + "/") : ""
        let paths = files(in: folder.isEmpty ? "/" : folder).sorted().compactMap { name -> String? in
            let path = prefix + name
            if name.hasSuffix(".yaml") || name.hasSuffix(".yml") { return path }
            return isFile(path) || name.hasPrefix(".") ? nil : path + "/"
        }
        return (known() + paths).filter { $0.hasPrefix(beginning) }
    }

    private static func files(in folder: String) -> [String] {
        (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
    }

    private static func isFile(_ path: String) -> Bool {
        var isFolder: ObjCBool = false
        return FileManager.default.fileExists(atPath: path, isDirectory: &isFolder) && !isFolder.boolValue
    }
}
