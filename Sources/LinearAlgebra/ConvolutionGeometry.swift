/// The sizes of a two-dimensional sliding window: which input pixels each output pixel reads.
public struct ConvolutionGeometry: Sendable, Hashable, Codable {
    public var channels: Int
    public var height: Int
    public var width: Int
    public var kernelHeight: Int
    public var kernelWidth: Int
    public var stride: Int
    public var padding: Int

    @inlinable
    public init(
        channels: Int, height: Int, width: Int, kernelHeight: Int, kernelWidth: Int, stride: Int, padding: Int
    ) {
        self.channels = channels
        self.height = height
        self.width = width
        self.kernelHeight = kernelHeight
        self.kernelWidth = kernelWidth
        self.stride = stride
        self.padding = padding
    }

    @inlinable
    public var outputHeight: Int { (height + 2 * padding - kernelHeight) / stride + 1 }
    @inlinable
    public var outputWidth: Int { (width + 2 * padding - kernelWidth) / stride + 1 }
    /// Output pixels per channel.
    @inlinable
    public var positions: Int { outputHeight * outputWidth }
    /// Input entries that one output pixel reads, padding included.
    @inlinable
    public var patchSize: Int { channels * kernelHeight * kernelWidth }

    /// Calls `body(patch, position, input)` for every patch entry that is not padding, where `patch` counts
    /// (channel, kernel row, kernel column), `position` (output row, output column), `input` (channel, row, column).
    @inlinable
    public func forEachTap(_ body: (_ patch: Int, _ position: Int, _ input: Int) -> Void) {
        for channel in 0..<channels {
            for kernelRow in 0..<kernelHeight {
                for kernelColumn in 0..<kernelWidth {
                    let patch = (channel * kernelHeight + kernelRow) * kernelWidth + kernelColumn
                    for outputRow in 0..<outputHeight {
                        let row = outputRow * stride + kernelRow - padding
                        guard row >= 0, row < height else { continue }
                        for outputColumn in 0..<outputWidth {
                            let column = outputColumn * stride + kernelColumn - padding
                            guard column >= 0, column < width else { continue }
                            body(
                                patch, outputRow * outputWidth + outputColumn, (channel * height + row) * width + column
                            )
                        }
                    }
                }
            }
        }
    }

    /// Unfolds one image (channels × height × width) into a `patchSize × positions` matrix, so that a convolution
    /// becomes the product of its kernels with it.
    @inlinable
    public func im2col<Scalar: BLASScalar>(_ image: UnsafePointer<Scalar>, into columns: UnsafeMutablePointer<Scalar>) {
        columns.update(repeating: 0, count: patchSize * positions)
        let width = positions
        forEachTap { patch, position, input in columns[patch * width + position] = image[input] }
    }

    /// The transpose of `im2col`: adds every patch entry to the input pixel it was read from.
    @inlinable
    public func col2im<Scalar: BLASScalar>(
        _ columns: UnsafePointer<Scalar>, addingTo image: UnsafeMutablePointer<Scalar>
    ) {
        let width = positions
        forEachTap { patch, position, input in image[input] += columns[patch * width + position] }
    }
}
