import LinearAlgebra

/// How a kernel slides over an image: its extents, strides, zero padding and dilation, in pixels.
///
/// Kernel entry (i, j) of the window of output pixel (r, c) stands on pixel (r · strideHeight + i · dilationHeight − top,
/// c · strideWidth + j · dilationWidth − left), or on padding.
public struct WindowSpec: Sendable, Hashable, Codable {
    public var kernelHeight: Int
    public var kernelWidth: Int
    public var strideHeight: Int
    public var strideWidth: Int
    public var top: Int
    public var left: Int
    public var bottom: Int
    public var right: Int
    public var dilationHeight: Int
    public var dilationWidth: Int

    public init(
        kernelHeight: Int, kernelWidth: Int, strideHeight: Int = 1, strideWidth: Int = 1, top: Int = 0, left: Int = 0,
        bottom: Int = 0, right: Int = 0, dilationHeight: Int = 1, dilationWidth: Int = 1
    ) {
        (self.kernelHeight, self.kernelWidth) = (kernelHeight, kernelWidth)
        (self.strideHeight, self.strideWidth) = (strideHeight, strideWidth)
        (self.top, self.left, self.bottom, self.right) = (top, left, bottom, right)
        (self.dilationHeight, self.dilationWidth) = (dilationHeight, dilationWidth)
    }

    /// One stride and one padding for all sides.
    public init(kernelHeight: Int, kernelWidth: Int, stride: Int, padding: Int) {
        self.init(
            kernelHeight: kernelHeight, kernelWidth: kernelWidth, strideHeight: stride, strideWidth: stride,
            top: padding, left: padding, bottom: padding, right: padding)
    }

    public init(_ geometry: ConvolutionGeometry) {
        self.init(
            kernelHeight: geometry.kernelHeight, kernelWidth: geometry.kernelWidth,
            strideHeight: geometry.strideHeight, strideWidth: geometry.strideWidth, top: geometry.top,
            left: geometry.left, bottom: geometry.bottom, right: geometry.right,
            dilationHeight: geometry.dilationHeight, dilationWidth: geometry.dilationWidth)
    }

    /// The stride and the padding of all axes and sides, where there is one of each and no dilation.
    public var uniform: (stride: Int, padding: Int)? {
        let paddings = [left, bottom, right]
        guard strideHeight == strideWidth, paddings.allSatisfy({ $0 == top }), !isDilated else { return nil }
        return (strideHeight, top)
    }

    public var isDilated: Bool { dilationHeight != 1 || dilationWidth != 1 }

    /// `4×4, stride 2, padding 1`; what differs by axis as `2×1`, sides from the top against the clock as `1 0 1 0`.
    public var text: String {
        let size = "\(kernelHeight)×\(kernelWidth)"
        if let uniform { return "\(size), stride \(uniform.stride), padding \(uniform.padding)" }
        let dilation = isDilated ? ", dilation \(dilationHeight)×\(dilationWidth)" : ""
        return "\(size), stride \(strideHeight)×\(strideWidth), padding \(paddingText)\(dilation)"
    }

    /// `1`, or top, left, bottom and right as `1 0 1 0`.
    var paddingText: String {
        [left, bottom, right].allSatisfy { $0 == top } ? "\(top)" : "\(top) \(left) \(bottom) \(right)"
    }

    /// What must hold before anything is computed from it: positive extents, strides and dilations, no negative padding, and
    /// nothing beyond 2¹⁶.
    var isSane: Bool {
        let positive = [kernelHeight, kernelWidth, strideHeight, strideWidth, dilationHeight, dilationWidth]
        return positive.allSatisfy { (1...1 << 16).contains($0) }
            && [top, left, bottom, right].allSatisfy { (0...1 << 16).contains($0) }
    }
}

extension ConvolutionGeometry {
    /// A window on an image.
    public init(channels: Int, height: Int, width: Int, window: WindowSpec) {
        self.init(
            channels: channels, height: height, width: width, kernelHeight: window.kernelHeight,
            kernelWidth: window.kernelWidth, stride: 1, padding: 0)
        (strideHeight, strideWidth) = (window.strideHeight, window.strideWidth)
        (top, left, bottom, right) = (window.top, window.left, window.bottom, window.right)
        (dilationHeight, dilationWidth) = (window.dilationHeight, window.dilationWidth)
    }

    /// Whether every window stands on a pixel of the image.
    var seesPixels: Bool {
        Self.sees(outputHeight, kernelHeight, dilationHeight, from: -top, by: strideHeight, in: height)
            && Self.sees(outputWidth, kernelWidth, dilationWidth, from: -left, by: strideWidth, in: width)
    }

    private static func sees(
        _ count: Int, _ kernel: Int, _ dilation: Int, from first: Int, by stride: Int, in extent: Int
    ) -> Bool {
        (0..<count).allSatisfy { window in
            let start = first + window * stride
            // The first entry that is not before the image.
            let entry = max(0, (dilation - 1 - start) / dilation)
            return entry < kernel && start + entry * dilation < extent
        }
    }
}
