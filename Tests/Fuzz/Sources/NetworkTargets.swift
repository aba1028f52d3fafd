import DataFormats
import NetworkFiles
import Networks

/// Network files, from bytes to the assembled network.
///
/// A checksum over the content would keep mutations from the reader behind it. So bytes that do not carry the mark of a
/// container are put into one here: what is fuzzed then is the content.
enum NetworkTargets {
    /// Legacy pickles and zip archives as they are; anything else is `data.pkl` of an archive (see `split`).
    static func pth(_ bytes: [UInt8]) {
        if ZipArchive.isArchive(bytes) || bytes.starts(with: [0x80, 2]) { return read(bytes, "x.pth") }
        let (pickle, storage) = split(bytes)
        var writer = ZipWriter()
        do {
            try writer.add("a/data.pkl", pickle, compressed: false)
            try writer.add("a/data/0", storage, compressed: false)
            read(try writer.finish(), "x.pth")
        } catch { preconditionFailure("\(error)") }
    }

    /// Archives as they are; anything else is two arrays (see `split`).
    static func npz(_ bytes: [UInt8]) {
        if ZipArchive.isArchive(bytes) { return read(bytes, "x.npz") }
        let (first, second) = split(bytes)
        var writer = ZipWriter()
        do {
            try writer.add("fc1.weight.npy", first)
            try writer.add("fc1.bias.npy", second, compressed: false)
            read(try writer.finish(), "x.npz")
        } catch { preconditionFailure("\(error)") }
    }

    /// MATLAB files as they are; anything else is the content of a packed variable.
    static func mat(_ bytes: [UInt8]) {
        if bytes.starts(with: Array("MATLAB".utf8)) { return read(bytes, "x.mat") }
        let packed = Zlib.compress(bytes)
        var file = NetworkSeeds.matHeader
        file.append(little: UInt32(15))
        file.append(little: UInt32(packed.count))
        read(file + packed, "x.mat")
    }

    static func safetensors(_ bytes: [UInt8]) { read(bytes, "x.safetensors") }

    static func onnx(_ bytes: [UInt8]) { read(bytes, "x.onnx") }

    private static func read(_ bytes: [UInt8], _ path: String) {
        guard let network = try? NetworkFile.read(bytes, path: path) else { return }
        _ = network.digest
    }

    /// The first two bytes, least significant first, are the size of the first part.
    private static func split(_ bytes: [UInt8]) -> ([UInt8], [UInt8]) {
        guard bytes.count >= 2 else { return (bytes, []) }
        let end = min(2 + Int(bytes[0]) + Int(bytes[1]) << 8, bytes.count)
        return (Array(bytes[2..<end]), Array(bytes[end...]))
    }
}
