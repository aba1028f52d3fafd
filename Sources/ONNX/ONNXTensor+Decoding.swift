import DataFormats
import Foundation

extension ONNXTensor {
    /// Decodes a stored tensor: raw, typed or external entries, as many as its shape calls for.
    ///
    /// - Throws: `FormatFault` with the tensor's name: extents below 0, too few or too many entries, entries in two
    ///   places, external data that are not where they may be.
    init(_ wire: WireTensorProto, _ external: inout ExternalData) throws(FormatFault) {
        func fault(_ kind: FormatFault.Kind, _ message: String) -> FormatFault {
            FormatFault(kind, format: "onnx", entry: wire.name.isEmpty ? nil : wire.name, message)
        }
        name = wire.name
        shape = wire.dims.map { Int($0) }
        guard let count = ElementType.entryCount(of: shape) else {
            throw fault(.malformed, "no tensor has the shape \(shape)")
        }
        guard let type = ONNXElementType(rawValue: Int(wire.dataType)) else {
            values = .unread(type: Int(wire.dataType))
            return
        }
        let width = type.stored.size
        guard let size = type.stored.byteCount(of: shape) else {
            throw fault(.malformed, "no tensor has the shape \(shape)")
        }
        if wire.dataLocation != 0 || !wire.externalData.isEmpty {
            let raw = try external.bytes(of: wire, size: size)
            values = try Self.raw(raw, type, fault)
            return
        }
        if !wire.rawData.isEmpty {
            guard wire.rawData.count == size else {
                throw fault(
                    .malformed,
                    "\(wire.rawData.count) bytes for \(count) entries of \(width) byte\(width == 1 ? "" : "s")")
            }
            values = try Self.raw([UInt8](wire.rawData)[...], type, fault)
            return
        }
        values = Self.typed(wire, type)
        if case .unread = values { return }
        guard values.count == count else {
            throw fault(.malformed, "\(values.count) entries for the shape \(shape), which calls for \(count)")
        }
    }

    private static func raw(
        _ bytes: ArraySlice<UInt8>, _ type: ONNXElementType, _ fault: (FormatFault.Kind, String) -> FormatFault
    ) throws(FormatFault) -> Values {
        switch type {
        case .double: return .doubles(type.stored.doubles(bytes))
        case .float, .float16, .bfloat16: return .floats(type.stored.floats(bytes))
        case .bool: return .integers(bytes.map { $0 == 0 ? 0 : 1 })
        default:
            guard let integers = type.stored.integers(bytes) else {
                throw fault(.unsupported, "a whole number is beyond 2⁶³")
            }
            return .integers(integers)
        }
    }

    /// Entries in the field of their type. Narrow types share the field of 32-bit integers; of half and brain
    /// precision it holds the bits.
    private static func typed(_ wire: WireTensorProto, _ type: ONNXElementType) -> Values {
        switch type {
        case .float: return .floats(wire.floatData)
        case .double: return .doubles(wire.doubleData)
        case .int64: return .integers(wire.int64Data.map { Int($0) })
        case .uint32, .uint64:
            let entries = wire.uint64Data.compactMap { Int(exactly: $0) }
            return entries.count == wire.uint64Data.count ? .integers(entries) : .unread(type: type.rawValue)
        case .bool: return .integers(wire.int32Data.map { $0 == 0 ? 0 : 1 })
        case .float16, .bfloat16:
            let bytes = wire.int32Data.flatMap { [UInt8(truncatingIfNeeded: $0), UInt8(truncatingIfNeeded: $0 >> 8)] }
            return .floats(type.stored.floats(bytes[...]))
        default: return .integers(wire.int32Data.map { Int($0) })
        }
    }
}

extension ONNXTensor.Values {
    /// How many there are; 0 where they are not read.
    public var count: Int {
        switch self {
        case .floats(let values): values.count
        case .doubles(let values): values.count
        case .integers(let values): values.count
        case .unread: 0
        }
    }
}
