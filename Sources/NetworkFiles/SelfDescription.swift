import Foundation
import LinearAlgebra
import Networks

/// The architecture as the house's own files carry it: one listed layer per node, so node k is layer k.
struct SelfDescription {
    static let architectureKey = "verigap.architecture"
    /// Present when the network is no plain chain: JSON of the layers that each layer reads.
    static let inputsKey = "verigap.inputs"

    var architecture: ArchitectureSpec
    /// `nil` for a chain, in which every layer reads the one before it (and `add` and `concatenate` those that they name).
    var inputs: [[Int]]?
    var tensors = [NamedTensor]()

    /// Describes a network; tensors are called `<layer>.weight` and `<layer>.bias`.
    init(_ network: Network) {
        var layers = [ArchitectureSpec.Layer]()
        var isChain = true
        for (index, node) in network.nodes.enumerated().dropFirst() {
            let weight = "\(index).weight"
            let bias = "\(index).bias"
            var expected = [index - 1]
            switch node.operation {
            case .input: continue
            case .linear(let layer):
                layers.append(.linear(weight: weight, bias: bias, transposed: false))
                tensors.append(
                    NamedTensor(
                        name: weight, shape: [layer.weight.rows, layer.weight.columns], values: layer.weight.elements))
                tensors.append(NamedTensor(name: bias, shape: [layer.bias.count], values: layer.bias))
            case .convolution(let layer):
                let geometry = layer.geometry
                layers.append(
                    .sliding(
                        weight: weight, bias: bias, window: WindowSpec(geometry), groups: layer.groups, layout: nil))
                let shape = [
                    layer.weight.rows, geometry.channels / layer.groups, geometry.kernelHeight, geometry.kernelWidth,
                ]
                tensors.append(NamedTensor(name: weight, shape: shape, values: layer.weight.elements))
                tensors.append(NamedTensor(name: bias, shape: [layer.bias.count], values: layer.bias))
            case .relu: layers.append(.relu)
            case .maxPool(let layer): layers.append(.maximum(of: WindowSpec(layer.geometry)))
            case .averagePool(let layer): layers.append(.average(of: WindowSpec(layer.geometry)))
            case .add:
                layers.append(.add(from: node.inputs.last ?? 0))
                expected.append(node.inputs.last ?? 0)
            case .flatten: layers.append(.flatten)
            case .select(let layer): layers.append(.select(indices: layer.indices, shape: node.shape))
            case .concatenate:
                layers.append(.concatenate(from: node.inputs, shape: node.shape))
                expected = node.inputs
            case .reshape: layers.append(.reshape(shape: node.shape))
            case .scale(let layer):
                layers.append(.scale(weight: weight, bias: bias))
                tensors.append(NamedTensor(name: weight, shape: [layer.gain.count], values: layer.gain))
                tensors.append(NamedTensor(name: bias, shape: [layer.offset.count], values: layer.offset))
            case .normalise(let layer): layers.append(.normalise(mean: layer.mean, deviation: layer.deviation))
            }
            isChain = isChain && node.inputs == expected
        }
        architecture = ArchitectureSpec(input: network.inputShape, layers: layers)
        inputs = isChain ? nil : network.nodes.dropFirst().map(\.inputs)
    }

    private init(architecture: ArchitectureSpec, inputs: [[Int]]?) {
        self.architecture = architecture
        self.inputs = inputs
    }

    /// Puts the description into the texts of a file.
    func add(to metadata: inout [String: String]) throws {
        let encoder = JSONEncoder()
        encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
        metadata[SelfDescription.architectureKey] = String(
            decoding: try encoder.encode(architecture), as: UTF8.self)
        if let inputs {
            metadata[SelfDescription.inputsKey] = String(decoding: try encoder.encode(inputs), as: UTF8.self)
        }
    }

    /// The description that a file carries; `nil` when it carries none.
    static func read(_ file: TensorFile) throws(NetworkFileFault) -> SelfDescription? {
        guard let text = file.metadata[architectureKey] else { return nil }
        do {
            let decoder = JSONDecoder()
            let architecture = try decoder.decode(ArchitectureSpec.self, from: Data(text.utf8))
            let inputs = try file.metadata[inputsKey].map { try decoder.decode([[Int]].self, from: Data($0.utf8)) }
            return SelfDescription(architecture: architecture, inputs: inputs)
        } catch {
            throw .architecture(
                path: file.path, message: "the file's own description (\(architectureKey)) cannot be read",
                hint: "list the layers in the suite's architecture")
        }
    }
}
