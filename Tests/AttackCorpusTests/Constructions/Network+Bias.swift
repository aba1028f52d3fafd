import LinearAlgebra
import Networks

extension Network {
    /// The same network with `shift` added to one logit by a last layer of its own; `nil` unless every logit is a finite sum.
    func addingToBias(of label: Int, _ shift: Float) throws -> Network? {
        guard shift.isFinite else { return nil }
        var builder = NetworkBuilder(input: inputShape)
        for node in nodes.dropFirst() {
            let source = node.inputs[0]
            switch node.operation {
            case .input: break
            case .linear(let layer): try builder.linear(weight: layer.weight, bias: layer.bias, after: source)
            case .convolution(let layer):
                try builder.convolution(
                    kernels: layer.weight, bias: layer.bias, kernelHeight: layer.geometry.kernelHeight,
                    kernelWidth: layer.geometry.kernelWidth, stride: layer.geometry.stride,
                    padding: layer.geometry.padding, after: source)
            case .relu: builder.relu(after: source)
            case .maxPool(let layer):
                try builder.maxPool(
                    kernel: layer.geometry.kernelHeight, stride: layer.geometry.stride,
                    padding: layer.geometry.padding, after: source)
            case .averagePool(let layer):
                try builder.averagePool(
                    kernel: layer.geometry.kernelHeight, stride: layer.geometry.stride,
                    padding: layer.geometry.padding, after: source)
            case .add: try builder.add(source, node.inputs[1])
            case .flatten: builder.flatten(after: source)
            case .normalise(let layer):
                try builder.normalise(mean: layer.mean, deviation: layer.deviation, after: source)
            }
        }
        let classes = classCount
        var identity = Matrix<Float>(rows: classes, columns: classes)
        for index in 0..<classes { identity[index, index] = 1 }
        try builder.linear(
            weight: identity, bias: (0..<classes).map { $0 == label ? shift : 0 }, after: nodes.count - 1)
        return try builder.build()
    }
}
