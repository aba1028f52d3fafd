import DataFormats
import Datasets
import Foundation

/// The source tree that the running programs were built in.
package struct Checkout {
    package let root: String

    /// The folder above `folder` that holds the package and is under version control; `nil` where there is none, as where
    /// programs are installed.
    package init?(above folder: String = ProgramPlace.folder) {
        var folder = folder
        while folder.count > 1 {
            folder = folder.pathFolder
            let marks = ["Package.swift", "Sources/verigap", ".git"]
            if marks.allSatisfy({ FileManager.default.fileExists(atPath: "\(folder)/\($0)") }) {
                root = folder
                return
            }
        }
        return nil
    }

    /// Whether `program` is at least as new as every source that it is built from, in the
    /// modules that `isPart` names. A tree that was changed or moved to another commit since has newer files. The manifest does not
    /// count: most of its changes link no program anew.
    package func isBuiltInto(_ program: String, from isPart: (String) -> Bool = { _ in true }) -> Bool {
        guard let built = Self.modified(program) else { return false }
        return sources(of: isPart).allSatisfy { Self.modified("\(root)/\($0)").map { $0 <= built } ?? true }
    }

    private func sources(of isPart: (String) -> Bool) -> [String] {
        guard let all = FileManager.default.enumerator(atPath: "\(root)/Sources") else { return [] }
        return all.compactMap { $0 as? String }.filter { path in
            let module = path.prefix { $0 != "/" }
            return Self.compiled.contains((path as NSString).pathExtension) && isPart(String(module))
        }.map { "Sources/\($0)" }
    }

    /// Extensions of files that enter a build.
    private static let compiled: Set<String> = ["swift", "c", "h", "modulemap"]

    private static func modified(_ path: String) -> Date? {
        (try? FileManager.default.attributesOfItem(atPath: path))?[.modificationDate] as? Date
    }
}
