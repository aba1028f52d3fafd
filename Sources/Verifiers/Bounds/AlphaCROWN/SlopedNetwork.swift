import LinearAlgebra
import Networks

/// The network around one query in single precision, as the ascent on lower slopes sees it: neurons that are surely off are
/// left out, the others have their lines.
///
/// What is computed here guides the ascent and is never a proof.
struct SlopedNetwork {
    /// W restricted to the pre-activations and values that are kept.
    struct Term {
        let source: Int
        let matrix: SlopedMatrix
    }

    /// What a stage does with the pre-activations that it keeps; lines as in `Relaxation`.
    enum Lines {
        case identity
        /// Of every kept neuron: the upper line, and whether its lower slope is free, which else is 1.
        case relu(slope: [Float], intercept: [Float], isOpen: [Bool])
        case maxPool(lowerInput: [Int], upperInput: [Int?], upperConstant: [Float])
    }

    struct Stage {
        let terms: [Term]
        /// Of the kept pre-activations.
        let bias: [Float]
        let lines: Lines
        /// The kept pre-activations, ascending.
        let neurons: [Int]
        /// Number of values that are kept.
        let width: Int
    }

    /// Every stage up to the logits; the first is the input.
    let stages: [Stage]

    /// - Parameter layers: with the bounds and relaxations of all stages below the logits.
    /// - Complexity: one pass over the matrices.
    init(_ layers: LayerwiseBounds) {
        let network = layers.network
        var stages = [Stage]()
        // Per stage: where its values stand among those kept.
        var places = [[Int32]]()
        for (index, stage) in network.stages.enumerated() {
            let relaxation = index < layers.relaxations.count ? layers.relaxations[index] : .identity
            let neurons = Self.kept(stage, relaxation)
            let terms = stage.terms.map { term in
                Term(
                    source: term.source,
                    matrix: SlopedMatrix(
                        term.matrix, rows: neurons, places: places[term.source], width: stages[term.source].width))
            }
            let isReLU = stage.isReLU && index > 0
            let width = isReLU ? neurons.count : stage.width
            stages.append(
                Stage(
                    terms: terms, bias: index == 0 ? [] : neurons.map { Float(stage.bias[$0]) },
                    lines: Lines(relaxation, neurons), neurons: neurons, width: width))
            var place = [Int32](repeating: -1, count: stage.width)
            if isReLU {
                for (position, neuron) in neurons.enumerated() { place[neuron] = Int32(position) }
            } else {
                place = (0..<stage.width).map { Int32($0) }
            }
            places.append(place)
        }
        self.stages = stages
    }

    private static func kept(_ stage: LoweredNetwork.Stage, _ relaxation: Relaxation) -> [Int] {
        guard case .relu(_, let upperSlope, let upperIntercept) = relaxation else {
            return Array(0..<stage.preActivations)
        }
        return upperSlope.indices.filter { upperSlope[$0] > 0 || upperIntercept[$0] > 0 }
    }
}

extension SlopedNetwork.Lines {
    fileprivate init(_ relaxation: Relaxation, _ neurons: [Int]) {
        switch relaxation {
        case .identity: self = .identity
        case .relu(_, let upperSlope, let upperIntercept):
            self = .relu(
                slope: neurons.map { Float(upperSlope[$0]) }, intercept: neurons.map { Float(upperIntercept[$0]) },
                isOpen: neurons.map { upperIntercept[$0] > 0 })
        case .maxPool(let lowerInput, let upperInput, let upperConstant):
            self = .maxPool(
                lowerInput: lowerInput, upperInput: upperInput, upperConstant: upperConstant.map { Float($0) })
        }
    }
}

/// A matrix in single precision, dense or by its entries.
enum SlopedMatrix {
    case dense(Matrix<Float>)
    /// Per row its entries, and the number of columns.
    case sparse(starts: [Int], columns: [Int32], values: [Float], width: Int)

    /// - Parameters:
    ///   - rows: those that are kept.
    ///   - places: per column where it stands among those kept; negative where it is not.
    ///   - width: number of columns kept.
    init(_ matrix: AffineMatrix, rows: [Int], places: [Int32], width: Int) {
        switch matrix {
        case .dense(let dense): self = .dense(Self.selected(dense, rows, places, width))
        case .sparse(let sparse):
            var (starts, columns, values) = ([0], [Int32](), [Float]())
            for row in rows {
                for position in sparse.rowStarts[row]..<sparse.rowStarts[row + 1] {
                    let place = places[Int(sparse.columnIndices[position])]
                    guard place >= 0 else { continue }
                    columns.append(place)
                    values.append(Float(sparse.values[position]))
                }
                starts.append(columns.count)
            }
            self = .sparse(starts: starts, columns: columns, values: values, width: width)
        }
    }

