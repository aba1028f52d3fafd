import LinearAlgebra

extension Evaluator {
    /// The result of node `index` given those of the nodes before it.
    func value(of index: Int, from values: [Matrix<Scalar>]) -> Matrix<Scalar> {
        let node = network.nodes[index]
        let input = values[node.inputs[0]]
        switch node.operation {
        case .input, .flatten, .reshape: return input
        case .linear: return linear(index, input)
        case .convolution(let layer): return convolution(index, layer, input)
        case .relu:
            return Matrix(
                rows: input.rows, columns: input.columns, elements: VectorLoops.rectified(input.elements))
        case .add:
            var result = input
            let other = values[node.inputs[1]].elements
            result.elements.withUnsafeMutableBufferPointer { buffer in
                for position in buffer.indices { buffer[position] += other[position] }
            }
            return result
        case .maxPool:
            return pooled(index, input) { window, row in
                window.dropFirst().reduce(row[window[0]]) { $0 < row[$1] ? row[$1] : $0 }
            }
        case .averagePool:
            return pooled(index, input) { window, row in
                window.reduce(Scalar(0)) { $0 + row[$1] } * (1 / Scalar(window.count))
            }
        case .normalise(let layer):
            let constants = (layer.mean.map { Scalar($0) }, layer.scale.map { Scalar($0) })
            return perChannel(input, constants) { value, mean, scale in (value - mean) * scale }
        case .scale(let layer):
            let constants = (layer.gain.map { Scalar($0) }, layer.offset.map { Scalar($0) })
            return perChannel(input, constants) { value, gain, offset in value * gain + offset }
        case .select(let layer): return selected(input, layer.indices)
        case .concatenate: return concatenated(node.inputs.map { values[$0] })
        }
    }

    private func linear(_ index: Int, _ input: Matrix<Scalar>) -> Matrix<Scalar> {
        guard let weight = weights[index] else { return input }
        var result = input.times(weight, transposeOther: true)
        VectorLoops.add(biases[index], toRowsOf: &result.elements)
        return result
    }

    private func convolution(
        _ index: Int, _ layer: ConvolutionLayer, _ input: Matrix<Scalar>
    ) -> Matrix<Scalar> {
        guard let weight = weights[index] else { return input }
        let bias = biases[index]
        let geometry = layer.geometry
        let positions = geometry.positions
        let (channels, patch) = (bias.count / layer.groups, geometry.patchSize / layer.groups)
        var result = Matrix<Scalar>(rows: input.rows, columns: bias.count * positions)
        let folding = PatchFolding<Scalar>(geometry)
        let width = result.columns
        input.elements.withUnsafeBufferPointer { images in
            weight.elements.withUnsafeBufferPointer { kernels in
                result.elements.withUnsafeMutableBufferPointer { output in
                    for row in 0..<input.rows {
                        let target = output.baseAddress! + row * width
                        for channel in bias.indices {
                            (target + channel * positions).update(repeating: bias[channel], count: positions)
                        }
                        let patches = folding.unfolded(images.baseAddress! + row * input.columns)
                        for group in 0..<layer.groups {
                            Scalar.gemm(
                                transposeA: false, transposeB: false, m: channels, n: positions, k: patch, alpha: 1,
                                a: kernels.baseAddress! + group * channels * patch, lda: patch,
                                b: patches + group * patch * positions, ldb: positions, beta: 1,
                                c: target + group * channels * positions, ldc: positions)
                        }
                    }
                }
            }
        }
        return result
    }

    private func pooled(
        _ index: Int, _ input: Matrix<Scalar>,
        _ pool: (_ window: [Int], _ row: UnsafeBufferPointer<Scalar>) -> Scalar
    ) -> Matrix<Scalar> {
        let windows = windows[index]
        var result = Matrix<Scalar>(rows: input.rows, columns: windows.count)
        input.elements.withUnsafeBufferPointer { images in
            for row in 0..<input.rows {
                let image = UnsafeBufferPointer(rebasing: images[row * input.columns..<(row + 1) * input.columns])
                for (position, window) in windows.enumerated() {
                    result.elements[row * windows.count + position] = pool(window, image)
                }
            }
        }
        return result
    }

    /// Applies `map(value, first, second)` with the constants of each entry's channel.
    func perChannel(
        _ input: Matrix<Scalar>, _ constants: (first: [Scalar], second: [Scalar]),
        _ map: (Scalar, Scalar, Scalar) -> Scalar
    ) -> Matrix<Scalar> {
        let plane = input.columns / constants.first.count
        var result = input
        result.elements.withUnsafeMutableBufferPointer { buffer in
            for position in buffer.indices {
                let channel = position % input.columns / plane
                buffer[position] = map(buffer[position], constants.first[channel], constants.second[channel])
            }
        }
        return result
    }
}
