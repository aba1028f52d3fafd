import DataFormats
import NetworkFiles
import Testing

/// Checkpoints around a state dictionary, as people save them.
@Suite struct CheckpointTests {
    /// What follows a key of the checkpoint.
    private enum Value {
        /// `w` with one row of two entries from storage `key`.
        case weights(String)
        case number(Int)
        case list([Value])
        case dictionary([(String, Value)])
        /// Any operations.
        case pickle((inout PickleWriter) -> Void)
    }

    private func put(_ value: Value, _ writer: inout PickleWriter) {
        switch value {
        case .weights(let key):
            writer.emptyOrderedDictionary()
            writer.text("0.weight")
            writer.tensor(key: key, count: 2, shape: [1, 2], strides: [2, 1], legacy: false)
            writer.put("s")
        case .number(let number): writer.integer(number)
        case .list(let values):
            writer.put("]")
            for value in values {
                put(value, &writer)
                writer.put("a")
            }
        case .dictionary(let pairs):
            writer.put("}")
            for (key, value) in pairs {
                writer.text(key)
                put(value, &writer)
                writer.put("s")
            }
        case .pickle(let body): body(&writer)
        }
    }

    private func file(_ pairs: [(String, Value)]) throws -> [UInt8] {
        var writer = PickleWriter()
        put(.dictionary(pairs), &writer)
        writer.put(".")
        return try PickleWriter.zipFile(
            writer.bytes, storages: [("0", PickleWriter.little([1, 2])), ("1", PickleWriter.little([3, 4]))])
    }

    private func values(_ pairs: [(String, Value)], entry: String? = nil) throws -> [Float] {
        try Fixture.tensors(try file(pairs), "net.pth", entry: entry).tensors.flatMap(\.values)
    }

    /// `module.name(arguments)`, of numbers.
    private func call(_ module: String, _ name: String) -> Value {
        .pickle { writer in
            writer.global(module, name)
            writer.tuple([1])
            writer.put("R")
        }
    }

    @Test(arguments: ["net", "model_state", "weights", "ema"]) func anyKey(_ key: String) throws {
        #expect(try values([("epoch", .number(3)), (key, .weights("0"))]) == [1, 2])
        #expect(try values([("outer", .dictionary([(key, .weights("1"))]))]) == [3, 4])
        #expect(try values([(key, .list([.weights("0")])), ("err", .list([.number(1)]))]) == [1, 2])
    }

