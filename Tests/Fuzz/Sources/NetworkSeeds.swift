import DataFormats
import Foundation
import LinearAlgebra
import NetworkFiles
import Networks
import TestSupport

/// Small network files of every format.
enum NetworkSeeds {
    static let arrays = [
        NumPyArray(shape: [3, 2], floats: [1, -2, 3, 0.5, 0, 7]), NumPyArray(shape: [3], doubles: [0.5, -1, 2]),
        NumPyArray(shape: [2, 1, 1, 2], unsignedBytes: [0, 51, 102, 255]), NumPyArray(shape: [2], integers: [1, 0]),
    ]

    static func npz() throws -> [[UInt8]] {
        let members = [("fc1.weight", arrays[0]), ("fc1.bias", arrays[1])].map(NumPyArchive.Member.init)
        return [
            try NumPyArchive.fileBytes(members), try NumPyArchive.fileBytes(members, compressed: false),
            joined(arrays[0].fileBytes, arrays[1].fileBytes),
        ]
    }

    static func safetensors() throws -> [[UInt8]] {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        let plain = Array(#"{"w":{"dtype":"F32","shape":[1,2],"data_offsets":[0,8]}}"#.utf8)
        var foreign = [UInt8]()
        foreign.append(little: UInt64(plain.count))
        return try [foreign + plain + [UInt8](repeating: 0, count: 8)]
            + RandomNetworks.Family.allCases.map { family in
                let path = "\(folder)/\(family.rawValue)"
                try NetworkFile.write(try RandomNetworks.make(family, seed: 1), to: path)
                return try FileBytes.read(path)
            }
    }

    static func onnx() throws -> [[UInt8]] {
        try RandomNetworks.Family.allCases.map { family in
            try NetworkFile.fileBytes(try RandomNetworks.make(family, seed: 1), for: "x.onnx").bytes
        }
    }

    // MARK: MATLAB

    static let matHeader =
        Array("MATLAB 5.0 MAT-file".utf8) + [UInt8](repeating: 0x20, count: 97) + [UInt8](repeating: 0, count: 8)
        + [0x00, 0x01, 0x49, 0x4D]

    /// A matrix, a sparse one and a text; each also alone, to be packed by the target.
    static var mat: [[UInt8]] {
        let matrix = variable(6, "W1", [2, 3], element(9, doubles([1, 2, 3, 4, 5, 6])))
        let sparse = variable(
            5, "W2", [2, 3],
            element(5, words([1, 0])) + element(5, words([0, 1, 1, 2])) + element(9, doubles([5, 7])), size: 2)
        let text = variable(4, "note", [1, 2], element(4, [104, 0, 105, 0]))
        return [matHeader + matrix + text, matHeader + matrix + sparse, matrix, sparse]
    }

    private static func variable(
        _ kind: Int, _ name: String, _ shape: [Int], _ content: [UInt8], size: Int = 0
    ) -> [UInt8] {
        element(
            14, element(6, words([kind, size])) + element(5, words(shape)) + element(1, Array(name.utf8)) + content)
    }

    /// A tag of `type`, the bytes, and zeros up to a multiple of eight.
    private static func element(_ type: Int, _ bytes: [UInt8]) -> [UInt8] {
        words([type, bytes.count]) + bytes + [UInt8](repeating: 0, count: (8 - bytes.count % 8) % 8)
    }

    private static func words(_ values: [Int]) -> [UInt8] {
        values.reduce(into: []) { $0.append(little: Int32($1)) }
    }

    private static func doubles(_ values: [Double]) -> [UInt8] {
        values.reduce(into: []) { $0.append(little: $1.bitPattern) }
    }

    // MARK: PyTorch

    /// A state dictionary of two tensors over one storage: legacy, zip, and its parts for the target to pack.
    static func pth() throws -> [[UInt8]] {
        let storage = [1, -2, 3, 0.5, 0, 7].reduce(into: [UInt8]()) { $0.append(little: Float($1).bitPattern) }
        let (legacy, zipped) = (stateDictionary(legacy: true), stateDictionary(legacy: false))
        var writer = ZipWriter()
        try writer.add("a/data.pkl", zipped, compressed: false)
        try writer.add("a/byteorder", Array("little".utf8), compressed: false)
        try writer.add("a/data/0", storage, compressed: false)
        var count = [UInt8]()
        count.append(little: Int64(6))
        let head: [UInt8] = [
            0x80, 2, 0x8A, 10, 0x6C, 0xFC, 0x9C, 0x46, 0xF9, 0x20, 0x6A, 0xA8, 0x50, 0x19, 0x2E, 0x80, 2, 0x4D, 0xE9, 3,
            0x2E,
        ]
        let parts: [[UInt8]] = [
            head, [0x80, 2, 0x7D], text("little_endian"), [0x88, 0x73, 0x2E], legacy,
            [0x80, 2, 0x5D, 0x28], text("0"), [0x65, 0x2E], count, storage,
        ]
        return [Array(parts.joined()), try writer.finish(), joined(zipped, storage)]
    }

    private static func stateDictionary(legacy: Bool) -> [UInt8] {
        let parts: [[UInt8]] = [
            [0x80, 2], Array("ccollections\nOrderedDict\n)R(".utf8),
            text("fc.weight"), tensor("K\u{0}", "K\u{2}K\u{2}\u{86}", "K\u{2}K\u{1}\u{86}", legacy),
            text("fc.bias"), tensor("K\u{4}", "K\u{2}\u{85}", "K\u{1}\u{85}", legacy), Array("u.".utf8),
        ]
        return Array(parts.joined())
    }

    /// The arguments are pickle operations, one byte a scalar.
    private static func tensor(_ offset: String, _ shape: String, _ strides: String, _ legacy: Bool) -> [UInt8] {
        let operations = (offset + shape + strides).unicodeScalars.map { UInt8($0.value) }
        let parts: [[UInt8]] = [
            Array("ctorch._utils\n_rebuild_tensor_v2\n((".utf8), text("storage"),
            Array("ctorch\nFloatStorage\n".utf8), text("0"), text("cpu"), [0x4B, 6], legacy ? [0x4E] : [],
            Array("tQ".utf8), operations, [0x89], Array("ccollections\nOrderedDict\n)RtR".utf8),
        ]
        return Array(parts.joined())
    }

    private static func text(_ text: String) -> [UInt8] {
        [0x58, UInt8(text.utf8.count), 0, 0, 0] + Array(text.utf8)
    }

    /// Two parts as `NetworkTargets` takes them apart.
    private static func joined(_ first: [UInt8], _ second: [UInt8]) -> [UInt8] {
        [UInt8(first.count & 0xFF), UInt8(first.count >> 8)] + first + second
    }
}
