import DataFormats
import Testing

@Suite struct ArchiveTests {
    @Test func zipRoundTrip() throws {
        let contents: [(String, [UInt8], Bool)] = [
            ("a.txt", Array("hello".utf8), false), ("deep/b.bin", [UInt8](repeating: 7, count: 100_000), true),
            ("empty", [], true), ("ünï.txt", [1, 2, 3], false),
        ]
        var writer = ZipWriter()
        for (name, bytes, compressed) in contents { try writer.add(name, bytes, compressed: compressed) }
        let archive = try ZipArchive(try writer.finish())
        #expect(archive.entries.map(\.name) == contents.map(\.0))
        for (entry, expected) in zip(archive.entries, contents) {
            #expect(try archive.contents(of: entry) == expected.1)
        }
        #expect(archive.bytes.count < 2000)
        #expect(throws: FormatFault.self) { try writer.add("a.txt", []) }
    }

    /// Python's zipfile with zip64 local sizes and a comment behind the directory.
    @Test func zip64AndComment() throws {
        let archive = try ZipArchive(
            Fixture.base64(
                "UEsDBC0AAAAAAAAAIQCGphA2//////////8FABQAYS50eHQBABAABQAAAAAAAAAFAAAAAAAAAGhlbGxvUEsBAi0DLQAAAAAAAAAh"
                    + "AIamEDYFAAAABQAAAAUAAAAAAAAAAAAAAIABAAAAAGEudHh0UEsFBgAAAAABAAEAMwAAADwAAAAJAGEgY29tbWVudA=="))
        let entry = try #require(archive.entry(named: "a.txt"))
        #expect(try archive.contents(of: entry) == Array("hello".utf8))
    }

    /// The directory itself in zip64 form: counts and places of all ones in the classic record.
    @Test func zip64Directory() throws {
        var writer = ZipWriter()
        try writer.add("x", [1, 2, 3])
        let classic = try writer.finish()
        let end = classic.count - 22
        let directory = Int(classic[end + 16]) | Int(classic[end + 17]) << 8
        var wide = Array(classic[..<end])
        let record = wide.count
        wide.append(little: UInt32(0x0606_4B50))
        wide.append(little: UInt64(44))
        wide.append(little: UInt32(0x002D_002D))
        wide.append(little: UInt64(0))
        for value in [1, 1, end - directory, directory] { wide.append(little: UInt64(value)) }
        wide.append(little: UInt32(0x0706_4B50))
        wide.append(little: UInt32(0))
        wide.append(little: UInt64(record))
        wide.append(little: UInt32(1))
        wide += classic[end..<end + 8] + [UInt8](repeating: 0xFF, count: 12) + [0, 0]
        let archive = try ZipArchive(wide)
        #expect(try archive.contents(of: try #require(archive.entries.first)) == [1, 2, 3])
    }

    @Test func faultsNameTheEntry() throws {
        var writer = ZipWriter()
        try writer.add("weights/0", [1, 2, 3, 4], compressed: false)
        var bytes = try writer.finish()
        bytes[30 + "weights/0".utf8.count] ^= 1
        let archive = try ZipArchive(bytes)
        let entry = try #require(archive.entries.first)
        let fault = #expect(throws: FormatFault.self) { try archive.contents(of: entry) }
        #expect(fault?.kind == .checksum)
        #expect(fault?.entry == "weights/0")
    }

    @Test func everyPrefixOfAZipThrows() throws {
        var writer = ZipWriter()
        try writer.add("a", [1, 2, 3, 4])
        let bytes = try writer.finish()
        for length in 0..<bytes.count {
            #expect(throws: FormatFault.self, "prefix of \(length)") { try ZipArchive(Array(bytes[..<length])) }
        }
    }

    @Test func randomDamageNeverCrashes() throws {
        var writer = ZipWriter()
        try writer.add("a", [UInt8](0...99))
        try writer.add("b", [1, 2, 3], compressed: false)
        Fixture.damage(try writer.finish(), rounds: 3000) { bytes in
            guard let archive = try? ZipArchive(bytes) else { return }
            for entry in archive.entries { _ = try? archive.contents(of: entry) }
        }
    }

    /// `numpy.savez_compressed` with a float and a double array.
    @Test func npzFromNumPy() throws {
        let members = try NumPyArchive.read(
            Fixture.base64(
                "UEsDBC0AAAAIAAAAIQBO+yB1//////////8GABQAVzEubnB5AQAQAJAAAAAAAAAAUwAAAAAAAACb7BfqGxDJyFDGUK2eklqcXKRu"
                    + "paBuk2airqOgnpZfVFKUmBefX5SSChJ3S8wpTgWKF2ckFqQC+RpGOgpGmjoKtQpkAy4GhgZ7BgYGByAC4gYHAFBLAwQtAAAA"
                    + "CAAAACEAMmKiLP//////////BgAUAEIxLm5weQEAEACQAAAAAAAAAEwAAAAAAAAAm+wX6hsQychQxlCtnpJanFykbqWgbpNm"
                    + "oa6joJ6WX1RSlJgXn1+UkgoSd0vMKU4FihdnJBakAvkaRjqaOgq1ChQALgYwEHGA0BIOAFBLAQItAy0AAAAIAAAAIQBO+yB1"
                    + "UwAAAJAAAAAGAAAAAAAAAAAAAACAAQAAAABXMS5ucHlQSwECLQMtAAAACAAAACEAMmKiLEwAAACQAAAABgAAAAAAAAAAAAAA"
                    + "gAGLAAAAQjEubnB5UEsFBgAAAAACAAIAaAAAAA8BAAAAAA=="))
        #expect(members.map(\.name) == ["W1", "B1"])
        #expect(members.map(\.array.shape) == [[2, 2], [2]])
        #expect(members.map(\.array.elementType) == [.float32, .float64])
        #expect(members.map(\.array.floats) == [[1, 2, 3, 4], [5, 6]])
        #expect(try NumPyArchive.read(try NumPyArchive.fileBytes(members)) == members)
    }

    @Test func npzNamesTheDamagedArray() throws {
        var writer = ZipWriter()
        try writer.add("W1.npy", Array(NumPyArray(shape: [2], floats: [1, 2]).fileBytes.dropLast()))
        let bytes = try writer.finish()
        let fault = #expect(throws: FormatFault.self) { try NumPyArchive.read(bytes) }
        #expect(fault?.entry == "W1.npy")
        #expect(fault?.kind == .truncated)
    }
}
