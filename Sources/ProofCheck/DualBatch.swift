import LinearAlgebra
import Networks
import Proofs

/// Where the multipliers of a batch come from.
enum MultiplierChoice {
    /// All zero: interval arithmetic on the values that the objectives read.
    case box
    /// Those of backward substitution with a lower line.
    case line(SubstitutionLine)
    /// Given: units × objectives. Activations without a unit, and those given as NaN, have those of the adaptive line.
    case given(Matrix<Double>)
}

/// Lower bounds on a batch of linear functions of one stage's pre-activations: the value of the Lagrangian
///
///     c·z_m = Σ μ b + Σ (λ h − μ z) + ν·x',   λ = Σ Wᵀμ over the stages that read h,   ν likewise at the input,
///
/// each part at its smallest over its own interval. It holds for every μ on every point where z = Σ W h + b.
///
/// `ErrorBound` says what the rounding errors are; each step adds to `magnitude` and `multipliers` what they are proportional to.
struct DualBatch {
    let bounds: DomainBounds
    let units: UnitTable
    let choice: MultiplierChoice
    /// Per unit: columns whose part is one half of its split.
    let halves: [Int: [(column: Int, side: ProofHalf.Side)]]
    /// Per unit: columns where a plane stands in for its upper line, with the plane's weights.
    let planes: [Int: [(column: Int, weights: [UInt8])]]
    /// Upper planes of later ReLUs.
    let laterPlanes: PlaneColumns
    /// Per column: the inputs that it is bounded on, a part of those of `bounds`; none where all are bounded on these.
    let inputs: [InputSet]
    let count: Int
    private var value: [Double]
    private var magnitude: [Double]
    /// Sums up |λ| and |μ|, so that neither an infinity nor a NaN can hide.
    private var multipliers: [Double]
    /// What exact arithmetic needs to know; `nil` for the fast check.
    var trace: LagrangianTrace?
    /// Per stage: coefficients on its values, values × objectives.
    private var lambda: [Matrix<Double>?]

    private init(
        _ bounds: DomainBounds, _ units: UnitTable, _ choice: MultiplierChoice,
        _ halves: [Int: [(column: Int, side: ProofHalf.Side)]], _ planes: [UpperPlanes?], _ laterPlanes: PlaneColumns,
        _ inputs: [InputSet], count: Int
    ) {
        self.inputs = inputs
        self.laterPlanes = laterPlanes
        self.planes = Self.byUnit(planes)
        self.bounds = bounds
        self.units = units
        self.choice = choice
        self.halves = halves
        self.count = count
        value = Array(repeating: 0, count: count)
        magnitude = value
        multipliers = value
        trace = bounds.exact == nil && bounds.arithmetic == .rounded ? nil : LagrangianTrace()
        lambda = Array(repeating: nil, count: bounds.network.stages.count)
    }

    private static func byUnit(_ planes: [UpperPlanes?]) -> [Int: [(column: Int, weights: [UInt8])]] {
        var result = [Int: [(column: Int, weights: [UInt8])]]()
        for (column, planes) in planes.enumerated() {
            guard let planes else { continue }
            for (plane, unit) in planes.units.enumerated() {
                result[Int(unit), default: []].append((column, planes.weights(plane)))
            }
        }
        return result
    }

    /// Lower bounds on the columns of `objectives`, whose rows are the pre-activations `rows` of `stage`.
    ///
    /// - Parameters:
    ///   - planes: per column, examined; none at all where no column has any.
    ///   - laterPlanes: placed over `bounds`.
    ///   - inputs: per column the part of the inputs that it is bounded on; none for all of them.
    ///   - place: named in faults.
    /// - Throws: `ProofFault.range` outside the range of `ErrorBound`, `ProofFault.inexact` where an exact check refutes a bound.
    /// - Complexity: one product with every matrix below `stage`.
    static func lowerBounds(
        _ objectives: Matrix<Double>, rows: [Int], at stage: Int, within bounds: DomainBounds, _ units: UnitTable,
        _ choice: MultiplierChoice, halves: [Int: [(column: Int, side: ProofHalf.Side)]] = [:],
        planes: [UpperPlanes?] = [], laterPlanes: PlaneColumns = PlaneColumns(), inputs: [InputSet] = [],
        place: @autoclosure () -> String
    ) throws(ProofFault) -> [Double] {
        var batch = DualBatch(
            bounds, units, choice, halves, planes, laterPlanes, inputs, count: objectives.columns)
        batch.passAffine(stage, rows, objectives)
        for below in (1..<max(stage, 1)).reversed() { batch.passActivation(below) }
        guard var found = batch.finished() else { throw .range(place: place()) }
        guard let trace = batch.trace else { return found }
        for column in found.indices {
            let halves = halves.mapValues { $0.filter { $0.column == column }.map(\.side) }
            let lagrangian = ExactLagrangian(
                bounds, batch.input(ofColumn: column), units, halves, batch.planes(ofColumn: column), laterPlanes,
                trace, column)
            if bounds.arithmetic == .unrounded {
                var evaluated = lagrangian
                found[column] = max(found[column], evaluated.least(from: stage).roundedDown)
            }
            var confirmed = lagrangian
            guard bounds.exact?.confirm(found[column], by: &confirmed, from: stage) ?? true else {
                throw .inexact(place: place(), bound: found[column])
            }
        }
        return found
    }

