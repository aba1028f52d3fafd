import DataFormats
import Foundation

/// The folder in which this process puts questions for tools, and a new folder in it for each.
///
/// A process that is killed leaves its folder behind; the next one removes it: whoever lives holds a lock in his.
final class ToolFolder {
    let path: String
    private let lock: Int32
    private var count = 0

    private static let prefix = "verigap-tools-"
    private static let lockName = "lock"

    /// - Parameter parent: where folders are made; the system's place for temporary files unless given.
    init(below parent: String = NSTemporaryDirectory()) throws(FileFault) {
        let parent = URL(fileURLWithPath: parent).standardizedFileURL.path
        Self.removeAbandoned(below: parent)
        let name = "\(getpid())-\(String(UInt64.random(in: 0...UInt64.max), radix: 36))"
        path = "\(parent)/\(Self.prefix)\(name)"
        // Under another name until it is locked.
        let new = "\(parent)/verigap-new-\(name)"
        guard mkdir(new, 0o700) == 0 else { throw Self.fault(new) }
        lock = open(new + "/" + Self.lockName, O_RDWR | O_CREAT | O_CLOEXEC, 0o600)
        guard lock >= 0, flock(lock, LOCK_EX | LOCK_NB) == 0, rename(new, path) == 0 else {
            throw Self.fault(path)
        }
    }

    private static func fault(_ path: String) -> FileFault {
        FileFault(operation: "make the folder", path: path, reason: String(cString: strerror(errno)))
    }

    private static func removeAbandoned(below parent: String) {
        let names = (try? FileManager.default.contentsOfDirectory(atPath: parent)) ?? []
        for name in names where name.hasPrefix(prefix) {
            let lock = open("\(parent)/\(name)/\(lockName)", O_RDWR | O_CLOEXEC | O_NOFOLLOW)
            guard lock >= 0 else { continue }
            if flock(lock, LOCK_EX | LOCK_NB) == 0 { try? FileManager.default.removeItem(atPath: "\(parent)/\(name)") }
            close(lock)
        }
    }

    /// A new folder for one question.
    func makeFolder() throws(FileFault) -> String {
        count += 1
        let folder = "\(path)/\(count)"
        try OutputFolder.make(folder)
        return folder
    }

    func remove(_ folder: String) { try? FileManager.default.removeItem(atPath: folder) }

    deinit {
        try? FileManager.default.removeItem(atPath: path)
        close(lock)
    }
}
