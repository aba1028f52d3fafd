import LinearAlgebra
import Networks
import Questions

/// Rows of a Jacobian ∂/∂x' in double precision, with what is known of each in the dual norm.
struct JacobianRows: Sendable {
    /// The values that have rows, ascending; `nil`: all. The others do not depend on the inputs.
    var kept: [Int]?
    /// Kept values × inputs.
    var matrix: Matrix<Double>
    /// Upper bounds on the norms of the rows as they stand.
    var norms: [Double]
    /// Upper bounds on the norms of their errors.
    var error: [Double]
    /// Rows that are surely zero, without an error.
    var isZero: [Bool]

    /// The given rows of these, which stand for all values.
    func keeping(_ rows: [Int]) -> JacobianRows {
        JacobianRows(
            kept: rows, matrix: matrix.selectingRows(rows), norms: rows.map { norms[$0] },
            error: rows.map { error[$0] }, isZero: rows.map { isZero[$0] })
    }
}

/// The product of a stage's matrices with the Jacobians that it reads: the rows of its pre-activations.
///
/// With carried = error + γ‖row‖ per row that is read, a row Σⱼ wⱼ Jⱼ of the product is off by at most Σⱼ |wⱼ| carriedⱼ in the
/// norm, and by what its products lose to underflow.
struct JacobianProduct {
    private let stage: LoweredNetwork.Stage
    private let dual: Norm
    private let inputs: Int
    private var matrix: Matrix<Double>
    private var error: [Double]
    private var isZero: [Bool]

    private init(_ stage: LoweredNetwork.Stage, _ dual: Norm, inputs: Int) {
        self.stage = stage
        self.dual = dual
        self.inputs = inputs
        matrix = Matrix(rows: 0, columns: inputs)
        error = [Double](repeating: 0, count: stage.preActivations)
        isZero = [Bool](repeating: true, count: stage.preActivations)
    }

    /// - Parameter jacobians: of the values of every stage before; `nil` is the identity.
    /// - Complexity: one product of every matrix, its columns of kept values only, with their rows.
    static func rows(
        of stage: LoweredNetwork.Stage, _ jacobians: [JacobianRows?], dual: Norm, inputs: Int
    ) -> JacobianRows {
        var product = JacobianProduct(stage, dual, inputs: inputs)
        for (position, term) in stage.terms.enumerated() {
            if let source = jacobians[term.source] {
                product.add(term.matrix, source)
            } else {
                product.addInputs(term.matrix, isAlone: position == 0 && stage.terms.count == 1)
            }
        }
        product.makeRoom()
        return JacobianRows(
            kept: nil, matrix: product.matrix, norms: dual.upperBounds(ofRows: product.matrix),
            error: product.error.map { $0 * (1 + 1e-9) }, isZero: product.isZero)
    }

    private var gamma: Double { Rounding.gamma(stage.fanIn + inputs) }

    /// The sum so far is zero where nothing was added.
    private mutating func makeRoom() {
        if matrix.rows == 0 { matrix = Matrix(rows: stage.preActivations, columns: inputs) }
    }

    /// What reads the inputs is exact by itself; added to other terms, it is rounded with them.
    private mutating func addInputs(_ weights: AffineMatrix, isAlone: Bool) {
        let rows = isAlone ? [] : dual.upperBounds(ofRows: weights.asDense)
        for row in rows.indices { error[row] += gamma * rows[row] }
        for row in isZero.indices where isZero[row] { isZero[row] = weights.entries(ofRow: row).isEmpty }
        if isAlone {
            matrix = weights.asDense
        } else {
            makeRoom()
            let dense = weights.asDense
            for index in matrix.elements.indices { matrix.elements[index] += dense.elements[index] }
        }
    }

    private mutating func add(_ weights: AffineMatrix, _ source: JacobianRows) {
        let carried = source.norms.indices.map { source.error[$0] + gamma * source.norms[$0] }
        // Each of the row's entries may lose every one of its products to underflow.
        let lost = Rounding.underflow(inputs * (stage.fanIn + 8))
        switch weights {
        case .dense(let dense):
            let columns = source.kept.map { dense.selectingColumns($0) } ?? dense
            noteErrors(columns, carried, lost, source)
            accumulate(columns, source.matrix)
        case .sparse(let sparse): add(sparse, source, carried, lost)
        }
    }

