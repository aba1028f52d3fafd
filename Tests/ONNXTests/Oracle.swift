import DataFormats
import Foundation
import LinearAlgebra
import NetworkFiles
import Networks
import Testing

/// What onnxruntime answered, as `Oracle/record.py` recorded it.
enum Oracle {
    /// A small model with inputs and outputs, one image per row.
    struct Model: Sendable, CustomTestStringConvertible {
        var name: String
        var bytes: [UInt8]
        var inputs: NumPyArray
        var outputs: NumPyArray

        var testDescription: String { name }
    }

    /// Every recorded model, by name.
    static let models: [Model] = {
        guard let files = try? archive("models.tar.gz") else { return [] }
        let names = files.keys.filter { $0.hasSuffix("/model.onnx") }.map { String($0.dropLast(11)) }
        return names.sorted().compactMap { name in
            guard let bytes = files[name + "/model.onnx"], let x = array(files[name + "/x.npy"]),
                let y = array(files[name + "/y.npy"])
            else { return nil }
            return Model(name: name, bytes: bytes, inputs: x, outputs: y)
        }
    }()

    /// Per published network: a projection of the outputs on 100 inputs, then the largest size of an output.
    static let published: [String: NumPyArray] = {
        guard let files = try? archive("published.tar.gz") else { return [:] }
        return Dictionary(
            uniqueKeysWithValues: files.compactMap { name, bytes in
                array(bytes).map { (String(name.dropLast(4)), $0) }
            })
    }()

    private static func array(_ bytes: [UInt8]?) -> NumPyArray? { bytes.flatMap { try? NumPyArray(parsing: $0) } }

    private static func archive(_ name: String) throws -> [String: [UInt8]] {
        let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent().appendingPathComponent("Oracle")
        let packed = try FileBytes.read(folder.appendingPathComponent(name).path)
        let tar = try TarArchive(try Gzip.decompress(packed))
        return Dictionary(uniqueKeysWithValues: tar.entries.map { ($0.name, tar.contents(of: $0)) })
    }

    /// The same numbers as `splitmix` of the script.
    static func splitmix(_ seed: UInt64, _ count: Int) -> [Double] {
        (0..<count).map { index in
            var z = seed &+ (UInt64(index) + 1) &* 0x9E37_79B9_7F4A_7C15
            z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
            z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
            z ^= z >> 31
            return Double(z >> 40) * 0x1p-24
        }
    }

    /// Outputs in double precision, one image per row.
    static func outputs(of network: Network, on images: [Float]) -> Matrix<Double> {
        let size = network.inputShape.count
        let batch = Matrix(rows: images.count / size, columns: size, elements: images.map(Double.init))
        return Evaluator<Double>(network).logits(batch)
    }
}
