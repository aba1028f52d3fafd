import DataFormats
import Foundation
import NetworkFiles
import ONNX
import Testing

/// Tensors in files beside the model, and nowhere else.
@Suite struct ExternalDataTests {
    /// A model whose weight is in another file: x (4) times w (4 × 2).
    private static func model(_ location: String, offset: Int? = nil, length: Int? = nil) throws -> [UInt8] {
        let nodes = [ONNXNode("MatMul", name: "m", inputs: ["x", "w"], outputs: ["y"])]
        var bytes = try ModelText.bytes(nodes)
        func entry(_ key: String, _ value: String) -> [UInt8] {
            field(13, field(1, Array(key.utf8)) + field(2, Array(value.utf8)))
        }
        var tensor = field(1, [4, 2]) + [0x10, 1] + field(8, Array("w".utf8)) + entry("location", location)
        if let offset { tensor += entry("offset", "\(offset)") }
        if let length { tensor += entry("length", "\(length)") }
        tensor += [0x70, 1]
        // Fields of one message may stand apart: a second graph is merged into the first.
        bytes += field(7, field(5, tensor))
        return bytes
    }

    private static func field(_ number: Int, _ content: [UInt8]) -> [UInt8] {
        let (low, high) = (UInt8(content.count & 0x7F), UInt8(content.count >> 7))
        return [UInt8(number << 3 | 2)] + (high == 0 ? [low] : [low | 0x80, high]) + content
    }

    private static let weights: [UInt8] = (1...8).flatMap { value in
        withUnsafeBytes(of: Float(value).bitPattern.littleEndian) { Array($0) }
    }

    private func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: folder + "/in/deep", withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try body(folder)
    }

    @Test func isRead() throws {
        try withFolder { folder in
            try AtomicFile.write([1, 2, 3, 4] + Self.weights, to: folder + "/in/w.bin")
            try AtomicFile.write(Self.weights, to: folder + "/in/deep/w.bin")
            for (location, offset, length) in [
                ("w.bin", 4, 32), ("w.bin", 4, nil), ("deep/w.bin", nil, nil), ("./w.bin", 4, 32),
            ] {
                let path = folder + "/in/net.onnx"
                try AtomicFile.write(try Self.model(location, offset: offset, length: length), to: path)
                let network = try NetworkFile.read(path: path)
                #expect(Oracle.outputs(of: network, on: [1, 0, 0, 1]).elements == [8, 10])
            }
        }
    }

    private func message(_ path: String, _ bytes: [UInt8]) throws -> String {
        try AtomicFile.write(bytes, to: path)
        do {
            _ = try NetworkFile.read(path: path)
            return "no fault"
        } catch { return "\(error)" }
    }

    @Test func staysInside() throws {
        try withFolder { folder in
            let path = folder + "/in/net.onnx"
            try AtomicFile.write(Self.weights, to: folder + "/secret.bin")
            try FileManager.default.createSymbolicLink(
                atPath: folder + "/in/link.bin", withDestinationPath: folder + "/secret.bin")
            try FileManager.default.createSymbolicLink(atPath: folder + "/in/up", withDestinationPath: folder)
            for location in [
                "../secret.bin", "deep/../../secret.bin", "link.bin", "up/secret.bin", folder + "/secret.bin", "..",
            ] {
                #expect(
                    try message(path, try Self.model(location)).contains("is not a file in the model's folder"),
                    "\(location)")
            }
        }
    }

    @Test func faults() throws {
        try withFolder { folder in
            let path = folder + "/in/net.onnx"
            try AtomicFile.write(Self.weights, to: folder + "/in/w.bin")
            let cases: [([UInt8], String)] = [
                (try Self.model("none.bin"), "none.bin"), (try Self.model("deep"), "folder"),
                (try Self.model("w.bin", offset: 1), "has 32 bytes; needed are 32 from byte 1 on"),
                (try Self.model("w.bin", length: 31), "31 bytes of external data, called for are 32"),
                (try Self.model("w.bin", offset: -1), "offset is '-1'"), (try Self.model(""), "not named"),
                (try Self.model("w.bin", offset: .max), "needed are 32"),
            ]
            for (bytes, expected) in cases {
                let text = try message(path, bytes)
                #expect(text.contains(expected), "\(text)")
            }
            #expect(ModelText.message(try Self.model("w.bin")).contains("without a folder"))
        }
    }
}
