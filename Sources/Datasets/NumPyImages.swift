import DataFormats

/// Images and labels of one's own in `.npy` files.
package enum NumPyImages {
    /// Reads images: N × pixels, N × height × width (one channel) or N × channels × height × width; with the layout `hwc`
    /// N × height × width × channels, and nothing else. Without `scale` bytes are divided by 255 and floating-point values
    /// are taken as they are; with it, stored values of any type are multiplied by it (see `DatasetReference.pixelScale`).
    ///
    /// - Returns: shape and pixels, channels first.
    package static func images(
        _ bytes: [UInt8], scale: Double? = nil, layout: PixelLayout = .chw
    ) throws(FormatFault) -> (count: Int, shape: [Int], pixels: [Float]) {
        let array = try NumPyArray(parsing: bytes)
        guard array.shape.count >= 2, array.shape.count <= 4 else {
            throw FormatFault(
                .unsupported, format: "npy",
                "images need the shape N × pixels or N × channels × height × width, found \(array.shape)")
        }
        let extents = Array(array.shape.dropFirst())
        guard let shape = layout.shape(extents) else {
            throw FormatFault(
                .unsupported, format: "npy",
                "the layout hwc is one of images of N × height × width × channels, found \(array.shape); of images with one "
                    + "channel, and of vectors, leave the layout out")
        }
        let stored: [Float]
        switch array.elementType {
        case let type where scale != nil: stored = scaled(array, type, scale ?? 1)
        case .uint8: stored = array.bytes.map { Dataset.pixelOfByte[Int($0)] }
        case let type where type.isFloatingPoint: stored = array.floats
        default:
            throw FormatFault(
                .unsupported, format: "npy",
                "images need floating-point values or unsigned bytes, found \(array.elementType.rawValue); for other "
                    + "numbers say by what they are multiplied: pixels: { scale: 1/255 }")
        }
        let pixels = layout.channelsFirst(stored, shape)
        if let index = pixels.firstIndex(where: { !$0.isFinite }) {
            let size = max(shape.reduce(1, *), 1)
            throw FormatFault(
                .malformed, format: "npy", "pixel \(index % size) of image \(index / size) is NaN or infinite")
        }
        return (array.shape[0], shape, pixels)
    }

    private static func scaled(_ array: NumPyArray, _ type: ElementType, _ scale: Double) -> [Float] {
        switch type {
        case .uint8:
            let table = (0...255).map { ScaledPixel.nearest(Double($0), times: scale) }
            return array.bytes.map { table[Int($0)] }
        case .float64, .int32, .int64, .uint32, .uint64:
            return array.doubles.map { ScaledPixel.nearest($0, times: scale) }
        default: return array.floats.map { ScaledPixel.nearest(Double($0), times: scale) }
        }
    }

    /// Reads N labels: whole numbers from 0, of any type.
    package static func labels(_ bytes: [UInt8]) throws(FormatFault) -> [Int] {
        let array = try NumPyArray(parsing: bytes)
        guard array.shape.filter({ $0 != 1 }).count <= 1 else {
            throw FormatFault(.unsupported, format: "npy", "labels need one extent, found the shape \(array.shape)")
        }
        guard let labels = array.integers, labels.allSatisfy({ $0 >= 0 }) else {
            throw FormatFault(.malformed, format: "npy", "labels must be whole numbers from 0")
        }
        return labels
    }
}
