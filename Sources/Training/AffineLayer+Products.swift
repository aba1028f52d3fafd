import LinearAlgebra

extension AffineLayer {
    /// W x (+ b) for every row x of `inputs`.
    ///
    /// - Parameter parameters: of the whole architecture.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func forward<Scalar: BLASScalar>(
        _ inputs: Matrix<Scalar>, _ parameters: [Scalar], withBias: Bool = true
    ) -> Matrix<Scalar> {
        precondition(inputs.columns == self.inputs)
        var result = Matrix<Scalar>(rows: inputs.rows, columns: outputs)
        let positions = geometry?.positions ?? 1
        parameters.withUnsafeBufferPointer { parameters in
            inputs.elements.withUnsafeBufferPointer { x in
                result.elements.withUnsafeMutableBufferPointer { y in
                    guard let weight = parameters.baseAddress.map({ $0 + start }), let x = x.baseAddress,
                        let y = y.baseAddress
                    else { return }
                    if let geometry {
                        var patches = [Scalar](repeating: 0, count: columns * positions)
                        for image in 0..<inputs.rows {
                            geometry.im2col(x + image * self.inputs, into: &patches)
                            Scalar.gemm(
                                transposeA: false, transposeB: false, m: rows, n: positions, k: columns, alpha: 1,
                                a: weight, lda: columns, b: patches, ldb: positions, beta: 0, c: y + image * outputs,
                                ldc: positions)
                        }
                    } else {
                        Scalar.gemm(
                            transposeA: false, transposeB: true, m: inputs.rows, n: rows, k: columns, alpha: 1, a: x,
                            lda: columns, b: weight, ldb: columns, beta: 0, c: y, ldc: rows)
                    }
                    guard withBias else { return }
                    let bias = weight + rows * columns
                    for image in 0..<inputs.rows {
                        for row in 0..<rows {
                            let start = y + image * outputs + row * positions
                            for position in 0..<positions { start[position] += bias[row] }
                        }
                    }
                }
            }
        }
        return result
    }

    /// Adds ∂/∂W and ∂/∂b to `gradient`, given the derivatives by the outputs.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func accumulateGradient<Scalar: BLASScalar>(
        _ outputs: Matrix<Scalar>, inputs: Matrix<Scalar>, into gradient: inout [Scalar], withBias: Bool = true
    ) {
        let positions = geometry?.positions ?? 1
        gradient.withUnsafeMutableBufferPointer { gradient in
            outputs.elements.withUnsafeBufferPointer { dy in
                inputs.elements.withUnsafeBufferPointer { x in
                    guard let weight = gradient.baseAddress.map({ $0 + start }), let x = x.baseAddress,
                        let dy = dy.baseAddress
                    else { return }
                    if let geometry {
                        var patches = [Scalar](repeating: 0, count: columns * positions)
                        for image in 0..<inputs.rows {
                            geometry.im2col(x + image * self.inputs, into: &patches)
                            Scalar.gemm(
                                transposeA: false, transposeB: true, m: rows, n: columns, k: positions, alpha: 1,
                                a: dy + image * self.outputs, lda: positions, b: patches, ldb: positions, beta: 1,
                                c: weight, ldc: columns)
                        }
                    } else {
                        Scalar.gemm(
                            transposeA: true, transposeB: false, m: rows, n: columns, k: inputs.rows, alpha: 1, a: dy,
                            lda: rows, b: x, ldb: columns, beta: 1, c: weight, ldc: columns)
                    }
                    guard withBias else { return }
                    let bias = weight + rows * columns
                    for image in 0..<inputs.rows {
                        for row in 0..<rows {
                            let start = dy + image * self.outputs + row * positions
                            var sum: Scalar = 0
                            for position in 0..<positions { sum += start[position] }
                            bias[row] += sum
                        }
                    }
                }
            }
        }
    }

    /// Wᵀ dy for every row dy of `outputs`: the derivatives by the inputs.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func pullback<Scalar: BLASScalar>(_ outputs: Matrix<Scalar>, _ parameters: [Scalar]) -> Matrix<Scalar> {
        var result = Matrix<Scalar>(rows: outputs.rows, columns: inputs)
        let positions = geometry?.positions ?? 1
        parameters.withUnsafeBufferPointer { parameters in
            outputs.elements.withUnsafeBufferPointer { dy in
                result.elements.withUnsafeMutableBufferPointer { dx in
                    guard let weight = parameters.baseAddress.map({ $0 + start }), let dy = dy.baseAddress,
                        let dx = dx.baseAddress
                    else { return }
                    if let geometry {
                        var patches = [Scalar](repeating: 0, count: columns * positions)
                        for image in 0..<outputs.rows {
                            patches.withUnsafeMutableBufferPointer { patches in
                                guard let patches = patches.baseAddress else { return }
                                Scalar.gemm(
                                    transposeA: true, transposeB: false, m: columns, n: positions, k: rows, alpha: 1,
                                    a: weight, lda: columns, b: dy + image * self.outputs, ldb: positions, beta: 0,
                                    c: patches, ldc: positions)
                            }
                            geometry.col2im(patches, addingTo: dx + image * inputs)
                        }
                    } else {
                        Scalar.gemm(
                            transposeA: false, transposeB: false, m: outputs.rows, n: columns, k: rows, alpha: 1,
                            a: dy, lda: rows, b: weight, ldb: columns, beta: 0, c: dx, ldc: columns)
                    }
                }
            }
        }
        return result
    }
}
