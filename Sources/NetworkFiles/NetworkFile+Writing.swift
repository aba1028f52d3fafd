import DataFormats
import Networks

extension NetworkFile {
    /// The endings of files that are written.
    public static let writtenEndings = [".safetensors", ".onnx", ".onnx.gz"]

    /// Writes a network: as an ONNX model where the path ends in `.onnx` or `.onnx.gz`, else as a safetensors file
    /// that describes itself, of which `read` gives a network of the same digest.
    ///
    /// The file appears whole or not at all, and the same network and texts give the same bytes.
    /// - Parameter metadata: texts to keep with it, such as the recipe of its training. Keys that start with
    ///   `verigap.` are the house's own and are refused.
    /// - Parameter precision: of the file; a weight that is no number of this precision is a fault, nothing is
    ///   rounded. ONNX models are in single precision.
    /// - Returns: what the file holds otherwise than the network does: doubles of normalisations that are no floats
    ///   in ONNX.
    @discardableResult
    public static func write(
        _ network: Network, to path: String, metadata: [String: String] = [:], precision: WeightPrecision = .single
    ) throws(NetworkFileFault) -> [String] {
        let (bytes, notes) = try fileBytes(network, for: path, metadata: metadata, precision: precision)
        do { try AtomicFile.write(bytes, to: path) } catch { throw .unreadable(error) }
        return notes
    }

    /// The bytes that `write` writes, and what they hold otherwise than the network does.
    public static func fileBytes(
        _ network: Network, for path: String, metadata: [String: String] = [:], precision: WeightPrecision = .single
    ) throws(NetworkFileFault) -> (bytes: [UInt8], notes: [String]) {
        if let key = metadata.keys.sorted().first(where: { $0.hasPrefix("verigap.") }) {
            throw .architecture(path: path, message: "the metadata key '\(key)' is reserved", hint: nil)
        }
        let name = path.lowercased()
        let isPacked = name.hasSuffix(".onnx.gz")
        guard isPacked || name.hasSuffix(".onnx") else {
            return (try safetensors(network, path, metadata, precision), [])
        }
        guard precision == .single else {
            throw .architecture(
                path: path, message: "ONNX models are written in single precision", hint: "write a .safetensors file")
        }
        let writer = ONNXNetworkWriter(network)
        do {
            let bytes = try writer.model(metadata: metadata).fileBytes()
            return (isPacked ? Gzip.compress(bytes) : bytes, writer.notes.lines)
        } catch { throw .malformed(path: path, fault: error) }
    }

    private static func safetensors(
        _ network: Network, _ path: String, _ metadata: [String: String], _ precision: WeightPrecision
    ) throws(NetworkFileFault) -> [UInt8] {
        let description = SelfDescription(network)
        var texts = metadata
        do { try description.add(to: &texts) } catch {
            throw .architecture(path: path, message: "the architecture cannot be written: \(error)", hint: nil)
        }
        do { return try Safetensors.fileBytes(description.tensors, metadata: texts, precision: precision) } catch {
            throw .malformed(path: path, fault: error)
        }
    }
}
