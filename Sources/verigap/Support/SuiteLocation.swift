import Foundation

/// Finds the suite file that a word on the command line means: a path, or the bare name of a file in `Suites`.
package enum SuiteLocation {
    /// The places tried for `name`, in order.
    package static func candidates(_ name: String) -> [String] {
        let isFile = name.hasSuffix(".yaml") || name.hasSuffix(".yml")
        if name.contains("/") { return isFile ? [name] : [name, "\(name).yaml"] }
        return isFile ? [name, "Suites/\(name)"] : ["Suites/\(name).yaml", "\(name).yaml"]
    }

    /// The first candidate that is a file.
    static func find(_ name: String) throws(CommandFault) -> String {
        let candidates = candidates(name)
        for candidate in candidates {
            var isFolder: ObjCBool = false
            if FileManager.default.fileExists(atPath: candidate, isDirectory: &isFolder), !isFolder.boolValue {
                return candidate
            }
        }
        let known = known()
        let hint = known.isEmpty ? "" : "\n  hint: suites here: \(known.joined(separator: ", "))"
        throw CommandFault(
            "there is no suite \(name): no file \(candidates.joined(separator: " or "))\(hint)",
            status: .inputNotFound)
    }

    /// The names of the suites in `Suites`.
    static func known() -> [String] {
        let files = (try? FileManager.default.contentsOfDirectory(atPath: "Suites")) ?? []
        return files.filter { $0.hasSuffix(".yaml") }.map { String($0.dropLast(5)) }.sorted()
    }
}
