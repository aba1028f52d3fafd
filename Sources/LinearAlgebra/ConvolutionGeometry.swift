/// The sizes of a two-dimensional sliding window: which input pixels each output pixel reads.
///
/// Kernel entry (i, j) of the window of output pixel (r, c) stands on pixel (r · stride + i · dilation − top,
/// c · stride + j · dilation − left), each with the stride and the dilation of its axis, or on zero padding.
public struct ConvolutionGeometry: Sendable, Hashable {
    public var channels: Int
    public var height: Int
    public var width: Int
    public var kernelHeight: Int
    public var kernelWidth: Int
    /// Pixels from one window to the next.
    public var strideHeight: Int
    public var strideWidth: Int
    /// Rows and columns of zeros around the image.
    public var top: Int
    public var left: Int
    public var bottom: Int
    public var right: Int
    /// Pixels from one kernel entry to the next.
    public var dilationHeight = 1
    public var dilationWidth = 1

    /// One stride and one padding for all sides, no dilation.
    @inlinable
    public init(
        channels: Int, height: Int, width: Int, kernelHeight: Int, kernelWidth: Int, stride: Int, padding: Int
    ) {
        self.channels = channels
        self.height = height
        self.width = width
        self.kernelHeight = kernelHeight
        self.kernelWidth = kernelWidth
        (strideHeight, strideWidth) = (stride, stride)
        (top, left, bottom, right) = (padding, padding, padding, padding)
    }

    /// The stride and the padding of all axes and sides, where there is one of each and no dilation.
    public var uniform: (stride: Int, padding: Int)? {
        let isUniform =
            strideHeight == strideWidth && top == left && top == bottom && top == right
            && dilationHeight == 1 && dilationWidth == 1
        return isUniform ? (strideHeight, top) : nil
    }

    @inlinable
    public var outputHeight: Int {
        (height + top + bottom - (kernelHeight - 1) * dilationHeight - 1) / strideHeight + 1
    }
    @inlinable
    public var outputWidth: Int {
        (width + left + right - (kernelWidth - 1) * dilationWidth - 1) / strideWidth + 1
    }
    /// Output pixels per channel.
    @inlinable
    public var positions: Int { outputHeight * outputWidth }
    /// Input entries that one output pixel reads, padding included.
    @inlinable
    public var patchSize: Int { channels * kernelHeight * kernelWidth }

    /// The windows, of `count` along one axis, in which a kernel entry stands on one of `extent` pixels and not on padding.
    ///
    /// - Parameter offset: where the entry stands in the first window; negative on padding.
    @inlinable
    func windows(_ count: Int, from offset: Int, by stride: Int, in extent: Int) -> Range<Int> {
        let first = max(0, (stride - 1 - offset) / stride)
        let last = extent - 1 - offset
        let end = last < 0 ? 0 : min(count, last / stride + 1)
        return first < end ? first..<end : 0..<0
    }

    /// The taps of one patch entry: a rectangle of `rows` × `columns` output positions, the first of them and the pixel that
    /// it reads; the next in a row reads `strideWidth` pixels on.
    @usableFromInline
    typealias Block = (patch: Int, position: Int, input: Int, rows: Int, columns: Int)

    /// Calls `body` for every patch entry, in order; the block of one that only ever stands on padding is empty.
    @inlinable
    func forEachBlock(_ body: (Block) -> Void) {
        var patch = 0
        for channel in 0..<channels {
            for kernelRow in 0..<kernelHeight {
                let above = kernelRow * dilationHeight - top
                let rows = windows(outputHeight, from: above, by: strideHeight, in: height)
                let row = rows.lowerBound * strideHeight + above
                for kernelColumn in 0..<kernelWidth {
                    let before = kernelColumn * dilationWidth - left
                    let columns = windows(outputWidth, from: before, by: strideWidth, in: width)
                    let column = columns.lowerBound * strideWidth + before
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
                let input = block.input + row * strideHeight * width
                for column in 0..<block.columns { body(block.patch, position + column, input + column * strideWidth) }
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
                switch strideWidth {
                case 1: target.update(from: source, count: block.columns)
                case 2: Self.copyEven(source, to: target, count: block.columns)
                default: for index in 0..<block.columns { target[index] = source[index &* strideWidth] }
                }
                target += outputWidth
                source += strideHeight * width
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
                for index in 0..<block.columns { target[index &* strideWidth] += source[index] }
                source += outputWidth
                target += strideHeight * width
            }
        }
    }
}
