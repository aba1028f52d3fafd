/// In which order a file keeps the extents of an image. Pixels are channels first from when they are read.
public enum PixelLayout: String, Sendable, Hashable, Codable, CaseIterable {
    /// Channels × height × width: PyTorch.
    case chw
    /// Height × width × channels: TensorFlow, Keras, JAX, and most files of pictures.
    case hwc

    /// The shape of an image of these stored extents, channels first; `nil` where they do not say which are the channels.
    func shape(_ extents: [Int]) -> [Int]? {
        switch self {
        case .chw: extents.count == 2 ? [1] + extents : extents
        case .hwc: extents.count == 3 ? [extents[2], extents[0], extents[1]] : nil
        }
    }

    /// The pixels of images of `shape`, channels first.
    ///
    /// - Parameters:
    ///   - stored: image after image, each with as many numbers as `shape` calls for, in this order.
    ///   - shape: as `shape(_:)` gives it.
    func channelsFirst(_ stored: [Float], _ shape: [Int]) -> [Float] {
        guard self == .hwc, shape[0] != 1 else { return stored }
        let (channels, positions) = (shape[0], shape[1] * shape[2])
        let size = channels * positions
        guard size > 0 else { return stored }
        return [Float](unsafeUninitializedCapacity: stored.count) { pixels, count in
            for start in stride(from: 0, to: stored.count, by: size) {
                for channel in 0..<channels {
                    for position in 0..<positions {
                        pixels.initializeElement(
                            at: start + channel * positions + position,
                            to: stored[start + position * channels + channel])
                    }
                }
            }
            count = stored.count
        }
    }
}
