import DataFormats
import Foundation
import Networks
import ONNX

extension NetworkFile {
    /// Reads a network, with its format and what there is to say about how it was read.
    ///
    /// A network that is drawn at random has no file and is a fault here.
    /// - Parameter roundsDoubles: of an ONNX model, make floats of doubles that are none, with a note; else such a model is refused.
    /// - Throws: `NetworkFileFault`, always with the path; of an ONNX model every operator that is no part of a
    ///   network.
    public static func load(
        path: String, architecture: ArchitectureSpec = .inferred, roundsDoubles: Bool = false
    ) throws(NetworkFileFault) -> ReadNetwork {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            let network = try assemble(try tensors(path: path, entry: architecture.entry), architecture)
            return ReadNetwork(network, .numpy)
        }
        let folder = path.pathFolder
        return try load(
            try bytes(path), path: path, architecture: architecture, folder: folder, roundsDoubles: roundsDoubles)
    }

    /// Reads a network whose file is already in memory; `path` is for messages and its ending.
    ///
    /// - Parameter folder: where the external data of an ONNX model are looked for; `nil` to refuse them.
    public static func load(
        _ bytes: [UInt8], path: String, architecture: ArchitectureSpec = .inferred, folder: String? = nil,
        roundsDoubles: Bool = false
    ) throws(NetworkFileFault) -> ReadNetwork {
        if let model = try onnxModel(bytes, path) {
            return try ONNXNetworkReader(path: path, packed: bytes.count, roundsDoubles: roundsDoubles).read(
                model, architecture, folder: folder)
        }
        let file = try tensors(bytes, path: path, entry: architecture.entry)
        return ReadNetwork(try assemble(file, architecture), format(of: bytes))
    }

    /// The unpacked bytes of an ONNX model; `nil` for files of other formats.
    private static func onnxModel(_ bytes: [UInt8], _ path: String) throws(NetworkFileFault) -> [UInt8]? {
        let name = path.lowercased()
        let isNamed = name.hasSuffix(".onnx") || name.hasSuffix(".onnx.gz")
        if Gzip.isCompressed(bytes) {
            guard let unpacked = try? Gzip.decompress(bytes), isNamed || ONNXModel.isModel(unpacked) else {
                guard isNamed else { return nil }
                do { return try Gzip.decompress(bytes) } catch { throw .malformed(path: path, fault: error) }
            }
            return unpacked
        }
        return isNamed || !hasMark(bytes) && ONNXModel.isModel(bytes) ? bytes : nil
    }

    /// Whether the bytes begin as those of another format do.
    private static func hasMark(_ bytes: [UInt8]) -> Bool {
        ZipArchive.isArchive(bytes) || MatlabFile.isMatlab(bytes) || NumPyArray.isArray(bytes)
            || Safetensors.isSafetensors(bytes) || TorchFile.isPickle(bytes)
    }

    /// The format of a file whose tensors were read.
    private static func format(of bytes: [UInt8]) -> NetworkFormat {
        if MatlabFile.isMatlab(bytes) { return .matlab }
        if Safetensors.isSafetensors(bytes) { return .safetensors }
        guard ZipArchive.isArchive(bytes), let archive = try? ZipArchive(bytes) else { return .pytorch }
        return TorchFile.dictionaryEntry(of: archive) == nil ? .numpy : .pytorch
    }
}

extension ReadNetwork {
    init(_ network: Network, _ format: NetworkFormat) {
        self.init(
            network: network, format: format, inputShape: network.inputShape.extents, outputShape: [network.classCount])
    }
}
