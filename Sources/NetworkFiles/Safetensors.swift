import DataFormats
import Foundation

/// safetensors files: eight bytes of header length, the header, the tensors' bytes without gaps.
enum Safetensors {
    private static let types: [String: ElementType] = [
        "F16": .float16, "BF16": .bfloat16, "F32": .float32, "F64": .float64, "I8": .int8, "U8": .uint8,
        "I16": .int16, "U16": .uint16, "I32": .int32, "U32": .uint32, "I64": .int64, "U64": .uint64, "BOOL": .bool,
    ]

    /// A header may take so many bytes, 16 MiB; that of a hundred thousand tensors does.
    private static let headerLimit = 16 << 20

    /// Whether the bytes start like a safetensors file: a length, then the brace of the header.
    static func isSafetensors(_ bytes: [UInt8]) -> Bool { bytes.count > 8 && bytes[8] == UInt8(ascii: "{") }

    /// The header and where the tensors' bytes start.
    static func header(_ bytes: [UInt8]) throws(FormatFault) -> (header: SafetensorsHeader, start: Int) {
        var reader = ByteReader(bytes, format: "safetensors")
        let length = try reader.size64("the header's length")
        guard length <= headerLimit else {
            throw reader.fault(
                .malformed, "a header of \(length) bytes; at most \(headerLimit >> 20) MiB are read", at: 0)
        }
        let json = try reader.take(length, "the header")
        guard json.first == UInt8(ascii: "{") else {
            throw reader.fault(.malformed, "the header does not start with '{'", at: 8)
        }
        guard let header = try? JSONDecoder().decode(SafetensorsHeader.self, from: Data(json)) else {
            throw reader.fault(.malformed, "the header is no valid description of tensors", at: 8)
        }
        guard header.entryCount == SafetensorsHeader.entryCount(ofJSON: json) else {
            throw reader.fault(.malformed, "a name stands twice in the header", at: 8)
        }
        return (header, reader.position)
    }

    /// The tensors in the order of their bytes, and the texts. Gaps, overlaps and wrong sizes are faults.
    static func read(
        _ bytes: [UInt8]
    ) throws(FormatFault) -> (tensors: [NamedTensor], metadata: [String: String]) {
        let (header, start) = try header(bytes)
        let size = bytes.count - start
        var places = [(name: String, type: ElementType, shape: [Int], begin: Int, end: Int)]()
        for (name, tensor) in header.tensors {
            func fault(_ kind: FormatFault.Kind, _ message: String) -> FormatFault {
                FormatFault(kind, format: "safetensors", entry: name, message)
            }
            guard let type = types[tensor.dtype] else { throw fault(.unsupported, "entries of type \(tensor.dtype)") }
            guard tensor.offsets.count == 2, tensor.offsets[0] >= 0, tensor.offsets[0] <= tensor.offsets[1] else {
                throw fault(.malformed, "the offsets \(tensor.offsets) are no range")
            }
            guard tensor.offsets[1] <= size else {
                throw fault(.truncated, "truncated: ends at byte \(tensor.offsets[1]) of \(size)")
            }
            guard type.byteCount(of: tensor.shape) == tensor.offsets[1] - tensor.offsets[0] else {
                throw fault(
                    .malformed,
                    "\(tensor.offsets[1] - tensor.offsets[0]) bytes do not make \(tensor.dtype) \(tensor.shape)")
            }
            places.append((name, type, tensor.shape, tensor.offsets[0], tensor.offsets[1]))
        }
        places.sort { ($0.begin, $0.end, $0.name) < ($1.begin, $1.end, $1.name) }
        var expected = 0
        for place in places {
            guard place.begin == expected else {
                throw FormatFault(
                    .malformed, format: "safetensors", entry: place.name, offset: start + place.begin,
                    place.begin < expected ? "overlaps the tensor before it" : "leaves a gap before it")
            }
            expected = place.end
        }
        guard expected == size else {
            throw FormatFault(
                .malformed, format: "safetensors", offset: start + expected,
                "\(size - expected) bytes that belong to no tensor")
        }
        let tensors = places.map { place in
            NamedTensor(
                name: place.name, shape: place.shape,
                values: place.type.floats(bytes[start + place.begin..<start + place.end]),
                isInteger: !place.type.isFloatingPoint)
        }
        return (tensors, header.metadata)
    }

    /// A file of tensors, all of one precision; the same tensors and texts give the same bytes.
    ///
    /// - Throws: a fault when two tensors have one name, or a value is not one of the precision.
    static func fileBytes(
        _ tensors: [NamedTensor], metadata: [String: String], precision: WeightPrecision = .single
    ) throws(FormatFault) -> [UInt8] {
        var header = SafetensorsHeader(tensors: [:], metadata: metadata)
        var content = [UInt8]()
        for tensor in tensors {
            let begin = content.count
            for value in tensor.values {
                guard precision.rounded(value) == value else {
                    throw FormatFault(
                        .malformed, format: "safetensors", entry: tensor.name,
                        "\(value) is no number of \(precision.rawValue) precision")
                }
                switch precision {
                case .single: content.append(little: value.bitPattern)
                case .half: content.append(little: Float16(value).bitPattern)
                }
            }
            let entry = SafetensorsHeader.Tensor(
                dtype: precision == .half ? "F16" : "F32", shape: tensor.shape, offsets: [begin, content.count])
            guard header.tensors.updateValue(entry, forKey: tensor.name) == nil, tensor.name != "__metadata__" else {
                throw FormatFault(.malformed, format: "safetensors", entry: tensor.name, "the name is already used")
            }
        }
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        var json: [UInt8]
        do { json = Array(try encoder.encode(header)) } catch {
            throw FormatFault(.malformed, format: "safetensors", "the header cannot be written: \(error)")
        }
        json += [UInt8](repeating: 0x20, count: (8 - json.count % 8) % 8)
        var file = [UInt8]()
        file.append(little: UInt64(json.count))
        return file + json + content
    }
}
