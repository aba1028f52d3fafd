import DataFormats
import Networks
import ONNX

/// Makes a network from an ONNX model.
struct ONNXNetworkReader {
    /// Versions of the standard operators that are read.
    static let opsets = 7...22

    let path: String
    /// Bytes of the file, which bound what may become of it.
    let packed: Int
    /// Whether numbers of double precision become the floats nearest to them; else one that is no float is a fault.
    var roundsDoubles = false

    /// Reads a model that is unpacked.
    ///
    /// - Parameter folder: where its external data are; `nil` to refuse them.
    func read(
        _ bytes: [UInt8], _ architecture: ArchitectureSpec, folder: String?
    ) throws(NetworkFileFault) -> ReadNetwork {
        try refuse(architecture)
        var model: ONNXModel
        do { model = try ONNXModel(parsing: bytes, folder: folder) } catch {
            throw .malformed(path: path, fault: error)
        }
        let opset = try opset(of: model)
        var rounded = 0
        if roundsDoubles { (model, rounded) = model.inSinglePrecision() }
        let graph = model.graph
        let (input, output) = try ends(of: graph)
        let (shape, remark) = try ModelInput.shape(of: input, path: path)
        let image = try ModelInput.image(shape, asked: architecture.input, path: path)
        let builder = try front(image, ModelInput.layout(shape), architecture.normalise)
        var converter = GraphConverter(
            graph, opset: opset, image: builder.shape(of: builder.last), shape: shape, packed: packed)
        for index in try order(of: graph, for: output, input.name) { converter.convert(graph.nodes[index], at: index) }
        if rounded > 0 {
            converter.notes.add(
                "\(rounded) number\(rounded == 1 ? "" : "s") of double precision \(rounded == 1 ? "is" : "are") rounded to the "
                    + "nearest float, which makes another network", at: "the model")
        }
        if let remark { converter.notes.add(remark, at: "input '\(input.name)'") }
        return try finish(converter, output, shape, builder)
    }

    private func fault(_ message: String, _ hint: String? = nil) -> NetworkFileFault {
        .architecture(path: path, message: message, hint: hint)
    }

    private func refuse(_ architecture: ArchitectureSpec) throws(NetworkFileFault) {
        let needless = [
            ("layers", architecture.layers != nil), ("entry", architecture.entry != nil),
            ("ignore", architecture.ignore != nil),
        ]
        if let (key, _) = needless.first(where: \.1) {
            throw fault(
                "an ONNX model has an architecture of its own; \(key) means nothing to it",
                "leave \(key) out; normalise and input are what may be added")
        }
    }

    private func opset(of model: ONNXModel) throws(NetworkFileFault) -> Int {
        guard let opset = model.opset else { throw fault("the model imports no standard operators", nil) }
        guard Self.opsets.contains(opset) else {
            throw fault(
                "operator set \(opset) is not read, only \(Self.opsets.lowerBound) to \(Self.opsets.upperBound)",
                "export the model with another opset_version")
        }
        return opset
    }

    private func ends(of graph: ONNXGraph) throws(NetworkFileFault) -> (input: ONNXValue, output: String) {
        func names(_ values: [ONNXValue]) -> String { values.map { "'\($0.name)'" }.joined(separator: ", ") }
        guard graph.inputs.count == 1 else {
            throw fault(
                graph.inputs.isEmpty
                    ? "the graph has no input" : "the graph has several inputs: \(names(graph.inputs))",
                "a network here takes one image")
        }
        guard graph.outputs.count == 1 else {
            throw fault(
                graph.outputs.isEmpty
                    ? "the graph has no output" : "the graph has several outputs: \(names(graph.outputs))",
                "export the model with the logits as its only output")
        }
        return (graph.inputs[0], graph.outputs[0].name)
    }

    private func order(
        of graph: ONNXGraph, for output: String, _ input: String
    ) throws(NetworkFileFault) -> [Int] {
        do {
            return try GraphOrder.nodes(
                of: graph, for: output, known: Set(graph.initialisers.keys).union([input]))
        } catch { throw fault(error.message, error.hint) }
    }

    /// The image as it is given, normalised where that is asked for, in the layout that the graph takes.
    private func front(
        _ image: TensorShape, _ layout: TensorShape, _ normalise: NormalisationLayer?
    ) throws(NetworkFileFault) -> NetworkBuilder {
        var builder = NetworkBuilder(input: image)
        do {
            if let normalise { try builder.normalise(mean: normalise.mean, deviation: normalise.deviation) }
            if image != layout { try builder.reshape(layout) }
        } catch { throw .network(path: path, fault: error, hint: nil) }
        return builder
    }

    private func finish(
        _ converter: GraphConverter, _ output: String, _ shape: [Int], _ builder: NetworkBuilder
    ) throws(NetworkFileFault) -> ReadNetwork {
        guard converter.faults.isEmpty else { throw .operators(path: path, faults: converter.faults) }
        let result: GraphValue.Computed
        var keepsValues = true
        switch converter.values[output] {
        case .computed(let value): result = value
        case .ordered(let value, _): (result, keepsValues) = (value, false)
        case .constant: throw fault("the output '\(output)' does not depend on the image")
        case .failed, nil: throw fault("the output '\(output)' is a result that its operator does not give here")
        }
        do {
            let network = try converter.draft.network(output: result.step, in: builder)
            return ReadNetwork(
                network: network, format: .onnx, inputShape: shape, outputShape: result.shape,
                notes: converter.notes.lines, keepsOutputValues: keepsValues)
        } catch { throw .network(path: path, fault: error, hint: nil) }
    }
}
