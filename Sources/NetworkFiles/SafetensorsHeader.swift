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

    init(tensors: [String: Tensor], metadata: [String: String]) {
        self.tensors = tensors
        self.metadata = metadata
    }

    init(from decoder: any Decoder) throws {
        let container = try decoder.container(keyedBy: Key.self)
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
