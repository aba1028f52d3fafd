import Foundation
import ResultStore
import Testing

/// One store, whatever it is called.
@Suite struct LinkTests {
    private func link(_ path: String, to target: String) throws {
        try FileManager.default.createDirectory(
            at: URL(fileURLWithPath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
        try FileManager.default.createSymbolicLink(atPath: path, withDestinationPath: target)
    }

    @Test func aLinkHasTheLockOfItsTarget() throws {
        try Fixtures.withStorePath { path in
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent().path
            let other = folder + "/elsewhere/link.sqlite"
            // The link is there before its target is.
            try link(other, to: path)
            let own = Int(ProcessInfo.processInfo.processIdentifier)
            for (first, second) in [(other, path), (path, other)] {
                let writer = try ResultStore(first, mode: .write)
                #expect(throws: StoreFault.locked(path: second, processIdentifier: own)) {
                    try ResultStore(second, mode: .write)
                }
                _ = try ResultStore(second, mode: .read)
                withExtendedLifetime(writer) {}
            }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/elsewhere") == ["link.sqlite"])
            #expect(FileManager.default.fileExists(atPath: path + ".lock"))
        }
    }

    /// What stands where the lock would is left as it is, and so is what a link there points to.
    @Test func aFileThatIsNoLockIsLeftAlone() throws {
        try Fixtures.withStorePath { path in
            let (lock, target) = (path + ".lock", path + ".target")
            try FileManager.default.createDirectory(
                at: URL(fileURLWithPath: path).deletingLastPathComponent(), withIntermediateDirectories: true)
            try Data("{ }".utf8).write(to: URL(fileURLWithPath: lock))
            #expect(throws: StoreFault.self) { try ResultStore(path, mode: .write) }
            #expect(try String(contentsOfFile: lock, encoding: .utf8) == "{ }")
            try FileManager.default.removeItem(atPath: lock)
            try Data("7".utf8).write(to: URL(fileURLWithPath: target))
            try link(lock, to: target)
            #expect(throws: StoreFault.self) { try ResultStore(path, mode: .write) }
            #expect(try String(contentsOfFile: target, encoding: .utf8) == "7")
            try FileManager.default.removeItem(atPath: lock)
            // A store that is none gets no lock.
            try Data("no database at all".utf8).write(to: URL(fileURLWithPath: path))
            #expect(throws: StoreFault.self) { try ResultStore(path, mode: .write) }
            #expect(!FileManager.default.fileExists(atPath: lock))
        }
    }

    @Test func aFolderThatIsALink() throws {
        try Fixtures.withStorePath { path in
            let folder = URL(fileURLWithPath: path).deletingLastPathComponent()
            let writer = try ResultStore(path, mode: .write)
            try link(folder.path + "-link", to: folder.path)
            defer { try? FileManager.default.removeItem(atPath: folder.path + "-link") }
            let other = folder.path + "-link/" + URL(fileURLWithPath: path).lastPathComponent
            #expect(throws: StoreFault.self) { try ResultStore(other, mode: .write) }
            withExtendedLifetime(writer) {}
        }
    }

    /// SQLite finds the log by the file's name: writers under two names would not see each other's.
    @Test func aSecondNameIsRefusedToWriters() throws {
        try Fixtures.withStorePath { path in
            _ = try ResultStore(path, mode: .write)
            let other = path + ".second"
            try FileManager.default.linkItem(atPath: path, toPath: other)
            for name in [path, other] {
                let fault = #expect(throws: StoreFault.self) { try ResultStore(name, mode: .write) }
                #expect(fault?.description.contains("hard links") == true, "\(fault?.description ?? "")")
            }
            _ = try ResultStore(other, mode: .read)
            try FileManager.default.removeItem(atPath: other)
            _ = try ResultStore(path, mode: .write)
        }
    }

    @Test func devicesAndFoldersAreNoStores() throws {
        for path in ["/dev/null", FileManager.default.temporaryDirectory.path] {
            for mode in [ResultStore.Mode.read, .write] {
                let fault = #expect(throws: StoreFault.self) { try ResultStore(path, mode: mode) }
                guard case .cannotOpen? = fault else {
                    Issue.record("\(path): \(fault?.description ?? "")")
                    continue
                }
            }
        }
    }
}