    private func input(ofColumn column: Int) -> InputSet { inputs.isEmpty ? bounds.input : inputs[column] }

    private func planes(ofColumn column: Int) -> [Int: [UInt8]] {
        planes.compactMapValues { entries in entries.first { $0.column == column }?.weights }
    }

    /// μ on the pre-activations `rows` of `stage` becomes λ on what the stage reads.
    private mutating func passAffine(_ stage: Int, _ rows: [Int], _ mu: Matrix<Double>) {
        trace?.affine[stage] = LagrangianTrace.Affine(rows: rows, mu: mu)
        let description = bounds.network.stages[stage]
        for (position, row) in rows.enumerated() {
            let (bias, reach) = (description.bias[row], bounds.reach[stage][row])
            for column in 0..<count {
                let multiplier = mu.elements[position * count + column]
                value[column] += multiplier * bias
                magnitude[column] += abs(multiplier) * reach
                multipliers[column] += abs(multiplier)
            }
        }
        for term in description.terms {
            switch term.matrix {
            case .dense(let matrix):
                let part = matrix.selectingRows(rows).times(mu, transposeSelf: true)
                guard var sum = lambda[term.source] else {
                    lambda[term.source] = part
                    continue
                }
                lambda[term.source] = nil
                for index in sum.elements.indices { sum.elements[index] += part.elements[index] }
                lambda[term.source] = sum
            case .sparse(let matrix): addSparse(matrix, rows, mu, to: term.source)
            }
        }
    }

    private mutating func addSparse(_ matrix: SparseMatrix, _ rows: [Int], _ mu: Matrix<Double>, to source: Int) {
        var sum = lambda[source] ?? Matrix<Double>(rows: matrix.columns, columns: count)
        lambda[source] = nil
        sum.elements.withUnsafeMutableBufferPointer { sum in
            mu.elements.withUnsafeBufferPointer { mu in
                for (position, row) in rows.enumerated() {
                    for entry in matrix.rowStarts[row]..<matrix.rowStarts[row + 1] {
                        let factor = matrix.values[entry]
                        let target = Int(matrix.columnIndices[entry]) * count
                        for column in 0..<count { sum[target + column] += factor * mu[position * count + column] }
                    }
                }
            }
        }
        lambda[source] = sum
    }

    /// λ on the values of `stage` becomes μ on its pre-activations, and goes on below.
    private mutating func passActivation(_ stage: Int) {
        passPlanes(stage)
        let width = bounds.network.stages[stage].width
        let hasMultipliers = if case .given = choice { units.isUsed(stage) } else { false }
        guard let lambda = lambda[stage] ?? (hasMultipliers ? Matrix(rows: width, columns: count) : nil) else { return }
        self.lambda[stage] = nil
        var rows = [Int]()
        var elements = [Double]()
        elements.reserveCapacity(width * count)
        func keep(_ row: Int, _ mu: [Double]) {
            guard mu.contains(where: { $0 != 0 }) else { return }
            rows.append(row)
            elements.append(contentsOf: mu)
        }
        switch bounds.network.stages[stage].activation {
        case .identity: for row in 0..<width { keep(row, passIdentity(stage, row, lambda)) }
        case .relu: for row in 0..<width { keep(row, passReLU(stage, row, lambda)) }
        case .maxPool(let windows):
            let mu = passPooling(stage, windows, lambda)
            for row in 0..<mu.rows { keep(row, mu.row(row)) }
        }
        if !rows.isEmpty { passAffine(stage, rows, Matrix(rows: rows.count, columns: count, elements: elements)) }
    }

    /// Adds the part of one activation and column, `least` at its smallest.
    mutating func add(_ least: Double, size: Double, column: Int, _ lambda: Double) {
        value[column] += least
        magnitude[column] += size
        multipliers[column] += abs(lambda)
    }

