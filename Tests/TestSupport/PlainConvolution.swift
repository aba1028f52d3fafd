import LinearAlgebra
import Networks

/// Convolutions by their definition: one loop per index, nothing shared with `ConvolutionGeometry`'s loops.
///
/// y[o, r, c] = b[o] + Σ w[o, i, u, v] · x[first + i, r · stride + u · dilation − top, c · stride + v · dilation − left] over the
/// channels i of the group of o and the kernel entries (u, v) that stand on the image.
public enum PlainConvolution {
    /// Calls `body(output entry, weight's column, input entry)` for every product of the sum.
    public static func forEachProduct(_ layer: ConvolutionLayer, _ body: (Int, Int, Int) -> Void) {
        let g = layer.geometry
        let (inputs, outputs) = (g.channels / layer.groups, layer.weight.rows / layer.groups)
        var output = 0
        for o in 0..<layer.weight.rows {
            for r in 0..<g.outputHeight {
                for c in 0..<g.outputWidth {
                    for i in 0..<inputs {
                        for u in 0..<g.kernelHeight {
                            for v in 0..<g.kernelWidth {
                                let y = r * g.strideHeight + u * g.dilationHeight - g.top
                                let x = c * g.strideWidth + v * g.dilationWidth - g.left
                                guard y >= 0, y < g.height, x >= 0, x < g.width else { continue }
                                let column = (i * g.kernelHeight + u) * g.kernelWidth + v
                                body(output, column, ((o / outputs * inputs + i) * g.height + y) * g.width + x)
                            }
                        }
                    }
                    output += 1
                }
            }
        }
    }

    /// The result for one image, in double precision.
    public static func values(_ layer: ConvolutionLayer, _ image: [Double]) -> [Double] {
        let positions = layer.geometry.positions
        var result = layer.bias.flatMap { Array(repeating: Double($0), count: positions) }
        forEachProduct(layer) { output, column, input in
            result[output] += Double(layer.weight[output / positions, column]) * image[input]
        }
        return result
    }

    static func forms(_ layer: ConvolutionLayer, _ input: [AffineForm]) -> [AffineForm] {
        let positions = layer.geometry.positions
        var result = layer.bias.flatMap { Array(repeating: AffineForm(c: Double($0)), count: positions) }
        forEachProduct(layer) { output, column, source in
            result[output] = result[output] + Double(layer.weight[output / positions, column]) * input[source]
        }
        return result
    }
}
