import LinearAlgebra

extension Evaluator {
    /// The vector-Jacobian product: the gradient with respect to the images of Σ `cotangent` · logits, per image.
    ///
    /// At kinks the subgradient of an inactive neuron (z ≤ 0: 0) and of the first maximal pixel of a window is taken.
    ///
    /// With `smoothing`, ReLUs have the slope of (z + √(z² + w²)) / 2 instead (squareplus, Barron 2021), which points across
    /// kinks that are near; the values remain those of the network.
    /// - Parameters:
    ///   - cotangent: batch × classes.
    ///   - trace: the evaluation of the same images.
    ///   - smoothing: w over the root mean square of z, which is taken per layer and image; ≥ 0, and 0 is the gradient itself.
    /// - Complexity: about that of `trace`.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    public func pullback(
        _ cotangent: Matrix<Scalar>, through trace: Trace, smoothing: Scalar = 0
    ) -> Matrix<Scalar> {
        var gradients = [Matrix<Scalar>?](repeating: nil, count: network.nodes.count)
        gradients[network.nodes.count - 1] = cotangent
        for index in network.nodes.indices.dropFirst().reversed() {
            guard let gradient = gradients[index] else { continue }
            gradients[index] = nil
            let node = network.nodes[index]
            var first = 0
            for source in node.inputs {
                let part = inputGradient(of: index, first, gradient, trace.values[source], smoothing)
                first += trace.values[source].columns
                if var sum = gradients[source] {
                    gradients[source] = nil
                    for position in part.elements.indices { sum.elements[position] += part.elements[position] }
                    gradients[source] = sum
                } else {
                    gradients[source] = part
                }
            }
        }
        return gradients[0] ?? Matrix(rows: cotangent.rows, columns: network.inputShape.count)
    }

    /// - Parameter first: entries of the node's inputs before this one.
    private func inputGradient(
        of index: Int, _ first: Int, _ gradient: Matrix<Scalar>, _ input: Matrix<Scalar>, _ smoothing: Scalar
    ) -> Matrix<Scalar> {
        switch network.nodes[index].operation {
        case .input, .flatten, .reshape, .add: return gradient
        case .select(let layer): return unselected(gradient, layer.indices, width: input.columns)
        case .concatenate: return columns(first..<first + input.columns, of: gradient)
        case .linear: return weights[index].map { gradient.times($0) } ?? gradient
        case .convolution(let layer): return transposedConvolution(index, layer, gradient)
        case .relu: return smoothing > 0 ? smoothed(gradient, input, smoothing) : gated(gradient, input)
        case .normalise(let layer):
            let scale = layer.scale.map { Scalar($0) }
            return perChannel(gradient, (scale, scale)) { value, scale, _ in value * scale }
        case .scale(let layer):
            let gain = layer.gain.map { Scalar($0) }
            return perChannel(gradient, (gain, gain)) { value, gain, _ in value * gain }
        case .maxPool:
            return scattered(index, gradient, input) { window, values, gradient, target in
                let best = window.dropFirst().reduce(window[0]) { values[$0] < values[$1] ? $1 : $0 }
                target[best] += gradient
            }
        case .averagePool:
            return scattered(index, gradient, input) { window, _, gradient, target in
                for entry in window { target[entry] += gradient * (1 / Scalar(window.count)) }
            }
        }
    }

    /// `gradient` where a ReLU is active.
    private func gated(_ gradient: Matrix<Scalar>, _ input: Matrix<Scalar>) -> Matrix<Scalar> {
        Matrix(
            rows: gradient.rows, columns: gradient.columns,
            elements: VectorLoops.gated(gradient.elements, by: input.elements))
    }

    /// `gradient` times the slope of smoothed ReLUs.
    private func smoothed(_ gradient: Matrix<Scalar>, _ input: Matrix<Scalar>, _ smoothing: Scalar) -> Matrix<Scalar> {
        guard input.columns > 0 else { return gradient }
        var result = gradient
        VectorLoops.smooth(&result.elements, by: input.elements, columns: input.columns, smoothing: smoothing)
        return result
    }

    private func transposedConvolution(
        _ index: Int, _ layer: ConvolutionLayer, _ gradient: Matrix<Scalar>
    ) -> Matrix<Scalar> {
        guard let weight = weights[index] else { return gradient }
        let geometry = layer.geometry
        let positions = geometry.positions
        let (channels, patch) = (weight.rows / layer.groups, geometry.patchSize / layer.groups)
        let size = geometry.channels * geometry.height * geometry.width
        var result = Matrix<Scalar>(rows: gradient.rows, columns: size)
        let folding = PatchFolding<Scalar>(geometry)
        gradient.elements.withUnsafeBufferPointer { gradients in
            weight.elements.withUnsafeBufferPointer { kernels in
                result.elements.withUnsafeMutableBufferPointer { images in
                    for row in 0..<gradient.rows {
                        folding.fold(into: images.baseAddress! + row * size) { patches in
                            let cotangent = gradients.baseAddress! + row * gradient.columns
                            for group in 0..<layer.groups {
                                Scalar.gemm(
                                    transposeA: true, transposeB: false, m: patch, n: positions, k: channels, alpha: 1,
                                    a: kernels.baseAddress! + group * channels * patch, lda: patch,
                                    b: cotangent + group * channels * positions, ldb: positions, beta: 0,
                                    c: patches + group * patch * positions, ldc: positions)
                            }
                        }
                    }
                }
            }
        }
        return result
    }

    private func scattered(
        _ index: Int, _ gradient: Matrix<Scalar>, _ input: Matrix<Scalar>,
        _ scatter: (_ window: [Int], _ values: ArraySlice<Scalar>, _ gradient: Scalar, _ target: inout [Scalar]) -> Void
    ) -> Matrix<Scalar> {
        let windows = windows[index]
        var result = [Scalar]()
        result.reserveCapacity(input.elements.count)
        for row in 0..<input.rows {
            let values = ArraySlice(input.row(row))
            var target = [Scalar](repeating: 0, count: input.columns)
            for (position, window) in windows.enumerated() {
                scatter(window, values, gradient[row, position], &target)
            }
            result += target
        }
        return Matrix(rows: input.rows, columns: input.columns, elements: result)
    }
}