    /// What is summed up of every column: the bounds' terms, their magnitudes, and |λ| and |μ|.
    @inline(__always)
    mutating func withSums(
        _ body: (UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>, UnsafeMutablePointer<Double>) -> Void
    ) {
        value.withUnsafeMutableBufferPointer { value in
            magnitude.withUnsafeMutableBufferPointer { magnitude in
                multipliers.withUnsafeMutableBufferPointer { multipliers in
                    guard let first = value.baseAddress, let second = magnitude.baseAddress,
                        let third = multipliers.baseAddress
                    else { return }
                    body(first, second, third)
                }
            }
        }
    }

    /// Adds coefficients on the values of a stage to one column.
    mutating func add(_ entries: [(column: Int, value: Double)], to stage: Int, column: Int) {
        var sum = lambda[stage] ?? Matrix<Double>(rows: bounds.network.stages[stage].width, columns: count)
        lambda[stage] = nil
        for entry in entries { sum.elements[entry.column * count + column] += entry.value }
        lambda[stage] = sum
    }

    /// Adds products of one factor per column and one per value of a stage to the coefficients on these values.
    mutating func add(_ factors: [Double], times entries: [(column: Int, value: Double)], to stage: Int) {
        var sum = lambda[stage] ?? Matrix<Double>(rows: bounds.network.stages[stage].width, columns: count)
        lambda[stage] = nil
        sum.elements.withUnsafeMutableBufferPointer { sum in
            factors.withUnsafeBufferPointer { factors in
                for entry in entries {
                    let start = entry.column * count
                    for column in 0..<count { sum[start + column] += entry.value * factors[column] }
                }
            }
        }
        lambda[stage] = sum
    }

    /// The bounds; `nil` where any lies outside the range in which its error is known.
    private mutating func finished() -> [Double]? {
        let coefficients = lambda[0]
        let cutBall = inputs.isEmpty ? bounds.input.cutBall : nil
        let errors = bounds.errors.counting(planes: laterPlanes.count)
        var result = [Double]()
        result.reserveCapacity(count)
        for column in 0..<count {
            var total = value[column]
            var size = magnitude[column]
            var sum = multipliers[column]
            if let coefficients {
                let part = minimum(coefficients, column, inputs.isEmpty ? cutBall : inputs[column].cutBall)
                trace?.balls.append(part.ball)
                total += part.least
                size += part.terms
                sum += part.multipliers
            }
            guard sum <= ErrorBound.largestMultipliers, size <= .greatestFiniteMagnitude else { return nil }
            let error = errors.error(size, multipliers: sum, values: bounds.largest)
            result.append((total - error).nextDown)
            guard result[column].isFinite else { return nil }
        }
        return result
    }

    /// min ν·x' over the input set, the size of its terms, Σ |ν|, and the multiplier of a ball.
    private func minimum(
        _ nu: Matrix<Double>, _ column: Int, _ cutBall: (any LagrangianBall)?
    ) -> (least: Double, terms: Double, multipliers: Double, ball: Double) {
        let input = input(ofColumn: column)
        var (least, terms, sum, largest) = (0.0, 0.0, 0.0, 0.0)
        for row in 0..<nu.rows {
            let factor = nu.elements[row * count + column]
            let (low, high) = (input.box.lower[row], input.box.upper[row])
            least += min(factor * low, factor * high)
            terms += abs(factor) * max(abs(low), abs(high))
            sum += abs(factor)
            largest = max(largest, abs(factor))
        }
        guard let ball = input.ball, let cutBall else { return (least, terms, sum, 0) }
        let part = cutBall.part((0..<nu.rows).map { ($0, nu.elements[$0 * count + column]) })
        least = max(least, part.least)
        terms += part.terms
        guard ball.dual == .two else { return (least, terms, sum + part.multiplier, part.multiplier) }
        // The ball alone, whose bound needs no multiplier.
        var centred = 0.0
        for row in 0..<nu.rows {
            let part = nu.elements[row * count + column] * input.centre[row]
            centred += part
            terms += abs(part)
        }
        let reach = ball.radius * scaledNorm(nu, column, largest)
        return (max(least, centred - reach), terms + reach, sum + part.multiplier, part.multiplier)
    }

    /// √Σ ν², whose squares neither underflow nor overflow.
    private func scaledNorm(_ nu: Matrix<Double>, _ column: Int, _ largest: Double) -> Double {
        guard largest > 0, largest.isFinite else { return largest }
        // Dividing twice keeps the divisor normal where the largest ν is not.
        let scale = Double(sign: .plus, exponent: largest.exponent / 2, significand: 1)
        let rest = Double(sign: .plus, exponent: largest.exponent - largest.exponent / 2, significand: 1)
        var squares = 0.0
        for row in 0..<nu.rows {
            let scaled = nu.elements[row * count + column] / scale / rest
            squares += scaled * scaled
        }
        return squares.squareRoot() * scale * rest
    }
}
