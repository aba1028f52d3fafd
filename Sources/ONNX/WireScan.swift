import DataFormats

/// A walk through the bytes of a model before they are decoded.
///
/// The decoder builds an object per message, and an empty message is two bytes: without a bound a small file would
/// become a large graph. The walk counts them, and it knows where the bytes end too early.
struct WireScan {
    /// Messages that a model may have: nodes, attributes, tensors, extents of shapes.
    static let messageLimit = 1 << 19

    /// The messages of `ONNXSubset.proto` that hold others.
    enum Message: String {
        case model, graph, node, attribute, tensor, value, type, tensorType, shape, leaf

        /// What the field of this number holds; `nil` for anything but a message that is read.
        func child(_ field: Int) -> Message? {
            switch (self, field) {
            case (.model, 7): .graph
            case (.model, 8), (.model, 14), (.tensor, 13), (.shape, 1): .leaf
            case (.graph, 1): .node
            case (.graph, 5), (.attribute, 5): .tensor
            case (.graph, 11), (.graph, 12): .value
            case (.node, 5): .attribute
            case (.value, 2): .type
            case (.type, 1): .tensorType
            case (.tensorType, 2): .shape
            default: nil
            }
        }
    }

    private var reader: ByteReader
    private var messages = 0

    /// Looks through a whole model.
    ///
    /// - Throws: `FormatFault` with the byte at which the fault is.
    static func check(_ bytes: [UInt8]) throws(FormatFault) {
        var scan = WireScan(reader: ByteReader(bytes, format: "onnx"))
        try scan.walk(.model, to: bytes.count)
    }

    /// Whether the outermost fields are those of a model, and a graph is among them.
    static func isModel(_ bytes: [UInt8]) -> Bool {
        var scan = WireScan(reader: ByteReader(bytes, format: "onnx"))
        var fields = Set<Int>()
        while scan.reader.position < bytes.count {
            guard let (field, length) = try? scan.field(to: bytes.count) else { return false }
            // Versions are numbers, all else is text or a message.
            guard [1, 5].contains(field) ? length == nil : length != nil, knownFields.contains(field) else {
                return false
            }
            guard (try? scan.reader.skip(length ?? 0)) != nil else { return false }
            fields.insert(field)
        }
        return fields.isSuperset(of: [1, 7])
    }

    /// Of a model: versions, producer, documentation, graph, imports, texts, training, functions, devices.
    private static let knownFields: Set = [1, 2, 3, 4, 5, 6, 7, 8, 14, 20, 25, 26]

    private mutating func walk(_ message: Message, to end: Int) throws(FormatFault) {
        messages += 1
        guard messages <= WireScan.messageLimit else {
            throw reader.fault(
                .unsupported, "more than \(WireScan.messageLimit) operators, attributes, tensors and extents")
        }
        while reader.position < end {
            let (field, length) = try self.field(to: end)
            guard let length else { continue }
            if let child = message.child(field) {
                try walk(child, to: reader.position + length)
            } else {
                try reader.skip(length, "a field of a \(message.rawValue)")
            }
        }
    }

    /// The number of the next field, and the length of its content where that is bytes; anything else is stepped over.
    private mutating func field(to end: Int) throws(FormatFault) -> (number: Int, length: Int?) {
        let start = reader.position
        let key = try varint()
        let number = Int(truncatingIfNeeded: key >> 3)
        guard number > 0, number < 1 << 29 else {
            throw reader.fault(.malformed, "no field has this number", at: start)
        }
        var length: Int?
        switch key & 7 {
        case 0: _ = try varint()
        case 1: try reader.skip(8, "a number")
        case 2:
            let size = try varint()
            guard size <= UInt64(end - min(reader.position, end)) else {
                throw reader.fault(
                    .truncated, "truncated: a field needs \(size) bytes, \(max(0, end - reader.position)) are left")
            }
            length = Int(size)
        case 5: try reader.skip(4, "a number")
        default: throw reader.fault(.malformed, "no field has the wire type \(key & 7)", at: start)
        }
        guard reader.position + (length ?? 0) <= end else {
            throw reader.fault(.malformed, "a field reaches beyond the end of its message", at: start)
        }
        return (number, length)
    }

    private mutating func varint() throws(FormatFault) -> UInt64 {
        let start = reader.position
        var value: UInt64 = 0
        for shift in stride(from: UInt64(0), to: 70, by: 7) {
            let byte = try reader.byte("a number")
            value |= UInt64(byte & 0x7F) << shift
            if byte < 0x80 { return value }
        }
        throw reader.fault(.malformed, "a number has more than ten bytes", at: start)
    }
}
