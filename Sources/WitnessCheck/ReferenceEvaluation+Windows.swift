import LinearAlgebra
import Networks

/// Windows by their definition: kernel entry (i, j) of output pixel (r, c) stands on pixel (r · stride + i · dilation − top,
/// c · stride + j · dilation − left), or on nothing.
extension ReferenceEvaluation {
    /// Sums from the bias on, over the channels of the group, then rows and columns of the kernel.
    static func convolution(_ layer: ConvolutionLayer, _ x: [Number]) -> [Number] {
        let geometry = layer.geometry
        let windows = windows(geometry, channels: 1)
        let (kernel, plane) = (geometry.kernelHeight * geometry.kernelWidth, geometry.height * geometry.width)
        let inputs = geometry.channels / layer.groups
        var result = [Number]()
        for (channel, bias) in layer.bias.enumerated() {
            let first = channel / (layer.bias.count / layer.groups) * inputs
            let weights = layer.weight.row(channel).map { Number(constant: Double($0)) }
            for window in windows {
                var sum = Number(constant: Double(bias))
                for input in 0..<inputs {
                    for (entry, pixel) in window {
                        sum = sum + weights[input * kernel + entry] * x[(first + input) * plane + pixel]
                    }
                }
                result.append(sum)
            }
        }
        return result
    }

    /// Indices of the entries that each output of a pooling reads, channel by channel.
    static func windows(_ geometry: ConvolutionGeometry) -> [[Int]] {
        windows(geometry, channels: geometry.channels).map { $0.map(\.pixel) }
    }

    /// Kernel entries with the pixels on which they stand, per output pixel.
    private static func windows(
        _ geometry: ConvolutionGeometry, channels: Int
    ) -> [[(entry: Int, pixel: Int)]] {
        var result = [[(entry: Int, pixel: Int)]]()
        for channel in 0..<channels {
            for row in 0..<geometry.outputHeight {
                for column in 0..<geometry.outputWidth {
                    result.append(
                        window(geometry, row, column).map {
                            ($0.entry, channel * geometry.height * geometry.width + $0.pixel)
                        })
                }
            }
        }
        return result
    }

    private static func window(
        _ geometry: ConvolutionGeometry, _ row: Int, _ column: Int
    ) -> [(entry: Int, pixel: Int)] {
        var taps = [(entry: Int, pixel: Int)]()
        for i in 0..<geometry.kernelHeight {
            let y = row * geometry.strideHeight + i * geometry.dilationHeight - geometry.top
            guard y >= 0, y < geometry.height else { continue }
            for j in 0..<geometry.kernelWidth {
                let x = column * geometry.strideWidth + j * geometry.dilationWidth - geometry.left
                guard x >= 0, x < geometry.width else { continue }
                taps.append((i * geometry.kernelWidth + j, y * geometry.width + x))
            }
        }
        return taps
    }
}
