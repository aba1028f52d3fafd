import DataFormats
import Foundation
import LinearAlgebra
import NetworkFiles
import Networks

/// Folders, damage and small networks for tests.
enum Fixture {
    /// `../shared` beside the repository, if it is there.
    static let shared: String? = {
        let repository = (0..<3).reduce(URL(fileURLWithPath: #filePath)) { url, _ in url.deletingLastPathComponent() }
        let path = repository.deletingLastPathComponent().appendingPathComponent("shared").path
        return FileManager.default.fileExists(atPath: path + "/data") ? path : nil
    }()

    /// Calls `body` with an empty folder, which is removed afterwards.
    static func withFolder<Result>(_ body: (String) throws -> Result) throws -> Result {
        let folder = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString).path
        try FileManager.default.createDirectory(atPath: folder, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: folder) }
        return try body(folder)
    }

    /// The tensors of a file with the given content.
    static func tensors(_ bytes: [UInt8], _ name: String, entry: String? = nil) throws -> TensorFile {
        try NetworkFile.tensors(bytes, path: name, entry: entry)
    }

    /// What reading a file with the given content says.
    static func message(_ bytes: [UInt8], _ name: String, entry: String? = nil) -> String {
        do {
            _ = try tensors(bytes, name, entry: entry)
            return "no fault"
        } catch { return "\(error)" }
    }

    /// Lengths of proper prefixes that are read without a fault.
    static func readablePrefixes(_ bytes: [UInt8], path: String) -> [Int] {
        (0..<bytes.count).filter { (try? NetworkFile.tensors(Array(bytes[..<$0]), path: path)) != nil }
    }

    /// Copies of a file in which a few bytes are changed, repeatably.
    static func damaged(_ bytes: [UInt8], rounds: Int) -> [[UInt8]] {
        var generator = SeededGenerator(seed: 7)
        return (0..<rounds).map { _ in
            var copy = bytes
            for _ in 0...Int.random(in: 0..<4, using: &generator) {
                let place = Int.random(in: 0..<copy.count, using: &generator)
                copy[place] =
                    [0, 0xFF, 0x80, copy[place] ^ 1, copy[place] ^ 0x40, UInt8(place & 0xFF)]
                    .randomElement(using: &generator) ?? 0
            }
            return copy
        }
    }

    /// Reads damaged copies from memory; returns how many could still be read.
    static func readDamaged(_ bytes: [UInt8], _ name: String, rounds: Int) -> Int {
        damaged(bytes, rounds: rounds).count { (try? NetworkFile.tensors($0, path: name)) != nil }
    }

    static func base64(_ text: String) -> [UInt8] { Array(Data(base64Encoded: text) ?? Data()) }

    /// Small distinct floats.
    static func numbers(_ count: Int, seed: UInt64 = 1) -> [Float] {
        var generator = SeededGenerator(seed: seed)
        return (0..<count).map { _ in generator.unitFloat() - 0.5 }
    }

    static func tensor(_ name: String, _ shape: [Int]) -> NamedTensor {
        NamedTensor(name: name, shape: shape, values: numbers(shape.reduce(1, *), seed: UInt64(name.utf8.count)))
    }
}
