import DataFormats
import Foundation
import Testing

@Suite struct CompressionTests {
    static let text = Array("hello hello hello".utf8)

    @Test func gzipFromPythonWithTwoMembersAndPadding() throws {
        let member = Fixture.base64("H4sIAAcAAAAC/8tIzcnJV8hAkACAiPnlEQAAAA==")
        #expect(try Gzip.decompress(member) == Self.text)
        #expect(try Gzip.decompress(member + member + [0, 0, 0]) == Self.text + Self.text)
        #expect(throws: FormatFault.self) { try Gzip.decompress(member + [1, 2]) }
    }

    @Test(arguments: [0, 1, 17, 262_144, 262_145, 1_000_000])
    func roundTrips(_ count: Int) throws {
        let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* $0 >> 3) }
        #expect(try Gzip.decompress(Gzip.compress(bytes)) == bytes)
        #expect(try Zlib.decompress(Zlib.compress(bytes, level: 9), expectedSize: count) == bytes)
        #expect(try Zlib.decompress(Zlib.compress(bytes, level: 0)[...]) == bytes)
    }

    /// However the pieces are cut, what comes out is what all of them give at once.
    @Test(arguments: [0, 1, 3, 6, 9], [1, 7, 1000, 65_536, 300_000])
    func piecesGiveTheSameBytes(_ level: Int, _ size: Int) throws {
        let bytes = (0..<700_000).map { UInt8(truncatingIfNeeded: ($0 &* $0 >> 5) ^ ($0 / 1000)) }
        let some = size == 1 ? Array(bytes.prefix(5000)) : bytes
        func pack(with packer: StreamPacker) -> [UInt8] {
            var packed = [UInt8]()
            for start in stride(from: 0, to: some.count, by: size) {
                packer.pack(Array(some[start..<min(some.count, start + size)])) { packed += $0 }
            }
            packer.finish { packed += $0 }
            return packed
        }
        let (gzip, zlib) = (pack(with: .gzip(level: level)), pack(with: .zlib(level: level)))
        #expect(try Gzip.decompress(gzip) == some)
        #expect(try Zlib.decompress(zlib, expectedSize: some.count) == some)
        guard level > 0 else { return }
        #expect(gzip == Gzip.compress(some, level: level))
        #expect(zlib == Zlib.compress(some, level: level))
    }

    @Test func everyPrefixThrows() {
        let gzip = Gzip.compress(Self.text)
        let zlib = Zlib.compress(Self.text)
        for length in 0..<gzip.count {
            #expect(throws: FormatFault.self) { try Gzip.decompress(Array(gzip[..<length])) }
        }
        for length in 0..<zlib.count {
            #expect(throws: FormatFault.self) {
                try Zlib.decompress(Array(zlib[..<length]), expectedSize: Self.text.count)
            }
        }
    }

    @Test func wrongSizesAndBombsAreFaults() {
        let packed = Zlib.compress(Self.text)
        #expect(throws: FormatFault.self) { try Zlib.decompress(packed, expectedSize: 16) }
        #expect(throws: FormatFault.self) { try Zlib.decompress(packed, expectedSize: 18) }
        #expect(throws: FormatFault.self) { try Zlib.decompress(packed + [0], expectedSize: 17) }
        let bomb = Gzip.compress([UInt8](repeating: 0, count: 1_000_000))
        #expect(throws: FormatFault.self) { try Gzip.decompress(bomb, limit: 999_999) }
    }

    @Test func damageNeverCrashes() {
        Fixture.damage(Gzip.compress(Self.text), rounds: 2000) { _ = try? Gzip.decompress($0) }
        Fixture.damage(Zlib.compress(Self.text), rounds: 2000) { _ = try? Zlib.decompress($0, expectedSize: 17) }
    }

    @Test func checksumOfTheStandardText() {
        #expect(Zlib.crc32(Array("123456789".utf8)) == 0xCBF4_3926)
    }

    @Test func tarRoundTrip() throws {
        func header(_ name: String, _ size: Int, type: Character = "0") -> [UInt8] {
            var block = [UInt8](repeating: 0, count: 512)
            func put(_ text: String, at place: Int) {
                block.replaceSubrange(place..<place + text.utf8.count, with: text.utf8)
            }
            let octal = String(size, radix: 8)
            put(name, at: 0)
            put(String(repeating: "0", count: 11 - octal.count) + octal, at: 124)
            put(String(type), at: 156)
            put("ustar", at: 257)
            put("        ", at: 148)
            let sum = String(block.reduce(0) { $0 + Int($1) }, radix: 8)
            put(String(repeating: "0", count: 6 - sum.count) + sum + "\0 ", at: 148)
            return block
        }
        let content = [UInt8](repeating: 9, count: 700)
        let padding = [UInt8](repeating: 0, count: 324)
        let bytes =
            header("folder/", 0, type: "5") + header("folder/a.bin", 700) + content + padding
            + header("b", 0) + [UInt8](repeating: 0, count: 1024)
        let archive = try TarArchive(bytes)
        #expect(archive.entries.map(\.name) == ["folder/a.bin", "b"])
        #expect(archive.contents(of: archive.entries[0]) == content)
        #expect(throws: FormatFault.self) { try TarArchive(Array(bytes[..<1500])) }
        var damaged = bytes
        damaged[600] ^= 1
        #expect(throws: FormatFault.self) { try TarArchive(damaged) }
        Fixture.damage(bytes, rounds: 500) { _ = try? TarArchive($0) }
    }
}