    private static func selected(
        _ matrix: Matrix<Double>, _ rows: [Int], _ places: [Int32], _ width: Int
    ) -> Matrix<Float> {
        let columns = places.indices.filter { places[$0] >= 0 }
        var result = Matrix<Float>(rows: rows.count, columns: width)
        result.elements.withUnsafeMutableBufferPointer { result in
            matrix.elements.withUnsafeBufferPointer { elements in
                columns.withUnsafeBufferPointer { columns in
                    for (position, row) in rows.enumerated() {
                        let (from, to) = (row * matrix.columns, position * width)
                        if columns.count == matrix.columns {
                            for column in 0..<width { result[to + column] = Float(elements[from + column]) }
                        } else {
                            for column in columns.indices {
                                result[to + column] = Float(elements[from + columns[column]])
                            }
                        }
                    }
                }
            }
        }
        return result
    }

    /// target += M · operand.
    func accumulate(_ operand: Matrix<Float>, into target: inout Matrix<Float>) {
        switch self {
        case .dense(let matrix): matrix.accumulate(operand, transposed: false, into: &target)
        case .sparse(let starts, let columns, let values, _):
            Self.forEachEntry(starts, columns, values, operand, &target) { $0.update($1, $2, row: $3, column: $4) }
        }
    }

    /// target += Mᵀ · operand.
    func accumulateTransposed(_ operand: Matrix<Float>, into target: inout Matrix<Float>) {
        switch self {
        case .dense(let matrix): matrix.accumulate(operand, transposed: true, into: &target)
        case .sparse(let starts, let columns, let values, _):
            Self.forEachEntry(starts, columns, values, operand, &target) { $0.update($1, $2, row: $4, column: $3) }
        }
    }

    /// Rows of `width` numbers of a target and an operand.
    private struct Blocks {
        let target: UnsafeMutablePointer<Float>
        let operand: UnsafePointer<Float>

        /// target[row] += value · operand[column].
        @inline(__always)
        func update(_ value: Float, _ width: Int, row: Int, column: Int) {
            let (to, from) = (target + row * width, operand + column * width)
            for index in 0..<width { to[index] += value * from[index] }
        }
    }

    @inline(__always)
    private static func forEachEntry(
        _ starts: [Int], _ columns: [Int32], _ values: [Float], _ operand: Matrix<Float>,
        _ target: inout Matrix<Float>, _ body: (Blocks, Float, Int, Int, Int) -> Void
    ) {
        let width = operand.columns
        precondition(target.columns == width, "blocks of \(target.columns) and \(width) columns")
        target.elements.withUnsafeMutableBufferPointer { target in
            operand.elements.withUnsafeBufferPointer { operand in
                guard let target = target.baseAddress, let operand = operand.baseAddress else { return }
                let blocks = Blocks(target: target, operand: operand)
                for row in 0..<starts.count - 1 {
                    for position in starts[row]..<starts[row + 1] {
                        body(blocks, values[position], width, row, Int(columns[position]))
                    }
                }
            }
        }
    }
}

extension Matrix<Float> {
    /// target += op(self) · operand.
    fileprivate func accumulate(_ operand: Matrix<Float>, transposed: Bool, into target: inout Matrix<Float>) {
        precondition(
            operand.rows == (transposed ? rows : columns) && target.rows == (transposed ? columns : rows)
                && operand.columns == target.columns, "operands do not fit a \(rows) × \(columns) matrix")
        guard rows > 0, columns > 0, operand.columns > 0 else { return }
        target.elements.withUnsafeMutableBufferPointer { result in
            guard let address = result.baseAddress else { return }
            Float.gemm(
                transposeA: transposed, transposeB: false, m: target.rows, n: operand.columns, k: operand.rows,
                alpha: 1, a: elements, lda: columns, b: operand.elements, ldb: operand.columns, beta: 1, c: address,
                ldc: operand.columns)
        }
    }
}
