/// How a window slides, whatever its extents: strides, zero padding and dilations, in pixels.
public struct WindowSteps: Sendable, Hashable, Codable {
    public var strideHeight: Int
    public var strideWidth: Int
    public var top: Int
    public var left: Int
    public var bottom: Int
    public var right: Int
    public var dilationHeight: Int
    public var dilationWidth: Int

    public init(_ window: WindowSpec) {
        (strideHeight, strideWidth) = (window.strideHeight, window.strideWidth)
        (top, left, bottom, right) = (window.top, window.left, window.bottom, window.right)
        (dilationHeight, dilationWidth) = (window.dilationHeight, window.dilationWidth)
    }

    /// A window of the given extents that slides so.
    public func window(kernelHeight: Int, kernelWidth: Int) -> WindowSpec {
        WindowSpec(
            kernelHeight: kernelHeight, kernelWidth: kernelWidth, strideHeight: strideHeight, strideWidth: strideWidth,
            top: top, left: left, bottom: bottom, right: right, dilationHeight: dilationHeight,
            dilationWidth: dilationWidth)
    }
}

extension ArchitectureSpec.Layer {
    /// A convolution, in the plain form where that can say it.
    public static func sliding(
        weight: String?, bias: String?, window: WindowSpec, groups: Int, layout: ArchitectureSpec.KernelLayout?
    ) -> Self {
        guard let uniform = window.uniform, groups == 1,
            uniform.padding < max(window.kernelHeight, window.kernelWidth)
        else {
            return .convolution(
                weight: weight, bias: bias, steps: WindowSteps(window), groups: groups, layout: layout)
        }
        return .conv2d(
            weight: weight, bias: bias, stride: uniform.stride, padding: uniform.padding, layout: layout)
    }

    /// A max-pool, in the plain form where that can say it.
    public static func maximum(of window: WindowSpec) -> Self {
        guard let uniform = window.uniform, window.kernelHeight == window.kernelWidth else {
            return .windowedMaxPool(window: window)
        }
        return .maxPool(kernel: window.kernelHeight, stride: uniform.stride, padding: uniform.padding)
    }

    /// An average-pool, in the plain form where that can say it.
    public static func average(of window: WindowSpec) -> Self {
        guard let uniform = window.uniform, window.kernelHeight == window.kernelWidth else {
            return .windowedAveragePool(window: window)
        }
        return .averagePool(kernel: window.kernelHeight, stride: uniform.stride, padding: uniform.padding)
    }
}
