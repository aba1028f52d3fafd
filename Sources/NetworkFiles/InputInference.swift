import DataFormats
import Networks

/// Works out the shape of the image that a list of layers starts from.
enum InputInference {
    /// - Parameters:
    ///   - first: kind, weight and layout of the first layer with tensors.
    ///   - channels: of the normalisation in front, if there is one.
    ///   - layout: of kernels.
    /// - Returns: `[in]` for matrices (an image when a normalisation has several channels); for kernels of 1 input
    ///   channel 1 × 28 × 28, of 3 channels 3 × 32 × 32.
    static func shape(
        of first: LayerTensors, transposed: Bool, channels: Int?, layout: ArchitectureSpec.KernelLayout = .oihw,
        path: String
    ) throws(NetworkFileFault) -> TensorShape {
        let extents = first.weight.shape
        if extents.count == 4 {
            switch extents[layout == .hwio ? 2 : 1] {
            case 1: return [1, 28, 28]
            case 3: return [3, 32, 32]
            default:
                throw .architecture(
                    path: path,
                    message: "the size of the image cannot be inferred from '\(first.weight.name)' "
                        + "\(first.weight.shapeText)",
                    hint: "name it: architecture: { input: [channels, height, width] }")
            }
        }
        guard extents.count == 2 else {
            throw .shapeMismatch(
                path: path, tensor: first.weight.name, expected: "[out, in] or [out, in, height, width]",
                found: first.weight.shapeText, hint: nil)
        }
        let width = transposed ? extents[0] : extents[1]
        if let channels, channels > 1, width % channels == 0 {
            let side = Int(Double(width / channels).squareRoot().rounded())
            if side * side * channels == width { return [channels, side, side] }
        }
        return [width]
    }

    /// Refuses shapes that no image has.
    static func validate(_ shape: TensorShape, path: String) throws(NetworkFileFault) {
        guard shape.extents.count == 1 || shape.extents.count == 3, shape.extents.allSatisfy({ $0 > 0 }),
            let count = ElementType.entryCount(of: shape.extents), count <= 1 << 28
        else {
            throw .architecture(
                path: path, message: "\(shape) is no shape of an image",
                hint: "use [size] or [channels, height, width]")
        }
    }
}