    private mutating func noteErrors(
        _ weights: Matrix<Double>, _ carried: [Double], _ lost: Double, _ source: JacobianRows
    ) {
        weights.elements.withUnsafeBufferPointer { elements in
            carried.withUnsafeBufferPointer { carried in
                for row in error.indices {
                    let start = row * weights.columns
                    let entries = UnsafeBufferPointer(rebasing: elements[start..<start + weights.columns])
                    guard entries.indices.contains(where: { entries[$0] != 0 && !source.isZero[$0] }) else { continue }
                    error[row] += LaneSums.magnitudes(entries, carried) + lost
                    isZero[row] = false
                }
            }
        }
    }

    /// matrix += weights · rows.
    private mutating func accumulate(_ weights: Matrix<Double>, _ rows: Matrix<Double>) {
        let isFirst = matrix.rows == 0
        makeRoom()
        guard weights.columns > 0, inputs > 0, matrix.rows > 0 else { return }
        matrix.elements.withUnsafeMutableBufferPointer { target in
            guard let address = target.baseAddress else { return }
            Double.gemm(
                transposeA: false, transposeB: false, m: weights.rows, n: inputs, k: weights.columns, alpha: 1,
                a: weights.elements, lda: weights.columns, b: rows.elements, ldb: inputs, beta: isFirst ? 0 : 1,
                c: address, ldc: inputs)
        }
    }

    private mutating func add(
        _ weights: SparseMatrix, _ source: JacobianRows, _ carried: [Double], _ lost: Double
    ) {
        makeRoom()
        var places = [Int](repeating: -1, count: weights.columns)
        for (place, value) in (source.kept ?? Array(0..<weights.columns)).enumerated() { places[value] = place }
        let width = inputs
        matrix.elements.withUnsafeMutableBufferPointer { sum in
            source.matrix.elements.withUnsafeBufferPointer { rows in
                guard let sum = sum.baseAddress, let rows = rows.baseAddress else { return }
                for row in 0..<weights.rows {
                    var errors = 0.0
                    var reads = false
                    for position in weights.rowStarts[row]..<weights.rowStarts[row + 1] {
                        let place = places[Int(weights.columnIndices[position])]
                        guard place >= 0, !source.isZero[place] else { continue }
                        let value = weights.values[position]
                        reads = true
                        errors += abs(value) * carried[place]
                        let (from, target) = (rows + place * width, sum + row * width)
                        for column in 0..<width { target[column] += value * from[column] }
                    }
                    guard reads else { continue }
                    error[row] += errors + lost
                    isZero[row] = false
                }
            }
        }
    }
}

extension AffineMatrix {
    /// The matrix with its zeros.
    var asDense: Matrix<Double> {
        switch self {
        case .dense(let matrix): return matrix
        case .sparse(let sparse):
            var dense = Matrix<Double>(rows: sparse.rows, columns: sparse.columns)
            for row in 0..<sparse.rows {
                for position in sparse.rowStarts[row]..<sparse.rowStarts[row + 1] {
                    dense[row, Int(sparse.columnIndices[position])] += sparse.values[position]
                }
            }
            return dense
        }
    }
}

extension Matrix<Double> {
    /// The matrix whose columns are the given columns of this one, in that order.
    fileprivate func selectingColumns(_ indices: [Int]) -> Matrix {
        var result = [Double](repeating: 0, count: rows * indices.count)
        result.withUnsafeMutableBufferPointer { result in
            elements.withUnsafeBufferPointer { elements in
                indices.withUnsafeBufferPointer { indices in
                    var place = 0
                    for row in 0..<rows {
                        let start = row * columns
                        for index in indices {
                            result[place] = elements[start + index]
                            place += 1
                        }
                    }
                }
            }
        }
        return Matrix(rows: rows, columns: indices.count, elements: result)
    }
}
