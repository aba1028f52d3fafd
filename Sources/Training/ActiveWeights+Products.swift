import LinearAlgebra

/// Products with the rows of a layer above, inside their receptive field: at every position seen, the block of what its
/// taps read. A field with one position in this layer reads all there is, in order: its block is the whole.
extension ActiveWeights {
    /// Gⱼᵀ · values: coefficients on this layer's active neurons become coefficients on those of the layer below.
    ///
    /// - Parameters:
    ///   - values: coefficients × rows.
    ///   - number: of this layer, j.
    ///   - width: number of rows.
    @inline(__always)
    func lowered(_ values: [Scalar], in field: ReceptiveFields.Field, _ number: Int, width: Int) -> [Scalar] {
        let above = rows.starts(of: field.positions[number])
        let below = columns.starts(of: field.positions[number - 1])
        var result = [Scalar](repeating: 0, count: below[below.count - 1] * width)
        withElements(self.values, values, &result) { weights, values, result in
            forEachBlock(field.positions[number], above, width) { place, position, rows, block in
                Scalar.gemm(
                    transposeA: true, transposeB: false, m: widths[position], n: width, k: rows, alpha: 1,
                    a: weights + starts[position], lda: widths[position], b: values + above[place] * width, ldb: width,
                    beta: 0, c: block ?? result, ldc: width)
                guard var source = block else { return }
                for read in field.reads[number][place] {
                    let target = result + below[read] * width
                    let count = (below[read + 1] - below[read]) * width
                    for index in 0..<count { target[index] += source[index] }
                    source += count
                }
            }
        }
        return result
    }

    /// The reverse of `lowered`: derivatives by its result become those by `values`.
    @inline(__always)
    func raised(_ derivatives: [Scalar], in field: ReceptiveFields.Field, _ number: Int, width: Int) -> [Scalar] {
        let above = rows.starts(of: field.positions[number])
        var result = [Scalar](repeating: 0, count: above[above.count - 1] * width)
        withElements(self.values, derivatives, &result) { weights, derivatives, result in
            forEachReadBlock(derivatives, field, number, above, width) { place, position, rows, block in
                Scalar.gemm(
                    transposeA: false, transposeB: false, m: rows, n: width, k: widths[position], alpha: 1,
                    a: weights + starts[position], lda: widths[position], b: block, ldb: width, beta: 0,
                    c: result + above[place] * width, ldc: width)
            }
        }
        return result
    }

    /// Adds the derivatives by Gⱼ, given those by the result of `lowered`, to `sum`, which is as long as all matrices.
    @inline(__always)
    func addDerivatives(
        _ derivatives: [Scalar], values: [Scalar], in field: ReceptiveFields.Field, _ number: Int, width: Int,
        to sum: inout [Scalar]
    ) {
        let above = rows.starts(of: field.positions[number])
        withElements(values, derivatives, &sum) { values, derivatives, sum in
            forEachReadBlock(derivatives, field, number, above, width) { place, position, rows, block in
                Scalar.gemm(
                    transposeA: false, transposeB: true, m: rows, n: widths[position], k: width, alpha: 1,
                    a: values + above[place] * width, lda: width, b: block, ldb: width, beta: 1,
                    c: sum + starts[position], ldc: widths[position])
            }
        }
    }

    /// Calls `body(place, position, rows, block)` for every position seen that has active channels, `rows` of them, and
    /// reads active neurons; `block` has room for what it reads, and is `nil` for a single position.
    @inline(__always)
    private func forEachBlock(
        _ positions: [Int], _ above: [Int], _ width: Int,
        _ body: (_ place: Int, _ position: Int, _ rows: Int, _ block: UnsafeMutablePointer<Scalar>?) -> Void
    ) {
        let isWhole = positions.count == 1
        let largest = isWhole ? 0 : positions.reduce(0) { max($0, widths[$1]) }
        withUnsafeTemporaryAllocation(of: Scalar.self, capacity: largest * width) { block in
            for (place, position) in positions.enumerated() {
                let count = above[place + 1] - above[place]
                guard count > 0, widths[position] > 0 else { continue }
                body(place, position, count, isWhole ? nil : block.baseAddress)
            }
        }
    }

    /// As `forEachBlock`, with what every position reads of `source`, coefficients on the layer below, in the block.
    @inline(__always)
    private func forEachReadBlock(
        _ source: UnsafePointer<Scalar>, _ field: ReceptiveFields.Field, _ number: Int, _ above: [Int], _ width: Int,
        _ body: (_ place: Int, _ position: Int, _ rows: Int, _ block: UnsafePointer<Scalar>) -> Void
    ) {
        let below = columns.starts(of: field.positions[number - 1])
        forEachBlock(field.positions[number], above, width) { place, position, rows, block in
            if var target = block {
                for read in field.reads[number][place] {
                    let count = (below[read + 1] - below[read]) * width
                    target.update(from: source + below[read] * width, count: count)
                    target += count
                }
            }
            body(place, position, rows, block.map { UnsafePointer($0) } ?? source)
        }
    }
}
