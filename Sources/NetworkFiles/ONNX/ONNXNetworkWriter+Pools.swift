import LinearAlgebra
import ONNX

extension ONNXNetworkWriter {
    /// The attributes of a pool. Padding that reaches the kernel's size, which programs refuse, is the rounding up of
    /// the number of windows that it came from.
    static func poolWindow(_ geometry: ConvolutionGeometry) -> [String: ONNXAttribute] {
        var attributes = window(geometry)
        guard geometry.bottom >= geometry.kernelHeight || geometry.right >= geometry.kernelWidth else {
            return attributes
        }
        let rows = Axis(
            extent: geometry.height, head: geometry.top, kernel: geometry.kernelHeight, stride: geometry.strideHeight,
            dilation: geometry.dilationHeight, windows: geometry.outputHeight)
        let columns = Axis(
            extent: geometry.width, head: geometry.left, kernel: geometry.kernelWidth, stride: geometry.strideWidth,
            dilation: geometry.dilationWidth, windows: geometry.outputWidth)
        if let bottom = rows.shortTail, let right = columns.shortTail {
            attributes["pads"] = .integers([geometry.top, geometry.left, bottom, right])
            attributes["ceil_mode"] = .integer(1)
        }
        return attributes
    }

    /// A window along one axis.
    private struct Axis {
        var extent, head, kernel, stride, dilation, windows: Int

        /// Padding at the end, less than the kernel, with which there are as many windows when their number is
        /// rounded up.
        var shortTail: Int? {
            (0..<kernel).first { tail in
                let room = extent + head + tail - (kernel - 1) * dilation - 1
                let last = (windows - 1) * stride
                return room >= 0 && room > last - stride && room <= last && last < extent + head
            }
        }
    }
}
