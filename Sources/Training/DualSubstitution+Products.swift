import LinearAlgebra

extension DualSubstitution {
    /// Rows and columns of a layer's weight; `nil` is all columns.
    func product(_ number: Int, rows: [Int], columns: [Int]?) -> [Scalar] {
        let layer = layers[number - 1]
        var result = [Scalar]()
        result.reserveCapacity(rows.count * (columns?.count ?? layer.columns))
        for row in rows {
            let start = layer.start + row * layer.columns
            if let columns {
                for column in columns { result.append(parameters[start + column]) }
            } else {
                result.append(contentsOf: parameters[start..<start + layer.columns])
            }
        }
        return result
    }

    /// Adds the derivatives by the products to those of the weights they were taken from.
    func scatter(_ onProducts: [[Scalar]], active: [[Int]?], into gradient: inout [Scalar]) {
        for number in 1..<layers.count {
            let layer = layers[number - 1]
            let rows = active[number] ?? []
            let columns = active[number - 1]
            let width = columns?.count ?? layer.columns
            for (position, row) in rows.enumerated() {
                let start = layer.start + row * layer.columns
                let source = position * width
                if let columns {
                    for (place, column) in columns.enumerated() {
                        gradient[start + column] += onProducts[number][source + place]
                    }
                } else {
                    Self.add(onProducts[number], from: source, count: width, to: &gradient, at: start)
                }
            }
        }
    }

    /// op(matrix) · other, `rows × inner` times `inner × columns`.
    @inline(__always)
    static func product(
        _ matrix: [Scalar], transposed: Bool, rows: Int, inner: Int, columns: Int, _ other: [Scalar]
    ) -> [Scalar] {
        guard rows > 0, columns > 0, inner > 0 else { return [Scalar](repeating: 0, count: rows * columns) }
        return [Scalar](unsafeUninitializedCapacity: rows * columns) { buffer, count in
            guard let result = buffer.baseAddress else { return }
            Scalar.gemm(
                transposeA: transposed, transposeB: false, m: rows, n: columns, k: inner, alpha: 1, a: matrix,
                lda: transposed ? rows : inner, b: other, ldb: columns, beta: 0, c: result, ldc: columns)
            count = rows * columns
        }
    }

    /// result += a · bᵀ for a: `rows × inner` and b: `columns × inner`.
    @inline(__always)
    static func addOuterProduct(
        _ a: [Scalar], _ b: [Scalar], rows: Int, columns: Int, inner: Int, to result: inout [Scalar]
    ) {
        guard rows > 0, columns > 0, inner > 0 else { return }
        result.withUnsafeMutableBufferPointer { result in
            guard let result = result.baseAddress else { return }
            Scalar.gemm(
                transposeA: false, transposeB: true, m: rows, n: columns, k: inner, alpha: 1, a: a, lda: inner, b: b,
                ldb: inner, beta: 1, c: result, ldc: columns)
        }
    }

    /// target[at…] += source[from..<from + count].
    @inline(__always)
    static func add(_ source: [Scalar], from: Int, count: Int, to target: inout [Scalar], at: Int) {
        source.withUnsafeBufferPointer { source in
            target.withUnsafeMutableBufferPointer { target in
                for index in 0..<count { target[at + index] += source[from + index] }
            }
        }
    }
}
