import LinearAlgebra
import Networks

/// Enclosures m ± r of the gradients of linear functions of the logits over a whole set, from the logits downwards.
///
/// λ = Wᵀ μ on values; on pre-activations μ = λ where a ReLU is surely on, 0 where it is surely off, and anything between 0 and λ
/// where neither is sure. Of a pooling window, whatever input may be the maximum has a share of λ between 0 and λ.
///
/// A function that is affine on finitely many pieces changes along a segment by the integral of such gradients, also where it
/// has none.
struct GradientBounds: Sendable {
    private let network: LoweredNetwork
    /// |W| of every term of every stage.
    private let magnitudes: [[AffineMatrix]]

    /// - Complexity: one pass over all matrices.
    init(_ network: LoweredNetwork) {
        self.network = network
        magnitudes = network.stages.map { $0.terms.map(\.matrix.magnitudes) }
    }

    /// The gradients of the columns of `objectives` (logits × objectives, whole numbers) over the set that `bounds` hold on.
    ///
    /// - Complexity: two products of every matrix with the objectives.
    func enclosure(of objectives: Matrix<Double>, within bounds: NetworkBounds) -> GradientEnclosure {
        var pending = [GradientEnclosure?](repeating: nil, count: network.stages.count)
        pass(GradientEnclosure(exact: objectives), through: network.outputStage, &pending)
        for stage in (1..<max(network.outputStage, 1)).reversed() {
            guard let lambda = pending[stage] else { continue }
            pending[stage] = nil
            pass(relaxed(lambda, stage, bounds.stages[stage]), through: stage, &pending)
        }
        return pending[0] ?? GradientEnclosure(rows: network.inputCount, columns: objectives.columns)
    }

    /// From pre-activations of a stage to the values that it reads.
    private func pass(_ mu: GradientEnclosure, through index: Int, _ pending: inout [GradientEnclosure?]) {
        let stage = network.stages[index]
        // Twice the error of a sum of so many terms covers that of the radii themselves.
        let gamma = 2 * Rounding.gamma(stage.preActivations + 8)
        let floor = Rounding.underflow(stage.preActivations) * 2
        let spread = mu.spread(gamma)
        for (term, magnitude) in zip(stage.terms, magnitudes[index]) {
            let next = GradientEnclosure(
                centre: term.matrix.transposedTimes(mu.centre),
                radius: magnitude.transposedTimes(spread), floor: floor)
            pending[term.source] = pending[term.source]?.plus(next) ?? next
        }
    }

    /// From values of a stage to its pre-activations.
    private func relaxed(_ lambda: GradientEnclosure, _ index: Int, _ pre: StageBounds) -> GradientEnclosure {
        switch network.stages[index].activation {
        case .identity: return lambda
        case .relu:
            var mu = lambda
            for neuron in pre.lower.indices {
                switch pre.state(neuron) {
                case .active: continue
                case .inactive: mu.clear(neuron)
                case .unstable: mu.shareWithZero(neuron)
                }
            }
            return mu
        case .maxPool(let windows): return pooled(lambda, windows, pre)
        }
    }

    private func pooled(_ lambda: GradientEnclosure, _ windows: [[Int]], _ pre: StageBounds) -> GradientEnclosure {
        var shared = lambda
        for window in windows.indices { shared.shareWithZero(window) }
        var mu = GradientEnclosure(rows: pre.lower.count, columns: lambda.columns)
        for (output, window) in windows.enumerated() {
            let best = window.dropFirst().reduce(window[0]) { pre.lower[$0] < pre.lower[$1] ? $1 : $0 }
            let open = window.filter { $0 == best || pre.upper[$0] > pre.lower[best] }
            for input in open { mu.add(output, of: open.count == 1 ? lambda : shared, to: input) }
        }
        return mu
    }
}

/// Matrices (values × objectives) of centres and radii: what is enclosed lies within a radius of its centre.
struct GradientEnclosure: Sendable {
    private(set) var centre: Matrix<Double>
    private var radius: Matrix<Double>

    var columns: Int { centre.columns }

