import DataFormats
import Foundation
import Questions

/// Copies what tasks need to the file system that all machines share, once for each content.
///
///     inputs/<SHA-256>/cnn.onnx  programs/<SHA-256>/verigap
///
/// What is there already is taken for what its name says: nothing is written twice, and nothing is ever changed.
public struct Staging: Sendable {
    /// The cluster's folder.
    private let root: String

    public init(root: String) { self.root = root }

    /// Stages a file, or a folder of files.
    ///
    /// - Returns: its path below the cluster's folder; its name stays.
    /// - Throws: `FileFault`.
    public func stage(_ path: String) throws(FileFault) -> String {
        let place = "inputs/\(try Self.digest(of: path))"
        try copy([path], to: place)
        return "\(place)/\(path.pathName)"
    }

    /// Stages bytes under a name.
    ///
    /// - Throws: `FileFault`.
    public func stage(_ bytes: [UInt8], as name: String) throws(FileFault) -> String {
        let place = "inputs/\(Digest(of: bytes))"
        let path = "\(root)/\(place)/\(name)"
        if !FileManager.default.fileExists(atPath: path) {
            try OutputFolder.make("\(root)/\(place)")
            try AtomicFile.write(bytes, to: path)
        }
        return "\(place)/\(name)"
    }

    /// Stages the programs of that name in `folder`.
    ///
    /// - Returns: the folder that holds them, below the cluster's.
    /// - Throws: `FileFault`.
    public func stagePrograms(_ names: [String], in folder: String) throws(FileFault) -> String {
        var bytes = [UInt8]()
        for name in names { bytes += Digest(of: try FileBytes.read("\(folder)/\(name)")).bytes }
        let place = "programs/\(Digest(of: bytes))"
        try copy(names.map { "\(folder)/\($0)" }, to: place)
        return place
    }

    /// Of a file its content; of a folder the names and contents of all files below it.
    private static func digest(of path: String) throws(FileFault) -> Digest {
        var isFolder: ObjCBool = false
        guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
            return Digest(of: try FileBytes.read(path))
        }
        var bytes = [UInt8]()
        for name in (FileManager.default.subpaths(atPath: path) ?? []).sorted() {
            var isFolder: ObjCBool = false
            let file = "\(path)/\(name)"
            guard FileManager.default.fileExists(atPath: file, isDirectory: &isFolder), !isFolder.boolValue else {
                continue
            }
            bytes += Digest(of: name).bytes + Digest(of: try FileBytes.read(file)).bytes
        }
        return Digest(of: bytes)
    }

    /// Copies into a folder that appears whole or not at all.
    private func copy(_ paths: [String], to place: String) throws(FileFault) {
        let target = "\(root)/\(place)"
        let names = paths.map(\.pathName)
        func isThere() -> Bool {
            names.allSatisfy { FileManager.default.fileExists(atPath: "\(target)/\($0)") }
        }
        guard !isThere() else { return }
        let temporary = "\(target).\(getpid())-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
        try OutputFolder.make(temporary)
        defer { try? FileManager.default.removeItem(atPath: temporary) }
        for (path, name) in zip(paths, names) {
            // A link would lead elsewhere on another machine.
            let source = URL(fileURLWithPath: path).resolvingSymlinksInPath().path
            do { try FileManager.default.copyItem(atPath: source, toPath: "\(temporary)/\(name)") } catch {
                throw FileFault(operation: "copy to \(temporary)", path: path, reason: "\(error.localizedDescription)")
            }
        }
        // Somebody else may have been quicker, or have staged the same bytes under another name.
        if rename(temporary, target) == 0 || isThere() { return }
        for name in names where !FileManager.default.fileExists(atPath: "\(target)/\(name)") {
            guard rename("\(temporary)/\(name)", "\(target)/\(name)") == 0 else {
                throw FileFault(
                    operation: "write into", path: target, reason: String(cString: strerror(errno)))
            }
        }
    }
}
