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
