import Foundation
import Proofs
import Runner

/// The proofs that a command line names.
enum ProofFiles {
    /// `paths` in order; instead of a folder come the proofs in it and its subfolders, by name.
    ///
    /// - Throws: `CommandFault` where a folder holds none.
    static func find(_ paths: [String]) throws(CommandFault) -> [String] {
        var files = [String]()
        for path in paths {
            var isFolder: ObjCBool = false
            guard FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue else {
                files.append(path)
                continue
            }
            let found = proofs(in: path)
            guard !found.isEmpty else {
                throw CommandFault(
                    "\(path) holds no proofs (files ending in .\(ProofFile.fileExtension))", status: .inputNotFound)
            }
            files += found
        }
        return files
    }

    private static func proofs(in folder: String) -> [String] {
        let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
        return names.filter { ($0 as NSString).pathExtension == ProofFile.fileExtension }.sorted()
            .map { (folder as NSString).appendingPathComponent($0) }
    }
}