    @Test func severalMustBeNamed() throws {
        let pairs: [(String, Value)] = [
            ("net", .weights("0")), ("ema", .dictionary([("state", .weights("1"))])),
        ]
        let message = Fixture.message(try file(pairs), "net.pth")
        #expect(message.contains("several entries hold tensors: net, ema.state; say which: entry: net"))
        #expect(try values(pairs, entry: "net") == [1, 2])
        #expect(try values(pairs, entry: "ema.state") == [3, 4])
        #expect(try values(pairs, entry: "ema") == [3, 4])
        #expect(
            Fixture.message(try file(pairs), "net.pth", entry: "model").contains(
                "the entry 'model' holds no tensors; tensors are in net, ema.state"))
        let list: [(String, Value)] = [("state_dict", .list([.weights("0"), .weights("1")]))]
        #expect(Fixture.message(try file(list), "net.pth").contains("state_dict.0, state_dict.1"))
        #expect(try values(list, entry: "state_dict.1") == [3, 4])
    }

    @Test func anEntryOfAnotherFormatIsAFault() {
        let message = Fixture.message(SafetensorsTests.file("{}", []), "net.safetensors", entry: "net")
        #expect(message.contains("only PyTorch checkpoints have entries"))
    }

    /// An optimiser keeps moments of every weight under keys of its own.
    @Test func optimisersAreNoNetworks() throws {
        let optimiser = Value.dictionary([
            ("state", .dictionary([("0", .weights("1"))])), ("param_groups", .list([])),
        ])
        #expect(try values([("optimizer", optimiser), ("net", .weights("0"))]) == [1, 2])
    }

    @Test func opaqueValuesAreSteppedOver() throws {
        let opaque = [
            call("numpy.core.multiarray", "scalar"), call("argparse", "Namespace"), call("os", "system"),
            .pickle { writer in
                writer.global("argparse", "Namespace")
                writer.bytes += Array(")".utf8) + [0x81]
                writer.bytes += Array("}".utf8)
                writer.text("lr")
                writer.integer(1)
                writer.bytes += Array("sb".utf8)
            },
            .pickle { writer in writer.bytes += Array("(iargparse\nNamespace\n".utf8) },
            .pickle { writer in
                writer.global("collections", "defaultdict")
                writer.tuple([1])
                writer.put("R")
                writer.text("a")
                writer.integer(1)
                writer.put("s")
            },
            .pickle { writer in writer.bytes += [0x8F] + Array("(".utf8) + Array("K".utf8) + [7, 0x90] },
        ]
        for value in opaque { #expect(try values([("extra", value), ("net", .weights("0"))]) == [1, 2]) }
    }

    /// What stands among the weights and is made of tensors or arrays cannot be left out without a word.
    @Test func opaqueWeightsAreRefusedByName() throws {
        func message(_ body: @escaping (inout PickleWriter) -> Void) throws -> String {
            let weights = Value.pickle { writer in
                self.put(.weights("0"), &writer)
                writer.text("0.bias")
                body(&writer)
                writer.put("s")
            }
            return Fixture.message(try file([("net", weights)]), "net.pth")
        }
        let wrapped = try message { writer in
            writer.global("my.code", "Quantised")
            writer.put("(")
            writer.tensor(key: "1", count: 2, shape: [2], strides: [1], legacy: false)
            writer.bytes += Array("tR".utf8)
        }
        #expect(wrapped.contains("'0.bias': my.code.Quantised would make it"))
        #expect(wrapped.contains("Nothing was executed"))
        let complex = try message { writer in
            writer.tensor(
                type: "ComplexFloatStorage", key: "1", count: 2, shape: [2], strides: [1], legacy: false)
        }
        #expect(complex.contains("torch.ComplexFloatStorage"))
        let array = try message { writer in
            writer.global("numpy.core.multiarray", "_reconstruct")
            writer.tuple([1])
            writer.put("R")
        }
        #expect(array.contains("numpy.core.multiarray._reconstruct"))
        let scalar = try message { writer in
            writer.global("numpy.core.multiarray", "scalar")
            writer.tuple([1])
            writer.put("R")
        }
        #expect(scalar == "no fault")
    }

    @Test func withoutTensorsTheKeysAreNamed() throws {
        let message = Fixture.message(try file([("acc", .number(1)), ("args", call("a", "B"))]), "net.pth")
        #expect(
            message.contains("the dictionary holds no tensors; it holds acc (a number), args (a Python object (a.B)"))
    }

    /// A bias made by `expand` has strides of 0.
    @Test func expandedTensors() throws {
        let dictionary = PickleWriter.stateDictionary { writer in
            writer.text("0.weight")
            writer.tensor(key: "0", count: 2, shape: [3, 2], strides: [0, 1], legacy: false)
            writer.text("0.bias")
            writer.tensor(key: "1", count: 2, offset: 1, shape: [3], strides: [0], legacy: false)
        }
        let file = try PickleWriter.zipFile(
            dictionary, storages: [("0", PickleWriter.little([1, 2])), ("1", PickleWriter.little([3, 4]))])
        #expect(
            try Fixture.tensors(file, "net.pth").tensors.map(\.values) == [[1, 2, 1, 2, 1, 2], [4, 4, 4]])
    }

    /// Cycles and dictionaries that share a part are walked once.
    @Test func cyclesEnd() throws {
        var writer = PickleWriter()
        writer.bytes += Array("}q\u{0}".utf8)
        writer.text("self")
        writer.bytes += Array("h\u{0}s.".utf8)
        let file = try PickleWriter.zipFile(writer.bytes, storages: [])
        #expect(Fixture.message(file, "net.pth").contains("self (a dictionary)"))
    }

    @Test func aPickleOfTooManyOperationsIsRefused() {
        let lists = [0x80, 2] + [UInt8](repeating: UInt8(ascii: "]"), count: 5_000_000) + Array(".".utf8)
        let message = Fixture.message(PickleWriter.legacyFile(lists, storages: []), "net.pth")
        #expect(message.contains("more than 4194304 operations"))
    }
}
