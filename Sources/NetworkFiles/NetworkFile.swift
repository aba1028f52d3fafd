import DataFormats
import Foundation
import Networks

/// Network files of every format.
///
///     let network = try NetworkFile.read(path: "ADV_MLP_B_0.1.pth")
///     try NetworkFile.write(network, to: "adv-mlp-b-0.1.safetensors", metadata: ["recipe": "adv-mlp-b"])
public enum NetworkFile {
    /// Reads a network: PyTorch `.pth`, NumPy `.npz` or a folder of `.npy`, MATLAB v5 `.mat`, safetensors, ONNX (also
    /// packed, as `.onnx.gz`). The content decides, not the ending; ONNX, which has no mark, is tried last unless the
    /// ending says it.
    ///
    /// An ONNX model has an architecture of its own, to which `architecture` may add a normalisation in front and the
    /// shape of the image; see `load` for what there is to say about it. Files that `write` made describe themselves;
    /// `architecture` then adds nothing but a normalisation in front, unless it lists layers of its own. A network
    /// that `architecture` says is drawn at random has no file.
    /// - Throws: `NetworkFileFault`, always with the path.
    public static func read(
        path: String, architecture: ArchitectureSpec = .inferred
    ) throws(NetworkFileFault) -> Network {
        if let random = architecture.random {
            do { return try random.network() } catch {
                throw .architecture(path: "the random network", message: "\(error)", hint: nil)
            }
        }
        return try load(path: path, architecture: architecture).network
    }

    /// Reads a network whose file is already in memory; `path` is for messages.
    public static func read(
        _ bytes: [UInt8], path: String, architecture: ArchitectureSpec = .inferred
    ) throws(NetworkFileFault) -> Network {
        try load(bytes, path: path, architecture: architecture).network
    }

    static func assemble(
        _ file: TensorFile, _ architecture: ArchitectureSpec
    ) throws(NetworkFileFault) -> Network {
        guard architecture.layers == nil, let own = try SelfDescription.read(file) else {
            return try NetworkAssembler.assemble(file, architecture)
        }
        if let input = architecture.input, let stored = own.architecture.input, input != stored {
            throw .architecture(
                path: file.path, message: "the file's network takes images of shape \(stored), asked for is \(input)",
                hint: nil)
        }
        var described = own.architecture
        described.normalise = architecture.normalise
        described.ignore = architecture.ignore
        return try NetworkAssembler.assemble(file, described, inputs: own.inputs)
    }

    /// The tensors of a file, not yet put together.
    ///
    /// - Parameter entry: which dictionary of a PyTorch checkpoint; a fault for every other format.
    public static func tensors(path: String, entry: String? = nil) throws(NetworkFileFault) -> TensorFile {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue {
            if let entry { throw noEntries(path, entry) }
            let tensors = try NumPyTensors.readFolder(path)
            return TensorFile(path: path, tensors: tensors, order: .none, hasKnownLayout: false)
        }
        return try tensors(try bytes(path), path: path, entry: entry)
    }

    private static func noEntries(_ path: String, _ entry: String) -> NetworkFileFault {
        .architecture(
            path: path, message: "entry '\(entry)' is asked for, but only PyTorch checkpoints have entries",
            hint: "leave entry out")
    }

    /// The tensors of a file that is already in memory; `path` is for messages.
    public static func tensors(
        _ bytes: [UInt8], path: String, entry: String? = nil
    ) throws(NetworkFileFault) -> TensorFile {
        let file: TensorFile
        do { file = try parse(bytes, path, entry) } catch { throw .malformed(path: path, fault: error) }
        if let entry, file.order != .program { throw noEntries(path, entry) }
        return file
    }

    /// The texts that a safetensors file carries; empty for every other format.
    public static func metadata(path: String) throws(NetworkFileFault) -> [String: String] {
        var isFolder: ObjCBool = false
        if FileManager.default.fileExists(atPath: path, isDirectory: &isFolder), isFolder.boolValue { return [:] }
        let bytes = try bytes(path)
        guard Safetensors.isSafetensors(bytes) else { return [:] }
        do { return try Safetensors.header(bytes).header.metadata } catch {
            throw .malformed(path: path, fault: error)
        }
    }

    static func bytes(_ path: String) throws(NetworkFileFault) -> [UInt8] {
        do { return try FileBytes.read(path) } catch { throw .unreadable(error) }
    }

    private static func parse(
        _ bytes: [UInt8], _ path: String, _ entry: String?
    ) throws(FormatFault) -> TensorFile {
        let ending = (path as NSString).pathExtension.lowercased()
        if ZipArchive.isArchive(bytes) {
            let archive = try ZipArchive(bytes)
            if TorchFile.dictionaryEntry(of: archive) != nil || ending == "pth" || ending == "pt" {
                return TensorFile(path: path, tensors: try TorchFile.readZip(archive, entry: entry), order: .program)
            }
            let tensors = try NumPyTensors.readArchive(bytes)
            return TensorFile(path: path, tensors: tensors, order: .archive, hasKnownLayout: false)
        }
        if MatlabFile.isMatlab(bytes) || ending == "mat" {
            let tensors = try MatlabFile.read(bytes)
            return TensorFile(path: path, tensors: tensors, order: .archive, hasKnownLayout: false)
        }
        if NumPyArray.isArray(bytes) {
            throw FormatFault(
                .unsupported, format: "npy", "one array is no network; name the folder that holds all of them")
        }
        if Safetensors.isSafetensors(bytes) || ending == "safetensors" {
            let (tensors, metadata) = try Safetensors.read(bytes)
            return TensorFile(path: path, tensors: tensors, order: .none, metadata: metadata)
        }
        if TorchFile.isPickle(bytes) || ending == "pth" || ending == "pt" {
            return TensorFile(path: path, tensors: try TorchFile.readLegacy(bytes, entry: entry), order: .program)
        }
        throw FormatFault(
            .unsupported, format: "network file",
            "the format is not recognised; read are PyTorch .pth, NumPy .npz and folders of .npy, MATLAB v5 .mat, "
                + "safetensors, ONNX")
    }
}
