import ExactArithmetic
import LinearAlgebra
import Networks
import Proofs

/// One bound of a `DualBatch`, evaluated without rounding: the value of the Lagrangian at the multipliers that the batch chose.
///
/// The formulas are those of `DualBatch`, the arithmetic and the code are not. The multipliers of every stage are doubles, so a
/// coefficient λ = Wᵀμ is a sum of products of two doubles, and no number grows from layer to layer.
///
/// - Complexity: one product with every matrix below the bounded stage, in fixed point; three products of whole numbers
///   per neuron.
struct ExactLagrangian {
    let bounds: DomainBounds
    /// What is minimised over: the inputs of `bounds`, or a part of them.
    let input: InputSet
    let units: UnitTable
    /// Per unit: the halves of its split.
    let halves: [Int: [ProofHalf.Side]]
    /// Per unit: the weights of its plane.
    let planes: [Int: [UInt8]]
    /// Planes of later ReLUs, their constants taken as they are: whoever placed them had these confirmed.
    let laterPlanes: PlaneColumns
    let trace: LagrangianTrace
    let column: Int
    /// Everything but the input's part.
    private var value = Dyadic.zero
    /// Per stage: coefficients on its values.
    private var lambda: [[Dyadic]?]

    init(
        _ bounds: DomainBounds, _ input: InputSet, _ units: UnitTable, _ halves: [Int: [ProofHalf.Side]],
        _ planes: [Int: [UInt8]], _ laterPlanes: PlaneColumns, _ trace: LagrangianTrace, _ column: Int
    ) {
        self.bounds = bounds
        self.input = input
        self.units = units
        self.halves = halves
        self.planes = planes
        self.laterPlanes = laterPlanes
        self.trace = trace
        self.column = column
        lambda = Array(repeating: nil, count: bounds.network.stages.count)
    }

    /// Whether the Lagrangian of the trace's objective at `stage` is ≥ `bound`.
    mutating func isAtLeast(_ bound: Double, from stage: Int) -> Bool {
        guard let bound = Dyadic(bound) else { return false }
        pass(from: stage)
        return isInputPart(atLeast: bound - value)
    }

    /// The Lagrangian of the trace's objective at `stage`; over an l2 ball without the bound that squares alone compare.
    mutating func least(from stage: Int) -> Dyadic {
        pass(from: stage)
        guard let nu = lambda[0] else { return value }
        let least = overBox(nu)
        guard input.ball != nil, let cutBall = input.cutBall else { return value + least }
        return value + max(least, over(cutBall, nu))
    }

    private mutating func pass(from stage: Int) {
        passAffine(stage)
        for below in (1..<max(stage, 1)).reversed() {
            passPlanes(below)
            guard lambda[below] != nil || trace.affine[below] != nil else { continue }
            passActivation(below)
            passAffine(below)
        }
    }

    /// The stage's own multipliers become coefficients on what it reads.
    private mutating func passAffine(_ stage: Int) {
        guard let own = trace.affine[stage] else { return }
        let description = bounds.network.stages[stage]
        let mu = own.rows.indices.map { own.mu[$0, column] }
        for (multiplier, row) in zip(mu, own.rows) {
            if multiplier != 0 { value += Self.exact(multiplier) * Self.exact(description.bias[row]) }
        }
        let multiplierBits = BitRange(mu)
        for term in description.terms {
            var weightBits = BitRange()
            term.matrix.forEachEntry(ofRows: own.rows) { _, _, weight in weightBits.include(weight) }
            var sums = ProductSums(count: term.matrix.columns, weightBits, multiplierBits)
            term.matrix.forEachEntry(ofRows: own.rows) { position, target, weight in
                sums.add(weight, mu[position], to: target)
            }
            for target in 0..<term.matrix.columns { add(sums[target], to: target, of: term.source) }
        }
    }

    mutating func add(_ part: Dyadic) { value += part }

    /// Adds a coefficient on one value of a stage.
    mutating func add(_ coefficient: Dyadic, to index: Int, of stage: Int) {
        if lambda[stage] == nil {
            lambda[stage] = Array(repeating: .zero, count: bounds.network.stages[stage].width)
        }
        if coefficient.sign != 0 { lambda[stage]?[index] += coefficient }
    }

    /// Adds every activation of a stage at its smallest.
    private mutating func passActivation(_ stage: Int) {
        let description = bounds.network.stages[stage]
        let lambda = lambda[stage] ?? Array(repeating: .zero, count: description.width)
        self.lambda[stage] = nil
        var mu = [Double](repeating: 0, count: description.preActivations)
        if let own = trace.affine[stage] {
            for (position, row) in own.rows.enumerated() { mu[row] = own.mu[position, column] }
        }
        switch description.activation {
        case .identity:
            for row in mu.indices { value += identityPart(lambda[row], mu[row], stage, row) }
        case .relu:
            for row in mu.indices {
                if lambda[row].sign < 0, trace.raised[stage]?[row]?.contains(column) == true {
                    value += raise(lambda[row], stage, row)
                } else {
                    value += reluPart(lambda[row], mu[row], stage, row)
                }
            }
        case .maxPool(let windows): value += poolingPart(windows, lambda, mu, stage)
        }
    }

    /// Whether min ν·x' over the input set is ≥ `rest`.
    private func isInputPart(atLeast rest: Dyadic) -> Bool {
        guard let nu = lambda[0] else { return rest.sign <= 0 }
        if rest <= overBox(nu) { return true }
        guard let ball = input.ball, let cutBall = input.cutBall else { return false }
        if rest <= over(cutBall, nu) { return true }
        guard ball.dual == .two else { return false }
        var slack = -rest
        for (index, factor) in nu.enumerated() where factor.sign != 0 {
            slack += factor * Self.exact(input.centre[index])
        }
        // Whether ε ‖ν‖₂ ≤ slack, squared.
        let radius = Self.exact(ball.radius)
        return slack.sign >= 0 && radius * radius * nu.reduce(.zero) { $0 + $1 * $1 } <= slack * slack
    }

    private func overBox(_ nu: [Dyadic]) -> Dyadic {
        var least = Dyadic.zero
        for (index, factor) in nu.enumerated() where factor.sign != 0 {
            least += factor * Self.exact(factor.sign > 0 ? input.box.lower[index] : input.box.upper[index])
        }
        return least
    }

    /// At the ball's multiplier that the walk chose.
    private func over(_ cutBall: any LagrangianBall, _ nu: [Dyadic]) -> Dyadic {
        let entries = nu.indices.map { (index: $0, value: nu[$0]) }
        return cutBall.exactPart(entries, column < trace.balls.count ? trace.balls[column] : 0, in: input.box)
    }

    /// A double as it is. What is not finite never gets here: the fast check refuses it.
    static func exact(_ value: Double) -> Dyadic {
        guard let exact = Dyadic(value) else { preconditionFailure("\(value) has no exact value") }
        return exact
    }
}

extension AffineMatrix {
    /// Calls `body` with the position of the row among `rows`, column and value of every entry of these rows.
    @inline(__always)
    func forEachEntry(ofRows rows: [Int], _ body: (Int, Int, Double) -> Void) {
        switch self {
        case .dense(let matrix):
            for (position, row) in rows.enumerated() {
                for column in 0..<matrix.columns {
                    body(position, column, matrix.elements[row * matrix.columns + column])
                }
            }
        case .sparse(let matrix):
            for (position, row) in rows.enumerated() {
                for entry in matrix.rowStarts[row]..<matrix.rowStarts[row + 1] {
                    body(position, Int(matrix.columnIndices[entry]), matrix.values[entry])
                }
            }
        }
    }
}
