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
        withElements(parameters, inputs.elements, &result.elements) { parameters, x, y in
            let weight = parameters + start
            if let geometry {
                let positions = geometry.positions
                forEachImage(inputs.rows, of: x, geometry) { image, patches in
                    Scalar.gemm(
                        transposeA: false, transposeB: false, m: rows, n: positions, k: columns, alpha: 1, a: weight,
                        lda: columns, b: patches, ldb: positions, beta: 0, c: y + image * outputs, ldc: positions)
                }
            } else {
                Scalar.gemm(
                    transposeA: false, transposeB: true, m: inputs.rows, n: rows, k: columns, alpha: 1, a: x,
                    lda: columns, b: weight, ldb: columns, beta: 0, c: y, ldc: rows)
            }
            guard withBias else { return }
            forEachChannel(inputs.rows) { row, place, count in
                let bias = weight[rows * columns + row]
                for entry in place..<place + count { y[entry] += bias }
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
        withElements(outputs.elements, inputs.elements, &gradient) { dy, x, gradient in
            let weight = gradient + start
            if let geometry {
                let positions = geometry.positions
                forEachImage(inputs.rows, of: x, geometry) { image, patches in
                    Scalar.gemm(
                        transposeA: false, transposeB: true, m: rows, n: columns, k: positions, alpha: 1,
                        a: dy + image * self.outputs, lda: positions, b: patches, ldb: positions, beta: 1, c: weight,
                        ldc: columns)
                }
            } else {
                Scalar.gemm(
                    transposeA: true, transposeB: false, m: rows, n: columns, k: inputs.rows, alpha: 1, a: dy,
                    lda: rows, b: x, ldb: columns, beta: 1, c: weight, ldc: columns)
            }
            guard withBias else { return }
            forEachChannel(inputs.rows) { row, place, count in
                var sum: Scalar = 0
                for entry in place..<place + count { sum += dy[entry] }
                weight[rows * columns + row] += sum
            }
        }
    }

    /// Wᵀ dy for every row dy of `outputs`: the derivatives by the inputs.
    @_specialize(where Scalar == Float)
    @_specialize(where Scalar == Double)
    func pullback<Scalar: BLASScalar>(_ outputs: Matrix<Scalar>, _ parameters: [Scalar]) -> Matrix<Scalar> {
        var result = Matrix<Scalar>(rows: outputs.rows, columns: inputs)
        withElements(parameters, outputs.elements, &result.elements) { parameters, dy, dx in
            let weight = parameters + start
            guard let geometry else {
                return Scalar.gemm(
                    transposeA: false, transposeB: false, m: outputs.rows, n: columns, k: rows, alpha: 1, a: dy,
                    lda: rows, b: weight, ldb: columns, beta: 0, c: dx, ldc: columns)
            }
            let positions = geometry.positions
            withPatches(geometry) { patches in
                for image in 0..<outputs.rows {
                    Scalar.gemm(
                        transposeA: true, transposeB: false, m: columns, n: positions, k: rows, alpha: 1, a: weight,
                        lda: columns, b: dy + image * self.outputs, ldb: positions, beta: 0, c: patches, ldc: positions)
                    geometry.col2im(patches, addingTo: dx + image * inputs)
                }
            }
        }
        return result
    }

    // MARK: Loops

    /// Calls `body` with room for one unfolded image, zeros at first.
    @inline(__always)
    private func withPatches<Scalar: BLASScalar>(
        _ geometry: ConvolutionGeometry, _ body: (UnsafeMutablePointer<Scalar>) -> Void
    ) {
        var patches = [Scalar](repeating: 0, count: columns * geometry.positions)
        patches.withUnsafeMutableBufferPointer { patches in
            if let patches = patches.baseAddress { body(patches) }
        }
    }

    /// Calls `body(image, patches)` for every one of `count` images, unfolded.
    @inline(__always)
    private func forEachImage<Scalar: BLASScalar>(
        _ count: Int, of images: UnsafePointer<Scalar>, _ geometry: ConvolutionGeometry,
        _ body: (Int, UnsafePointer<Scalar>) -> Void
    ) {
        withPatches(geometry) { patches in
            for image in 0..<count {
                geometry.im2col(images + image * inputs, into: patches)
                body(image, patches)
            }
        }
    }

    /// Calls `body(row, place, count)` for every row or channel of every image: its `count` outputs lie from `place` on.
    @inline(__always)
    private func forEachChannel(_ images: Int, _ body: (_ row: Int, _ place: Int, _ count: Int) -> Void) {
        let positions = geometry?.positions ?? 1
        for image in 0..<images {
            for row in 0..<rows { body(row, image * outputs + row * positions, positions) }
        }
    }
}
