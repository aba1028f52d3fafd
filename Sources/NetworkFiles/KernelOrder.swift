import Networks

/// Kernels that are stored row × column × in × out, as TensorFlow, Keras and JAX do.
enum KernelOrder {
    static let hint = "kernels stored height × width × in × out need conv2d: { layout: hwio }"

    /// The kernels in PyTorch's order; a tensor without four axes is returned as it is.
    static func oihw(_ tensor: NamedTensor) -> NamedTensor {
        guard tensor.shape.count == 4 else { return tensor }
        let (height, width, inputs, outputs) = (tensor.shape[0], tensor.shape[1], tensor.shape[2], tensor.shape[3])
        var values = [Float]()
        values.reserveCapacity(tensor.values.count)
        for output in 0..<outputs {
            for input in 0..<inputs {
                for position in 0..<height * width {
                    values.append(tensor.values[(position * inputs + input) * outputs + output])
                }
            }
        }
        return NamedTensor(name: tensor.name, shape: [outputs, inputs, height, width], values: values)
    }

    /// Whether small windows stand in front, and a bias does not speak against it.
    static func looksLikeHWIO(_ tensor: NamedTensor, bias: NamedTensor?) -> Bool {
        guard tensor.shape.count == 4 else { return false }
        let shape = tensor.shape
        guard bias.map({ $0.values.count == shape[3] }) ?? true else { return false }
        return shape[0] == shape[1] && shape[0] <= 11 && (shape[2] != shape[3] || bias != nil && shape[0] != shape[3])
    }

    /// The columns of a matrix whose inputs were an image made a vector pixel by pixel, put channel by channel.
    ///
    /// - Parameter columns: `columns[c]` of the result is the column `order(image)[c]` of the matrix.
    static func channelsFirst(_ image: (channels: Int, height: Int, width: Int)) -> [Int] {
        let plane = image.height * image.width
        return (0..<image.channels * plane).map { $0 % plane * image.channels + $0 / plane }
    }
}
