import Foundation
import ResultStore

/// A folder that files appear in whole or not at all.
final class ReportFolder {
    private let root: String
    /// Relative paths, in order.
    private(set) var written = [String]()

    init(_ root: String) throws(ReportFault) {
        self.root = root
        for folder in [root, root + "/tables", root + "/figures"] {
            do {
                try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
            } catch {
                throw .cannotWrite(path: folder, reason: error.localizedDescription)
            }
        }
    }

    func write(_ name: String, _ text: String) throws(ReportFault) {
        try write(name, chunks: [Array(text.utf8)])
    }

    func write(_ name: String, chunks: some Sequence<[UInt8]>) throws(ReportFault) {
        try write(name) { write in
            for chunk in chunks { try write(chunk) }
        }
    }

    /// Writes what `body` hands on to `<name>.partial`, brings it to the disk, then renames. What cannot be written leaves nothing
    /// behind.
    func write(_ name: String, _ body: (_ write: ([UInt8]) throws -> Void) throws -> Void) throws(ReportFault) {
        let path = "\(root)/\(name)"
        let partial = path + ".partial"
        var isWritten = false
        defer { if !isWritten { unlink(partial) } }
        do {
            if name.hasPrefix(ResultsLayout.folder + "/") {
                try FileManager.default.createDirectory(
                    atPath: "\(root)/\(ResultsLayout.folder)", withIntermediateDirectories: true)
            }
            try Data().write(to: URL(fileURLWithPath: partial))
            let file = try FileHandle(forWritingTo: URL(fileURLWithPath: partial))
            try body { try file.write(contentsOf: Data($0)) }
            try file.synchronize()
            try file.close()
        } catch let fault as StoreFault {
            throw .outcomes(fault)
        } catch {
            throw .cannotWrite(path: partial, reason: error.localizedDescription)
        }
        guard rename(partial, path) == 0 else {
            throw .cannotWrite(path: path, reason: String(cString: strerror(errno)))
        }
        isWritten = true
        written.append(name)
    }

    /// Counts files as written that somebody else wrote into the same folder, before its own.
    func adopt(_ files: [String]) { written = files + written }

    /// Removes what an earlier report left in `tables`, `figures` and `results`, and partial files of a crash.
    func removeStale() throws(ReportFault) {
        for file in Self.leftOver(in: root, besides: written) {
            let path = "\(root)/\(file)"
            do {
                try FileManager.default.removeItem(atPath: path)
            } catch {
                throw .cannotWrite(path: path, reason: error.localizedDescription)
            }
        }
    }

    /// Files of a report's kinds in `tables`, `figures` and `results` below `root` that are not among `files`, sorted, and partial files and
    /// those of a page and of results in `root` itself.
    static func leftOver(in root: String, besides files: [String]) -> [String] {
        let current = Set(files)
        let endings = [".tex", ".csv", ".png", ".pdf", ".svg", ".partial"]
        func names(_ folder: String) -> [String] {
            (try? FileManager.default.contentsOfDirectory(atPath: folder)) ?? []
        }
        let page = Reporter.pageFiles + [ResultsFile.name, ResultsSchema.name]
        let own = names(root).filter { $0.hasSuffix(".partial") || (page.contains($0) && !current.contains($0)) }
            .sorted()
        return own
            + ["figures", "tables", ResultsLayout.folder].flatMap { folder in
                names("\(root)/\(folder)").filter { endings.contains(where: $0.hasSuffix) }.sorted().map {
                    "\(folder)/\($0)"
                }
            }.filter { !current.contains($0) }
    }
}
