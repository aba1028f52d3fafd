import LinearAlgebra

/// The matrix of an affine map, dense for most linear layers and sparse for convolutions, poolings and residual additions, and where nearly
/// all weights are 0.
public enum AffineMatrix: Sendable {
    case dense(Matrix<Double>)
    case sparse(SparseMatrix)

    public var rows: Int {
        switch self {
        case .dense(let matrix): matrix.rows
        case .sparse(let matrix): matrix.rows
        }
    }

    public var columns: Int {
        switch self {
        case .dense(let matrix): matrix.columns
        case .sparse(let matrix): matrix.columns
        }
    }

    /// The largest number of non-zero entries in a row.
    public var fanIn: Int {
        switch self {
        case .dense(let matrix): matrix.columns
        case .sparse(let matrix): matrix.maximumEntriesPerRow
        }
    }

    /// Σⱼ |Mᵢⱼ| per row i.
    public var rowMagnitudes: [Double] {
        switch self {
        case .dense(let matrix):
            (0..<matrix.rows).map { row in
                matrix.elements[row * matrix.columns..<(row + 1) * matrix.columns].reduce(0) { $0 + abs($1) }
            }
        case .sparse(let matrix):
            (0..<matrix.rows).map { row in
                matrix.values[matrix.rowStarts[row]..<matrix.rowStarts[row + 1]].reduce(0) { $0 + abs($1) }
            }
        }
    }

    /// The (column, value) pairs of row `row`; of a dense matrix, its non-zero ones.
    public func entries(ofRow row: Int) -> [(column: Int, value: Double)] {
        switch self {
        case .dense(let matrix):
            (0..<matrix.columns).compactMap { column in
                let value = matrix[row, column]
                return value == 0 ? nil : (column, value)
            }
        case .sparse(let matrix): matrix.entries(ofRow: row)
        }
    }
}

/// A network as verifiers see it: stages z = Σ Wₛ hₛ + b followed by an activation, in double precision.
///
/// Stage 0 is the input (h₀ = x'). Every later stage takes values h of earlier stages and yields its own; the last one
/// has the identity for activation and yields the logits. Lowering is exact: no two matrices are multiplied, an affine
/// map after another becomes a stage with the identity.
public struct LoweredNetwork: Sendable {
    /// What a stage does with its pre-activations.
    public enum Activation: Sendable {
        case identity
        case relu
        /// Output i is the maximum of the pre-activations that window i names.
        case maxPool(windows: [[Int]])
    }

    /// One contribution W hₛ to the pre-activations of a stage.
    public struct Term: Sendable {
        /// Index of the stage whose values are read.
        public let source: Int
        public let matrix: AffineMatrix
        /// Σⱼ |Wᵢⱼ| per row.
        public let rowMagnitudes: [Double]
        /// W transposed, for dense matrices: backward substitution starts from it.
        public let transposed: Matrix<Double>?
        /// W in blocks: what backward substitution multiplies with.
        public let blocks: BlockedMatrix
        /// Wᵀ in blocks, without fields: it starts from there, and interval arithmetic multiplies with them.
        public let transposedBlocks: BlockedMatrix

        /// - Parameter planes: pixels per channel of the values and of the pre-activations, where W is a convolution.
        init(source: Int, matrix: AffineMatrix, planes: (values: Int, preActivations: Int)? = nil) {
            self.source = source
            self.matrix = matrix
            switch matrix {
            case .dense(let dense):
                let transposed = dense.transposed
                (blocks, transposedBlocks) = (BlockedMatrix(dense), BlockedMatrix(transposed))
                self.transposed = transposed
            case .sparse(let sparse):
                blocks = BlockedMatrix(sparse, plane: planes?.values)
                transposedBlocks = BlockedMatrix(transposing: sparse, plane: planes?.preActivations)
                transposed = nil
            }
            rowMagnitudes = matrix.rowMagnitudes
        }

        /// The same map of the values of another stage.
        func reading(_ source: Int) -> Term { Term(source, self) }

        private init(_ source: Int, _ term: Term) {
            self.source = source
            (matrix, rowMagnitudes, transposed) = (term.matrix, term.rowMagnitudes, term.transposed)
            (blocks, transposedBlocks) = (term.blocks, term.transposedBlocks)
        }
    }

    /// z = Σ W hₛ + b and its activation.
    public struct Stage: Sendable {
        public let terms: [Term]
        public let bias: [Double]
        public let activation: Activation
        /// Number of values h.
        public let width: Int

        /// Number of pre-activations z.
        public var preActivations: Int { bias.count }
        public var isReLU: Bool { if case .relu = activation { true } else { false } }

        /// Whether every pre-activation reads few of the values before it, as in a convolution.
        public var isLocal: Bool { terms.allSatisfy { if case .sparse = $0.matrix { true } else { false } } }
        /// Additions that one pre-activation sums up, bias included.
        public var fanIn: Int { terms.reduce(1) { $0 + $1.matrix.fanIn } }
    }

    public let stages: [Stage]
    /// Whether the network is of ordinary scales: every stage reads one other through one matrix, values are magnified so little
    /// that a point's margin in double precision is off by far less than 1, and no product of its weights comes near underflow.
    public let hasOrdinaryScales: Bool

    init(stages: [Stage]) {
        self.stages = stages
        hasOrdinaryScales = Self.haveOrdinaryScales(stages)
    }

    public var inputCount: Int { stages[0].width }
    public var classCount: Int { stages[stages.count - 1].width }
    /// Index of the logits.
    public var outputStage: Int { stages.count - 1 }
    /// Indices of the stages with ReLUs, in order: the hidden layers of measurements.
    public var reluStages: [Int] { stages.indices.filter { stages[$0].isReLU } }
    /// More additions than any value that backward substitution computes is made of.
    public var roundingCount: Int { stages.reduce(64) { $0 + $1.fanIn + 2 * $1.preActivations + $1.width } }
}
