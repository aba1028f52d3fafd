import DataFormats
import Foundation
import SwiftProtobuf

extension ONNXModel {
    /// The bytes of the model's file; the same model gives the same bytes.
    ///
    /// - Throws: `FormatFault` for tensors whose entries were not read, and for files beyond the format's 2 GiB.
    public func fileBytes() throws(FormatFault) -> [UInt8] {
        var wire = WireModelProto()
        wire.irVersion = Int64(irVersion)
        wire.producerName = producer
        wire.graph = try graph.wire()
        if let opset {
            var entry = WireOperatorSetIdProto()
            entry.version = Int64(opset)
            wire.opsetImport = [entry]
        }
        wire.metadataProps = metadata.sorted { $0.key < $1.key }.map { key, value in
            var entry = WireStringStringEntryProto()
            (entry.key, entry.value) = (key, value)
            return entry
        }
        do { return try wire.serializedBytes() } catch {
            throw FormatFault(.unsupported, format: "onnx", "the model cannot be written: \(error)")
        }
    }
}

extension ONNXGraph {
    fileprivate func wire() throws(FormatFault) -> WireGraphProto {
        var wire = WireGraphProto()
        wire.name = name
        for node in nodes { wire.node.append(try node.wire()) }
        for (name, tensor) in initialisers.sorted(by: { $0.key < $1.key }) {
            var entry = try tensor.wire()
            entry.name = name
            wire.initializer.append(entry)
        }
        wire.input = inputs.map { $0.wire() }
        wire.output = outputs.map { $0.wire() }
        return wire
    }
}

extension ONNXNode {
    fileprivate func wire() throws(FormatFault) -> WireNodeProto {
        var wire = WireNodeProto()
        wire.name = name
        wire.opType = operation
        wire.domain = domain
        wire.input = inputs
        wire.output = outputs
        for (name, attribute) in attributes.sorted(by: { $0.key < $1.key }) {
            wire.attribute.append(try attribute.wire(name))
        }
        return wire
    }
}

extension ONNXAttribute {
    fileprivate func wire(_ name: String) throws(FormatFault) -> WireAttributeProto {
        var wire = WireAttributeProto()
        wire.name = name
        switch self {
        case .float(let value): (wire.f, wire.type) = (value, Kind.float.rawValue)
        case .integer(let value): (wire.i, wire.type) = (Int64(value), Kind.integer.rawValue)
        case .text(let value): (wire.s, wire.type) = (Data(value.utf8), Kind.text.rawValue)
        case .tensor(let value): (wire.t, wire.type) = (try value.wire(), Kind.tensor.rawValue)
        case .floats(let values): (wire.floats, wire.type) = (values, Kind.floats.rawValue)
        case .integers(let values): (wire.ints, wire.type) = (values.map { Int64($0) }, Kind.integers.rawValue)
        case .texts(let values): (wire.strings, wire.type) = (values.map { Data($0.utf8) }, Kind.texts.rawValue)
        case .other(let kind):
            throw FormatFault(.unsupported, format: "onnx", entry: name, "attributes of kind \(kind) are not written")
        }
        return wire
    }
}

extension ONNXTensor {
    fileprivate func wire() throws(FormatFault) -> WireTensorProto {
        var wire = WireTensorProto()
        wire.name = name
        wire.dims = shape.map { Int64($0) }
        let type: ONNXElementType
        switch values {
        case .floats(let entries): (type, wire.rawData) = (.float, Self.raw(entries.map(\.bitPattern)))
        case .doubles(let entries): (type, wire.rawData) = (.double, Self.raw(entries.map(\.bitPattern)))
        case .integers(let entries): (type, wire.rawData) = (.int64, Self.raw(entries.map { Int64($0) }))
        case .unread(let type):
            throw FormatFault(.unsupported, format: "onnx", entry: name, "entries of type \(type) are not written")
        }
        wire.dataType = Int32(type.rawValue)
        return wire
    }

    private static func raw<Entry: FixedWidthInteger>(_ entries: [Entry]) -> Data {
        entries.map(\.littleEndian).withUnsafeBytes { Data($0) }
    }
}

extension ONNXValue {
    fileprivate func wire() -> WireValueInfoProto {
        var wire = WireValueInfoProto()
        wire.name = name
        wire.type.tensorType.elemType = Int32((elementType ?? .float).rawValue)
        if let shape { wire.type.tensorType.shape.dim = shape.map { $0.wire() } }
        return wire
    }
}

extension ONNXDimension {
    fileprivate func wire() -> WireDimensionProto {
        var wire = WireDimensionProto()
        switch self {
        case .fixed(let extent): wire.dimValue = Int64(extent)
        case .symbolic(let name): wire.dimParam = name
        }
        return wire
    }
}
