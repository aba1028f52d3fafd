import DataFormats
import Networks
import ONNX

/// The image that a model takes, from the shape of its input.
enum ModelInput {
    /// The extents of an input with a batch of one: a first extent that stands for any number is 1.
    static func shape(of input: ONNXValue, path: String) throws(NetworkFileFault) -> (shape: [Int], remark: String?) {
        func fault(_ message: String) -> NetworkFileFault {
            .architecture(path: path, message: message, hint: "export the model for images of a fixed size")
        }
        guard let dimensions = input.shape else { throw fault("the input '\(input.name)' has no shape") }
        var shape = [Int]()
        for (axis, dimension) in dimensions.enumerated() {
            switch dimension {
            case .fixed(let extent) where extent > 0: shape.append(extent)
            case _ where axis == 0: shape.append(1)
            default: throw fault("extent \(axis + 1) of the input '\(input.name)' is not fixed: \(dimension)")
            }
        }
        guard let count = ElementType.entryCount(of: shape), count <= 1 << 28 else {
            throw fault("no image has the shape \(shape)")
        }
        let several = shape.count > 1 && shape[0] > 1
        return (shape, several ? "the first extent is \(shape[0]): all images together are the network's input" : nil)
    }

    /// The shape in which a network here takes such an input: a vector, or channels, height and width, in the order
    /// of the model.
    static func layout(_ shape: [Int]) -> TensorShape {
        let extents = shape.count > 1 && shape[0] == 1 ? Array(shape.dropFirst()) : shape
        switch extents.count {
        case 2: return [extents[0], 1, extents[1]]
        case 3: return TensorShape(extents)
        default: return [extents.reduce(1, *)]
        }
    }

    /// The shape of the network's image: the one that is asked for, where it has the same entries in the same order.
    static func image(_ shape: [Int], asked: TensorShape?, path: String) throws(NetworkFileFault) -> TensorShape {
        let own = layout(shape)
        guard let asked, asked != own else { return own }
        try InputInference.validate(asked, path: path)
        func packed(_ shape: TensorShape) -> [Int] { shape.extents.filter { $0 != 1 } }
        let isSame = own.extents.count == 1 || asked.extents.count == 1 || packed(own) == packed(asked)
        guard asked.count == own.count, isSame else {
            throw .architecture(
                path: path, message: "the model takes images of shape \(own), asked for is \(asked)",
                hint: "leave input out, or give the same entries in the same order")
        }
        return asked
    }
}
