import Foundation

/// The JSON at the front of a safetensors file: one object per tensor and the texts of `__metadata__`.
struct SafetensorsHeader: Codable {
    struct Tensor: Codable {
        var dtype: String
        var shape: [Int]
        /// First byte and one past the last, from the end of the header.
        var offsets: [Int]

        enum CodingKeys: String, CodingKey {
            case dtype, shape
            case offsets = "data_offsets"
        }
    }

    private struct Key: CodingKey {
        var stringValue: String
        var intValue: Int? { nil }
        init(stringValue: String) { self.stringValue = stringValue }
        init?(intValue: Int) { nil }
    }

    private static let metadataKey = Key(stringValue: "__metadata__")

    var tensors: [String: Tensor]
    var metadata: [String: String]
    /// Entries of the header, `__metadata__` among them.
    private(set) var entryCount: Int

    init(tensors: [String: Tensor], metadata: [String: String]) {
        self.tensors = tensors
        self.metadata = metadata
        entryCount = tensors.count + (metadata.isEmpty ? 0 : 1)
    }

    /// How many entries the outermost object of a valid JSON text has, names that stand twice counted twice: JSON
    /// libraries keep one of those and say nothing.
    static func entryCount(ofJSON json: some Sequence<UInt8>) -> Int {
        var (depth, count, isText, isEscaped) = (0, 0, false, false)
        for byte in json {
            if isText {
                if !isEscaped && byte == UInt8(ascii: "\"") { isText = false }
                isEscaped = !isEscaped && byte == UInt8(ascii: "\\")
                continue
            }
            switch byte {
            case UInt8(ascii: "\""): isText = true
            case UInt8(ascii: "{"), UInt8(ascii: "["): depth += 1
            case UInt8(ascii: "}"), UInt8(ascii: "]"): depth -= 1
            case UInt8(ascii: ":") where depth == 1: count += 1
            default: break
            }
        }
        return count
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
        entryCount = container.allKeys.count
        tensors = [:]
        for key in container.allKeys where key.stringValue != SafetensorsHeader.metadataKey.stringValue {
            tensors[key.stringValue] = try container.decode(Tensor.self, forKey: key)
        }
        metadata =
            try container.decodeIfPresent([String: String].self, forKey: SafetensorsHeader.metadataKey) ?? [:]
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: Key.self)
        for (name, tensor) in tensors { try container.encode(tensor, forKey: Key(stringValue: name)) }
        if !metadata.isEmpty { try container.encode(metadata, forKey: SafetensorsHeader.metadataKey) }
    }
}
