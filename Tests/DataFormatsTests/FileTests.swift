import DataFormats
import Foundation
import Testing

@Suite struct FileTests {
    private func withFolder(_ body: (String) throws -> Void) throws {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString)
        try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(at: folder) }
        try body(folder.path)
    }

    @Test func writeReplacesAndLeavesNothingElse() throws {
        try withFolder { folder in
            let path = folder + "/file"
            try AtomicFile.write([1, 2, 3], to: path)
            try AtomicFile.write("four", to: path)
            #expect(try FileBytes.read(path) == Array("four".utf8))
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["file"])
        }
    }

    @Test func faultsLeaveNothingBehind() throws {
        try withFolder { folder in
            let fault = #expect(throws: FileFault.self) { try AtomicFile.write([1], to: folder + "/missing/file") }
            #expect(fault?.reason == "No such file or directory")
            try FileManager.default.createDirectory(atPath: folder + "/taken", withIntermediateDirectories: false)
            #expect(throws: FileFault.self) { try AtomicFile.write([1], to: folder + "/taken") }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["taken"])
            #expect(throws: FileFault.self) { try FileBytes.read(folder) }
            #expect(throws: FileFault.self) { try FileBytes.read(folder + "/none") }
        }
    }

    @Test func linksStayAndTheirTargetIsReplaced() throws {
        try withFolder { folder in
            try FileManager.default.createDirectory(atPath: folder + "/sub", withIntermediateDirectories: false)
            let target = folder + "/sub/target"
            for (link, destination) in [("relative", "sub/target"), ("absolute", target), ("chain", "relative")] {
                try FileManager.default.createSymbolicLink(
                    atPath: "\(folder)/\(link)", withDestinationPath: destination)
                // First nothing is there, then a file is.
                for text in ["new \(link)", "again \(link)"] {
                    try AtomicFile.write(text, to: "\(folder)/\(link)")
                    #expect(try FileBytes.read(target) == Array(text.utf8))
                }
                #expect(try FileManager.default.destinationOfSymbolicLink(atPath: "\(folder)/\(link)") == destination)
                try FileManager.default.removeItem(atPath: target)
            }
            try FileManager.default.createSymbolicLink(atPath: folder + "/circle", withDestinationPath: "circle")
            #expect(throws: FileFault.self) { try AtomicFile.write("x", to: folder + "/circle") }
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder + "/sub").isEmpty)
        }
    }

    @Test func permissionsStay() throws {
        try withFolder { folder in
            try AtomicFile.write("1", to: folder + "/file")
            #expect(chmod(folder + "/file", 0o600) == 0)
            try AtomicFile.write("2", to: folder + "/file")
            let attributes = try FileManager.default.attributesOfItem(atPath: folder + "/file")
            #expect(attributes[.posixPermissions] as? Int == 0o600)
        }
    }

    @Test func pipesAndDevicesAreWrittenInto() throws {
        try withFolder { folder in
            let pipe = folder + "/pipe"
            #expect(mkfifo(pipe, 0o600) == 0)
            // Both ends in one process: this descriptor keeps the other open from waiting.
            let reader = open(pipe, O_RDWR)
            try AtomicFile.write("through", to: pipe)
            var buffer = [UInt8](repeating: 0, count: 16)
            let count = read(reader, &buffer, buffer.count)
            close(reader)
            let fault = #expect(throws: FileFault.self) { try AtomicFile.write("unread", to: pipe) }
            #expect(fault?.reason == "it is a pipe that nobody reads")
            #expect(Array(buffer[..<count]) == Array("through".utf8))
            var status = stat()
            #expect(lstat(pipe, &status) == 0 && status.st_mode & S_IFMT == S_IFIFO)
            try AtomicFile.write("gone", to: "/dev/null")
            #expect(lstat("/dev/null", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
            #expect(try FileManager.default.contentsOfDirectory(atPath: folder) == ["pipe"])
        }
    }

    @Test(.enabled(if: FileManager.default.fileExists(atPath: "/dev/full"), "needs /dev/full"))
    func aFullDeviceIsAFault() throws {
        let fault = #expect(throws: FileFault.self) { try AtomicFile.write("x", to: "/dev/full") }
        #expect(fault?.operation == "write" && fault?.path == "/dev/full")
        var status = stat()
        #expect(lstat("/dev/full", &status) == 0 && status.st_mode & S_IFMT == S_IFCHR)
    }

    @Test func foldersAreRefused() throws {
        try withFolder { folder in
            let fault = #expect(throws: FileFault.self) { try AtomicFile.write("x", to: folder) }
            #expect(fault?.description == "cannot write \(folder): it is a folder")
        }
    }

    @Test func largeAndEmptyFiles() throws {
        try withFolder { folder in
            let large = [UInt8](repeating: 5, count: 3_000_000)
            try AtomicFile.write(large, to: folder + "/large")
            try AtomicFile.write([], to: folder + "/empty")
            try AtomicFile.write(Gzip.compress(large), to: folder + "/packed")
            #expect(try FileBytes.read(folder + "/large") == large)
            #expect(try FileBytes.read(folder + "/empty").isEmpty)
            #expect(try FileBytes.readUnpacked(folder + "/packed").get() == large)
        }
    }

    @Test func readerChecksEveryEnd() throws {
        var reader = ByteReader([1, 2, 3, 4, 0x61, 0x0A, 9], format: "test")
        #expect(try reader.integer(UInt16.self) == 0x0201)
        #expect(try reader.integer(UInt16.self, bigEndian: true) == 0x0304)
        #expect(try reader.line() == "a")
        #expect(
            throws: FormatFault(.truncated, format: "test", offset: 6, "truncated: a number needs 4 bytes, 1 are left")
        ) {
            try reader.integer(Int32.self)
        }
        #expect(try reader.byte() == 9)
        #expect(throws: FormatFault.self) { try reader.byte() }
        #expect(throws: FormatFault.self) { try reader.take(-1) }
        #expect(throws: FormatFault.self) { try reader.seek(to: 8) }
        #expect(throws: FormatFault.self) { try reader.line() }
    }

    @Test func strangersFilesAreRegularAndSmall() throws {
        try withFolder { folder in
            let path = folder + "/file"
            try AtomicFile.write([1, 2, 3], to: path)
            #expect(try FileBytes.readRegular(path, limit: 3) == [1, 2, 3])
            try FileBytes.requireRegular(path, limit: 3)
            try FileBytes.requireRegular(folder, limit: 3)
            for limit in [0, 2] {
                #expect(throws: FileFault.self) { try FileBytes.readRegular(path, limit: limit) }
                #expect(throws: FileFault.self) { try FileBytes.requireRegular(path, limit: limit) }
                #expect(throws: FileFault.self) { try FileBytes.requireRegular(folder, limit: limit) }
            }
            // A pipe that nobody writes to would block for ever.
            #expect(mkfifo(folder + "/pipe", 0o600) == 0)
            for special in [folder + "/pipe", "/dev/zero", folder + "/none"] {
                #expect(throws: FileFault.self) { try FileBytes.readRegular(special, limit: 1 << 20) }
                #expect(throws: FileFault.self) { try FileBytes.requireRegular(special, limit: 1 << 20) }
            }
            #expect(throws: FileFault.self) { try FileBytes.requireRegular(folder, limit: 1 << 20) }
            #expect(throws: FileFault.self) { try FileBytes.readRegular(folder, limit: 1 << 20) }
        }
    }
}
