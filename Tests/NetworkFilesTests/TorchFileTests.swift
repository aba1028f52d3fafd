import DataFormats
import NetworkFiles
import Testing

@Suite struct TorchFileTests {
    /// A 2 × 3 weight and its bias in storages `a` and `b`.
    static func dictionary(legacy: Bool) -> [UInt8] {
        PickleWriter.stateDictionary { writer in
            writer.text("1.weight")
            writer.tensor(
                key: "a", location: "cuda:0", count: 6, shape: [2, 3], strides: [3, 1], legacy: legacy)
            writer.text("1.bias")
            writer.tensor(key: "b", count: 2, shape: [2], strides: [1], legacy: legacy, parameter: true)
        }
    }

    static let legacy = PickleWriter.legacyFile(
        dictionary(legacy: true),
        storages: [
            ("b", 2, PickleWriter.little([7, 8])), ("a", 6, PickleWriter.little([1, 2, 3, 4, 5, 6])),
        ])

    static func zip() throws -> [UInt8] {
        try PickleWriter.zipFile(
            dictionary(legacy: false),
            storages: [("a", PickleWriter.little([1, 2, 3, 4, 5, 6])), ("b", PickleWriter.little([7, 8]))])
    }

    @Test func legacyAndZipGiveTheSameTensors() throws {
        let expected = [
            NamedTensor(name: "1.weight", shape: [2, 3], values: [1, 2, 3, 4, 5, 6]),
            NamedTensor(name: "1.bias", shape: [2], values: [7, 8]),
        ]
        #expect(try Fixture.tensors(Self.legacy, "net.pth").tensors == expected)
        #expect(try Fixture.tensors(Self.zip(), "net.pt").tensors == expected)
        #expect(try Fixture.tensors(Self.zip(), "any-name").tensors == expected)
    }

    @Test func stridedTensorsAndSharedStorages() throws {
        let dictionary = PickleWriter.stateDictionary { writer in
            writer.text("transposed")
            writer.tensor(key: "a", count: 8, offset: 1, shape: [3, 2], strides: [1, 3], legacy: false)
            writer.text("column")
            writer.tensor(key: "a", count: 8, offset: 2, shape: [2], strides: [3], legacy: false)
            writer.text("scalar")
            writer.tensor(key: "a", count: 8, offset: 7, shape: [], strides: [], legacy: false)
        }
        let file = try PickleWriter.zipFile(
            dictionary, storages: [("a", PickleWriter.little([0, 1, 2, 3, 4, 5, 6, 7]))])
        let tensors = try Fixture.tensors(file, "net.pth").tensors
        #expect(tensors.map(\.values) == [[1, 4, 2, 5, 3, 6], [2, 5], [7]])
    }

    @Test func otherTypesAndByteOrders() throws {
        func values(_ type: String, _ content: [UInt8], _ order: String?) throws -> [Float] {
            let dictionary = PickleWriter.stateDictionary { writer in
                writer.text("w")
                writer.tensor(type: type, key: "0", count: 2, shape: [2], strides: [1], legacy: false)
            }
            let file = try PickleWriter.zipFile(dictionary, storages: [("0", content)], byteOrder: order)
            return try Fixture.tensors(file, "net.pth").tensors[0].values
        }
        #expect(try values("HalfStorage", [0x00, 0x3C, 0x00, 0xC0], nil) == [1, -2])
        #expect(try values("BFloat16Storage", [0x80, 0x3F, 0x00, 0xC0], "little") == [1, -2])
        #expect(try values("FloatStorage", [0x3F, 0x80, 0, 0, 0xC0, 0, 0, 0], "big") == [1, -2])
        var doubles = [UInt8]()
        doubles.append(little: (0.1).bitPattern)
        doubles.append(little: (-2.0).bitPattern)
        #expect(try values("DoubleStorage", doubles, "little") == [0.1, -2])
        #expect(
            Fixture.message(
                try PickleWriter.zipFile(Self.dictionary(legacy: false), storages: [], byteOrder: "pdp"), "n.pth"
            ).contains("byte order 'pdp'"))
    }

    @Test func checkpointsWithAStateDictionaryInside() throws {
        var writer = PickleWriter()
        writer.put("}")
        writer.text("epoch")
        writer.integer(3)
        writer.put("s")
        writer.text("state_dict")
        writer.emptyOrderedDictionary()
        writer.text("w")
        writer.tensor(key: "0", count: 1, shape: [1], strides: [1], legacy: false)
        writer.bytes += Array("ss.".utf8)
        let file = try PickleWriter.zipFile(writer.bytes, storages: [("0", PickleWriter.little([5]))])
        #expect(try Fixture.tensors(file, "net.pth").tensors == [NamedTensor(name: "w", shape: [1], values: [5])])
    }

    @Test func everyPrefixOfALegacyFileThrows() {
        #expect(Fixture.readablePrefixes(Self.legacy, path: "net.pth") == [])
        let message = Fixture.message(Array(Self.legacy.dropLast(3)), "net.pth")
        #expect(message.contains("pth entry 'storage a': truncated: the storage needs 24 bytes, 21 are left"))
        #expect(message.contains("(at byte \(Self.legacy.count - 24))"))
    }

    @Test func everyPrefixOfAZipFileThrows() throws {
        #expect(try Fixture.readablePrefixes(Self.zip(), path: "net.pth") == [])
        #expect(Fixture.message(Array(try Self.zip().dropLast(100)), "net.pth").contains("zip: truncated"))
    }

    @Test func randomDamageNeverCrashes() throws {
        #expect(Fixture.readDamaged(Self.legacy, "net.pth", rounds: 2000) < 2000)
        #expect(try Fixture.readDamaged(Self.zip(), "net.pth", rounds: 1000) < 1000)
    }

    @Test func tensorsOutsideTheirStorageAreRefused() throws {
        func message(count: Int, offset: Int, shape: [Int], strides: [Int]) throws -> String {
            let dictionary = PickleWriter.stateDictionary { writer in
                writer.text("w")
                writer.tensor(key: "0", count: count, offset: offset, shape: shape, strides: strides, legacy: false)
            }
            return Fixture.message(
                try PickleWriter.zipFile(dictionary, storages: [("0", PickleWriter.little([1, 2]))]), "net.pth")
        }
        #expect(try message(count: 2, offset: 1, shape: [2], strides: [1]).contains("leaves its storage of 2 entries"))
        #expect(try message(count: 2, offset: -1, shape: [2], strides: [1]).contains("not the description"))
        #expect(try message(count: 2, offset: 0, shape: [1_000_000_000], strides: [0]).contains("repeat the entries"))
        #expect(
            try message(count: 2, offset: 0, shape: [2_000_000_000, 2_000_000_000, 2_000_000_000], strides: [1, 1, 1])
                .contains("of shape"))
        #expect(try message(count: 3, offset: 0, shape: [3], strides: [1]).contains("8 bytes, but 3 entries"))
        #expect(try message(count: 2, offset: 0, shape: [-1], strides: [1]).contains("of shape [-1]"))
    }
}
