import Foundation
import NetworkFiles
import Testing

@Suite struct MaliciousPickleTests {
    static let names = [
        ("os", "system"), ("posix", "system"), ("nt", "system"), ("builtins", "eval"), ("__builtin__", "exec"),
        ("subprocess", "Popen"), ("torch", "load"), ("torch.storage", "_load_from_bytes"), ("torch._utils", "_rebuild"),
        ("collections", "defaultdict"), ("numpy.core.multiarray", "_reconstruct"),
    ]

    /// `module.name('touch …')`, then the end, as a dictionary of a legacy and of a zip file.
    @Test(arguments: names) func foreignNamesAreRefusedByName(_ name: (module: String, name: String)) throws {
        let trace = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        var writer = PickleWriter()
        writer.global(name.module, name.name)
        writer.put("(")
        writer.text("touch " + trace)
        writer.bytes += Array("tR.".utf8)
        for file in [
            PickleWriter.legacyFile(writer.bytes, storages: []), try PickleWriter.zipFile(writer.bytes, storages: []),
            writer.bytes,
        ] {
            let message = Fixture.message(file, "net.pth")
            #expect(message.contains("\(name.module).\(name.name)"))
            #expect(message.contains("Nothing was executed"))
        }
        #expect(!FileManager.default.fileExists(atPath: trace))
    }

    @Test func otherWaysToNameThings() throws {
        var stackGlobal = PickleWriter()
        stackGlobal.text("os")
        stackGlobal.text("system")
        stackGlobal.bytes += [0x93] + Array(".".utf8)
        let pickles: [([UInt8], String)] = [
            (stackGlobal.bytes, "os.system"), ([0x80, 2] + Array("(ios\nsystem\n.".utf8), "os.system"),
            ([0x80, 2, 0x82, 1] + Array(".".utf8), "0x82"), ([0x80, 2] + Array("(cos\nsystem\no.".utf8), "os.system"),
            ([0x80, 2] + Array("Pabc\n.".utf8), "'abc'"), ([0x80, 9] + Array("N.".utf8), "protocol 9"),
        ]
        for (pickle, expected) in pickles {
            #expect(Fixture.message(PickleWriter.legacyFile(pickle, storages: []), "net.pth").contains(expected))
        }
    }

    /// Deep nesting must not exhaust the stack, here or when the values are freed.
    @Test func deepNesting() throws {
        let tuples = [0x80, 2] + Array(")".utf8) + [UInt8](repeating: 0x85, count: 300_000) + Array(".".utf8)
        #expect(Fixture.message(PickleWriter.legacyFile(tuples, storages: []), "net.pth").contains("pth"))
        let lists =
            [0x80, 2] + [UInt8](repeating: UInt8(ascii: "]"), count: 300_000)
            + [UInt8](repeating: UInt8(ascii: "a"), count: 299_999) + Array(".".utf8)
        #expect(Fixture.message(PickleWriter.legacyFile(lists, storages: []), "net.pth").contains("pth"))
        let marks = [0x80, 2] + [UInt8](repeating: UInt8(ascii: "("), count: 300_000) + Array(".".utf8)
        #expect(
            Fixture.message(PickleWriter.legacyFile(marks, storages: []), "net.pth").contains("nothing on the stack"))
    }
}