    /// Zeros.
    init(rows: Int, columns: Int) { self.init(exact: Matrix(rows: rows, columns: columns)) }

    init(exact centre: Matrix<Double>) {
        self.centre = centre
        radius = Matrix(rows: centre.rows, columns: centre.columns)
    }

    fileprivate init(centre: Matrix<Double>, radius: Matrix<Double>, floor: Double) {
        self.centre = centre
        self.radius = radius
        for index in radius.elements.indices { self.radius.elements[index] = (radius.elements[index] + floor).nextUp }
    }

    /// The interval of every row of one column.
    func column(_ column: Int) -> [(lower: Double, upper: Double)] {
        (0..<centre.rows).map { row in interval(row * columns + column) }
    }

    private func interval(_ index: Int) -> (lower: Double, upper: Double) {
        let (middle, reach) = (centre.elements[index], radius.elements[index])
        guard middle.isFinite, reach.isFinite else { return (-.infinity, .infinity) }
        return ((middle - reach).nextDown, (middle + reach).nextUp)
    }

    /// r + γ (|m| + r), of which a product with magnitudes bounds the radius of a product and its rounding.
    fileprivate func spread(_ gamma: Double) -> Matrix<Double> {
        var result = radius
        for index in result.elements.indices {
            let reach = radius.elements[index]
            result.elements[index] = (reach + gamma * (abs(centre.elements[index]) + reach)).nextUp
        }
        return result
    }

    fileprivate func plus(_ other: GradientEnclosure) -> GradientEnclosure {
        var sum = self
        for index in centre.elements.indices { sum.add(other, index, at: index) }
        return sum
    }

    private mutating func add(_ other: GradientEnclosure, _ source: Int, at index: Int) {
        let middle = centre.elements[index] + other.centre.elements[source]
        let reach = (radius.elements[index] + other.radius.elements[source]).nextUp
        centre.elements[index] = middle
        radius.elements[index] = (reach + abs(middle) * 0x1p-52).nextUp
    }

    /// Adds row `source` of another to row `row`.
    fileprivate mutating func add(_ source: Int, of other: GradientEnclosure, to row: Int) {
        for column in 0..<columns { add(other, source * columns + column, at: row * columns + column) }
    }

    fileprivate mutating func clear(_ row: Int) {
        for index in row * columns..<(row + 1) * columns {
            centre.elements[index] = 0
            radius.elements[index] = 0
        }
    }

    /// Any share between none and all of what a row encloses.
    fileprivate mutating func shareWithZero(_ row: Int) {
        for index in row * columns..<(row + 1) * columns {
            let whole = interval(index)
            let (low, high) = (min(0, whole.lower), max(0, whole.upper))
            let middle = low / 2 + high / 2
            centre.elements[index] = middle
            radius.elements[index] = max(high - middle, middle - low).nextUp
        }
    }
}

extension AffineMatrix {
    /// |M|, entry by entry.
    fileprivate var magnitudes: AffineMatrix {
        switch self {
        case .dense(let matrix): .dense(matrix.magnitudes)
        case .sparse(let sparse):
            .sparse(
                SparseMatrix(
                    columns: sparse.columns,
                    rowEntries: (0..<sparse.rows).map { row in
                        sparse.entries(ofRow: row).map { (column: $0.column, value: abs($0.value)) }
                    }))
        }
    }

    /// Mᵀ · operand.
    fileprivate func transposedTimes(_ operand: Matrix<Double>) -> Matrix<Double> {
        switch self {
        case .dense(let matrix): return matrix.times(operand, transposeSelf: true)
        case .sparse(let sparse):
            var result = Matrix<Double>(rows: sparse.columns, columns: operand.columns)
            let count = operand.columns
            for row in 0..<sparse.rows {
                for position in sparse.rowStarts[row]..<sparse.rowStarts[row + 1] {
                    let start = Int(sparse.columnIndices[position]) * count
                    let value = sparse.values[position]
                    for column in 0..<count {
                        result.elements[start + column] += value * operand.elements[row * count + column]
                    }
                }
            }
            return result
        }
    }
}
