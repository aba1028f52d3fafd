import DataFormats
import Networks

extension NetworkFile {
    /// Writes a network as a safetensors file that describes itself: `read` gives a network of the same digest.
    ///
    /// The file appears whole or not at all, and the same network and texts give the same bytes.
    /// - Parameter metadata: texts to keep with it, such as the recipe of its training. Keys that start with
    ///   `verigap.` are the house's own and are refused.
    /// - Parameter precision: of the file; a weight that is no number of this precision is a fault, nothing is rounded.
    public static func write(
        _ network: Network, to path: String, metadata: [String: String] = [:], precision: WeightPrecision = .single
    ) throws(NetworkFileFault) {
        if let key = metadata.keys.sorted().first(where: { $0.hasPrefix("verigap.") }) {
            throw .architecture(path: path, message: "the metadata key '\(key)' is reserved", hint: nil)
        }
        let description = SelfDescription(network)
        var texts = metadata
        do { try description.add(to: &texts) } catch {
            throw .architecture(path: path, message: "the architecture cannot be written: \(error)", hint: nil)
        }
        let bytes: [UInt8]
        do {
            bytes = try Safetensors.fileBytes(description.tensors, metadata: texts, precision: precision)
        } catch {
            throw .malformed(path: path, fault: error)
        }
        do { try AtomicFile.write(bytes, to: path) } catch { throw .unreadable(error) }
    }
}
