import LinearAlgebra
import Questions

extension Network {
    /// SHA-256 over an unambiguous byte form of the graph and its weights.
    static func contentDigest(of nodes: [Node]) -> Digest {
        var bytes = [UInt8]()
        func put(_ value: Int) { withUnsafeBytes(of: Int64(value).littleEndian) { bytes.append(contentsOf: $0) } }
        func put(_ values: [Int]) {
            put(values.count)
            values.forEach(put)
        }
        func put(_ values: [Float]) {
            put(values.count)
            for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
        }
        func put(_ values: [Double]) {
            put(values.count)
            for value in values { withUnsafeBytes(of: value.bitPattern.littleEndian) { bytes.append(contentsOf: $0) } }
        }
        func put(_ geometry: ConvolutionGeometry, groups: Int = 1) {
            let sizes = [
                geometry.channels, geometry.height, geometry.width, geometry.kernelHeight, geometry.kernelWidth,
            ]
            // What square windows have always been; longer lists say that they are others.
            if let uniform = geometry.uniform, groups == 1 { return put(sizes + [uniform.stride, uniform.padding]) }
            put(
                sizes + [
                    geometry.strideHeight, geometry.strideWidth, geometry.top, geometry.left, geometry.bottom,
                    geometry.right, geometry.dilationHeight, geometry.dilationWidth, groups,
                ])
        }
        for node in nodes {
            bytes.append(contentsOf: (node.operation.kind?.rawValue ?? "input").utf8)
            put(node.inputs)
            put(node.shape.extents)
            switch node.operation {
            case .linear(let layer):
                put(layer.weight.elements)
                put(layer.bias)
            case .convolution(let layer):
                put(layer.weight.elements)
                put(layer.bias)
                put(layer.geometry, groups: layer.groups)
            case .maxPool(let layer), .averagePool(let layer): put(layer.geometry)
            case .normalise(let layer):
                put(layer.mean)
                put(layer.deviation)
            case .scale(let layer):
                // A normalisation has a count ≥ 0 in this place.
                put(-1)
                put(layer.gain)
                put(layer.offset)
            case .select(let layer): put(layer.indices)
            case .input, .relu, .add, .flatten, .concatenate, .reshape: break
            }
        }
        return Digest(of: bytes)
    }
}
