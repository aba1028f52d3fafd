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

    /// The windows, of `count` along one axis, in which the kernel entry `offset` stands on one of `extent` pixels and not
    /// on padding.
    @inlinable
    func windows(_ count: Int, seeing offset: Int, in extent: Int) -> Range<Int> {
        let first = max(0, (padding - offset + stride - 1) / stride)
        let last = extent - 1 + padding - offset
        let end = last < 0 ? 0 : min(count, last / stride + 1)
        return first < end ? first..<end : 0..<0
    }

    /// The taps of one patch entry: a rectangle of `rows` × `columns` output positions, the first of them and the pixel that
    /// it reads; the next in a row reads `stride` pixels on.
    @usableFromInline
    typealias Block = (patch: Int, position: Int, input: Int, rows: Int, columns: Int)

    /// Calls `body` for every patch entry, in order; the block of one that only ever stands on padding is empty.
    @inlinable
    func forEachBlock(_ body: (Block) -> Void) {
        var patch = 0
        for channel in 0..<channels {
            for kernelRow in 0..<kernelHeight {
                let rows = windows(outputHeight, seeing: kernelRow, in: height)
                let row = rows.lowerBound * stride + kernelRow - padding
                for kernelColumn in 0..<kernelWidth {
                    let columns = windows(outputWidth, seeing: kernelColumn, in: width)
                    let column = columns.lowerBound * stride + kernelColumn - padding
                    body(
                        (
                            patch, rows.lowerBound * outputWidth + columns.lowerBound,
                            (channel * height + row) * width + column, columns.isEmpty ? 0 : rows.count, columns.count
                        ))
                    patch += 1
                }
            }
        }
    }

    /// Calls `body(patch, position, input)` for every patch entry that is not padding, where `patch` counts
    /// (channel, kernel row, kernel column), `position` (output row, output column), `input` (channel, row, column).
    @inlinable
    public func forEachTap(_ body: (_ patch: Int, _ position: Int, _ input: Int) -> Void) {
        let outputWidth = outputWidth
        forEachBlock { block in
            for row in 0..<block.rows {
                let position = block.position + row * outputWidth
                let input = block.input + row * stride * width
                for column in 0..<block.columns { body(block.patch, position + column, input + column * stride) }
            }
        }
    }

    /// Unfolds one image (channels × height × width) into a `patchSize × positions` matrix, so that a convolution
    /// becomes the product of its kernels with it.
    @inlinable
    public func im2col<Scalar: BLASScalar>(_ image: UnsafePointer<Scalar>, into columns: UnsafeMutablePointer<Scalar>) {
        let (positions, outputWidth) = (positions, outputWidth)
        forEachBlock { block in
            let patch = columns + block.patch * positions
            if block.rows * block.columns < positions { patch.update(repeating: 0, count: positions) }
            var target = patch + block.position
            var source = image + block.input
            for _ in 0..<block.rows {
                switch stride {
                case 1: target.update(from: source, count: block.columns)
                case 2: Self.copyEven(source, to: target, count: block.columns)
                default: for index in 0..<block.columns { target[index] = source[index &* stride] }
                }
                target += outputWidth
                source += stride * width
            }
        }
    }

    /// target[i] = source[2 i].
    @inlinable
    static func copyEven<Scalar: BLASScalar>(
        _ source: UnsafePointer<Scalar>, to target: UnsafeMutablePointer<Scalar>, count: Int
    ) {
        var index = 0
        // Eight entries are read for four, the last of them not used: it must exist.
        while index &+ 4 < count {
            let entries = UnsafeRawPointer(source + 2 &* index).loadUnaligned(as: SIMD8<Scalar>.self)
            UnsafeMutableRawPointer(target + index).storeBytes(of: entries.evenHalf, as: SIMD4<Scalar>.self)
            index &+= 4
        }
        while index < count {
            target[index] = source[2 &* index]
            index &+= 1
        }
    }

    /// The transpose of `im2col`: adds every patch entry to the input pixel it was read from.
    @inlinable
    public func col2im<Scalar: BLASScalar>(
        _ columns: UnsafePointer<Scalar>, addingTo image: UnsafeMutablePointer<Scalar>
    ) {
        let (positions, outputWidth) = (positions, outputWidth)
        forEachBlock { block in
            var source = columns + block.patch * positions + block.position
            var target = image + block.input
            for _ in 0..<block.rows {
                for index in 0..<block.columns { target[index &* stride] += source[index] }
                source += outputWidth
                target += stride * width
            }
        }
    }
}
