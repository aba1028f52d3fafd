import DataFormats
import SwiftProtobuf

extension ONNXModel {
    /// Whether the bytes look like a model: the format has no mark, so its outermost fields have to do.
    public static func isModel(_ bytes: [UInt8]) -> Bool { WireScan.isModel(bytes) }

    /// Parses a model that is already unpacked.
    ///
    /// - Parameter folder: of the file, where external data are looked for; `nil` to refuse models that have some.
    /// - Throws: `FormatFault`, with the byte or the name of the tensor.
    public init(parsing bytes: [UInt8], folder: String? = nil) throws(FormatFault) {
        try WireScan.check(bytes)
        let wire: WireModelProto
        var options = BinaryDecodingOptions()
        options.discardUnknownFields = true
        do { wire = try WireModelProto(serializedBytes: bytes, options: options) } catch {
            throw FormatFault(.malformed, format: "onnx", "the model cannot be decoded: \(error)")
        }
        guard wire.hasGraph else { throw FormatFault(.malformed, format: "onnx", "the model has no graph") }
        var external = ExternalData(folder: folder)
        self.init(
            irVersion: Int(wire.irVersion),
            opset: wire.opsetImport.first { ONNXNode.isStandard($0.domain) }.map { Int($0.version) },
            producer: [wire.producerName, wire.producerVersion].filter { !$0.isEmpty }.joined(separator: " "),
            graph: try ONNXGraph(wire.graph, &external),
            metadata: Dictionary(wire.metadataProps.map { ($0.key, $0.value) }) { first, _ in first })
    }
}

extension ONNXGraph {
    init(_ wire: WireGraphProto, _ external: inout ExternalData) throws(FormatFault) {
        var initialisers = [String: ONNXTensor]()
        for tensor in wire.initializer {
            guard initialisers.updateValue(try ONNXTensor(tensor, &external), forKey: tensor.name) == nil else {
                throw FormatFault(.malformed, format: "onnx", entry: tensor.name, "two tensors have this name")
            }
        }
        var nodes = [ONNXNode]()
        for node in wire.node { nodes.append(try ONNXNode(node, &external)) }
        self.init(
            name: wire.name, nodes: nodes, initialisers: initialisers,
            inputs: wire.input.filter { initialisers[$0.name] == nil }.map(ONNXValue.init),
            outputs: wire.output.map(ONNXValue.init))
    }
}

extension ONNXNode {
    /// Whether operators of this domain are the standard's.
    static func isStandard(_ domain: String) -> Bool { domain.isEmpty || domain == "ai.onnx" }

    public var isStandard: Bool { Self.isStandard(domain) }

    init(_ wire: WireNodeProto, _ external: inout ExternalData) throws(FormatFault) {
        var attributes = [String: ONNXAttribute]()
        for attribute in wire.attribute {
            do { attributes[attribute.name] = try ONNXAttribute(attribute, &external) } catch {
                throw error.inside(wire.name.isEmpty ? wire.opType : wire.name)
            }
        }
        self.init(
            wire.opType, name: wire.name, domain: wire.domain, inputs: wire.input, outputs: wire.output,
            attributes: attributes)
    }
}

extension ONNXAttribute {
    /// The format's numbers of kinds; files of its first version name none.
    enum Kind: Int32 { case unstated, float, integer, text, tensor, graph, floats, integers, texts }

    init(_ wire: WireAttributeProto, _ external: inout ExternalData) throws(FormatFault) {
        switch Kind(rawValue: wire.type) {
        case .float: self = .float(wire.f)
        case .integer: self = .integer(Int(wire.i))
        case .text: self = .text(String(decoding: wire.s, as: UTF8.self))
        case .tensor: self = .tensor(try ONNXTensor(wire.t, &external))
        case .floats: self = .floats(wire.floats)
        case .integers: self = .integers(wire.ints.map { Int($0) })
        case .texts: self = .texts(wire.strings.map { String(decoding: $0, as: UTF8.self) })
        case .unstated, .graph, nil: self = .other(kind: Int(wire.type))
        }
    }
}

extension ONNXValue {
    init(_ wire: WireValueInfoProto) {
        let tensor = wire.type.tensorType
        self.init(
            name: wire.name, elementType: ONNXElementType(rawValue: Int(tensor.elemType)),
            shape: tensor.hasShape ? tensor.shape.dim.map(ONNXDimension.init) : nil)
    }
}

extension ONNXDimension {
    init(_ wire: WireDimensionProto) {
        switch wire.value {
        case .dimValue(let extent): self = .fixed(Int(extent))
        case .dimParam(let name): self = .symbolic(name)
        case nil: self = .symbolic("")
        }
    }
}
