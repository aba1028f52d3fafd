import DataFormats
import NetworkFiles
import Testing

@Suite struct SafetensorsTests {
    static func file(_ header: String, _ content: [UInt8]) -> [UInt8] {
        var file = [UInt8]()
        file.append(little: UInt64(header.utf8.count))
        return file + Array(header.utf8) + content
    }

    @Test func everyFloatingPointType() throws {
        let header = """
            {"__metadata__":{"made":"here"},"b":{"dtype":"F16","shape":[2],"data_offsets":[4,8]},\
            "a":{"dtype":"BF16","shape":[2],"data_offsets":[0,4]},"c":{"dtype":"F32","shape":[1,1],"data_offsets":[8,12]},\
            "d":{"dtype":"F64","shape":[],"data_offsets":[12,20]}}
            """
        var content: [UInt8] = [0x80, 0x3F, 0x00, 0xC0, 0x00, 0x3C, 0x00, 0xC0, 0, 0, 0x80, 0x3F]
        content.append(little: (0.1).bitPattern)
        let file = try Fixture.tensors(Self.file(header + "   ", content), "net.safetensors")
        #expect(file.metadata == ["made": "here"])
        #expect(
            file.tensors == [
                NamedTensor(name: "a", shape: [2], values: [1, -2]),
                NamedTensor(name: "b", shape: [2], values: [1, -2]),
                NamedTensor(name: "c", shape: [1, 1], values: [1]), NamedTensor(name: "d", shape: [], values: [0.1]),
            ])
    }

    @Test(arguments: [
        (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[0,4]}}"#, "4 bytes that belong to no tensor"),
        (#"{"a":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#, "leaves a gap"),
        (
            #"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]},"b":{"dtype":"F32","shape":[1],"data_offsets":[4,8]}}"#,
            "overlaps"
        ),
        (#"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,8]}}"#, "8 bytes do not make F32 [3]"),
        (#"{"a":{"dtype":"F32","shape":[-2],"data_offsets":[0,8]}}"#, "do not make"),
        (#"{"a":{"dtype":"F32","shape":[4611686018427387904,4],"data_offsets":[0,8]}}"#, "do not make"),
        (#"{"a":{"dtype":"F32","shape":[3],"data_offsets":[0,12]}}"#, "truncated"),
        (#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[8,0]}}"#, "no range"),
        (#"{"a":{"dtype":"F8","shape":[8],"data_offsets":[0,8]}}"#, "type F8"),
        (#"{"a":{"dtype":"F32","shape":[2]}}"#, "no valid description"),
        (#"{"a":"#, "no valid description"),
        (
            #"{"a":{"dtype":"F32","shape":[2,1],"data_offsets":[0,8]},"\u0061":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}"#,
            "a name stands twice"
        ),
        (#"{"__metadata__":{"\"":":"},"__metadata__":{}}"#, "a name stands twice"),
    ])
    func strictness(_ example: (header: String, expected: String)) {
        let file = Self.file(example.header, [UInt8](repeating: 0, count: 8))
        let message = Fixture.message(file, "net.safetensors")
        #expect(message.contains(example.expected), "\(message)")
    }

    /// A layer normalisation between matrices whose order no name tells.
    @Test func vectorsAmongWeights() throws {
        let file = Self.file(
            #"{"fc_in.weight":{"dtype":"F32","shape":[1,1],"data_offsets":[0,4]},"fc_out.weight":{"dtype":"F32","shape":[1,1],"data_offsets":[4,8]},"norm.weight":{"dtype":"F32","shape":[1],"data_offsets":[8,12]}}"#,
            [UInt8](repeating: 0, count: 12))
        #expect(AssemblerTests.message(try Fixture.tensors(file, "net.safetensors")) != "no fault")
    }

    @Test func wrongLengths() {
        var huge = Self.file("{}", [])
        huge[7] = 0x7F
        #expect(Fixture.message(huge, "net.safetensors").contains("header of"))
        huge[7] = 0
        huge[0] = 50
        #expect(Fixture.message(huge, "net.safetensors").contains("needs 50 bytes"))
    }

    @Test func prefixesAndDamage() {
        let file = Self.file(#"{"a":{"dtype":"F32","shape":[2],"data_offsets":[0,8]}}"#, [0, 0, 0, 0, 1, 1, 1, 1])
        #expect(Fixture.readablePrefixes(file, path: "net.safetensors") == [])
        #expect(Fixture.readDamaged(file, "net.safetensors", rounds: 1500) < 1500)
    }
}
