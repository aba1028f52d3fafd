import LinearAlgebra
import Networks
import Proofs
import Questions

/// l ≤ z ≤ u for every entry of a stage.
struct StageInterval {
    var lower: [Double]
    var upper: [Double]

    /// The intersection with [l, u] at `index`. Two bounds that exclude each other mean an empty part, of which everything is
    /// true; a single point is kept.
    mutating func intersect(_ index: Int, lower l: Double, upper u: Double) {
        lower[index] = max(lower[index], l)
        upper[index] = max(min(upper[index], u), lower[index])
    }

    func largest(_ index: Int) -> Double { max(abs(lower[index]), abs(upper[index])) }

    /// Over all entries. NaN where the last entry is NaN; whoever relies on it has compared every entry.
    var largestMagnitude: Double { lower.indices.reduce(0) { max($0, largest($1)) } }
}

/// What is known of every stage of a network on a part of the perturbation set.
struct DomainBounds {
    let network: LoweredNetwork
    private(set) var input: InputSet
    /// Bounds on pre-activations, stage by stage; index 0 is the input box.
    private(set) var stages: [StageInterval]
    /// Bounds on values h of the same stages.
    private(set) var values: [StageInterval]
    /// Per stage: |b| + Σ |W| |h| of every pre-activation, an upper bound over the whole set.
    private(set) var reach: [[Double]]
    let errors: ErrorBound
    /// The largest magnitude of what is bounded here, and of the radius; parts may be smaller.
    private(set) var largest: Double
    /// Confirms every bound in exact arithmetic; `nil` for the fast check.
    let exact: ExactAuditor?
    let arithmetic: BoundArithmetic

    init(
        _ network: LoweredNetwork, _ query: Query, _ exact: ExactAuditor? = nil,
        _ arithmetic: BoundArithmetic = .rounded
    ) throws(ProofFault) {
        self.network = network
        self.exact = exact
        self.arithmetic = arithmetic
        errors = try ErrorBound(network)
        input = InputSet(query)
        let box = StageInterval(lower: input.box.lower, upper: input.box.upper)
        stages = [box]
        values = [box]
        reach = [[]]
        largest = max(box.largestMagnitude, input.ball?.radius ?? 0)
        guard largest <= ErrorBound.largestValue else { throw .range(place: "the perturbation set") }
        try exact?.confirm(input.box, encloses: query)
    }

    /// Bounds on the values of a stage; of the inputs, those of the part.
    func box(of stage: Int) -> StageInterval {
        stage > 0 ? values[stage] : StageInterval(lower: input.box.lower, upper: input.box.upper)
    }

    /// What is known of a part of the inputs before any stage is bounded.
    func bare(on input: InputSet) -> DomainBounds {
        var bare = self
        bare.input = input
        let box = StageInterval(lower: input.box.lower, upper: input.box.upper)
        bare.stages = [box]
        bare.values = [box]
        bare.reach = [[]]
        return bare
    }

    /// Intersects the bounds of `stage` with `interval`, or makes it the next stage.
    mutating func store(_ interval: StageInterval, at stage: Int) {
        if stage == stages.count {
            stages.append(interval)
            values.append(interval)
        } else {
            for index in interval.lower.indices {
                stages[stage].intersect(index, lower: interval.lower[index], upper: interval.upper[index])
            }
        }
        values[stage] = afterActivation(stage)
        largest = max(largest, stages[stage].largestMagnitude, values[stage].largestMagnitude)
    }

    /// Replaces the bounds of some neurons of `stage`, which may be looser than what is known.
    mutating func loosen(_ stage: Int, _ found: [(neuron: Int, lower: Double, upper: Double)]) {
        for bound in found where bound.lower <= bound.upper {
            stages[stage].lower[bound.neuron] = max(bound.lower, -ErrorBound.largestValue)
            stages[stage].upper[bound.neuron] = min(bound.upper, ErrorBound.largestValue)
        }
        values[stage] = afterActivation(stage)
        largest = max(largest, stages[stage].largestMagnitude, values[stage].largestMagnitude)
    }

    /// Narrows the bounds to one half of a split.
    mutating func restrict(to half: ProofHalf, _ units: UnitTable) {
        switch half.split {
        case .input(let index, let value):
            input.narrow(index, at: value, isAbove: half.side == .first)
            stages[0] = StageInterval(lower: input.box.lower, upper: input.box.upper)
            values[0] = stages[0]
        case .unit(let index):
            let unit = units.units[index]
            let isActive = half.side == .first
            stages[unit.stage].intersect(
                unit.preActivation, lower: isActive ? 0 : -.infinity, upper: isActive ? .infinity : 0)
            values[unit.stage] = afterActivation(unit.stage)
        }
    }

    /// Reckons how large the terms of a stage's pre-activations can be, once.
    ///
    /// - Throws: `ProofFault.range` where that overflows.
    mutating func open(_ stage: Int) throws(ProofFault) {
        guard reach.count == stage else { return }
        let description = network.stages[stage]
        var sums = description.bias.map { abs($0) }
        for term in description.terms {
            let largest = values[term.source].lower.indices.map { values[term.source].largest($0) }
            term.matrix.forEachEntry { row, column, value in sums[row] += abs(value) * largest[column] }
        }
        guard sums.allSatisfy({ $0 <= .greatestFiniteMagnitude }) else { throw .range(place: "stage \(stage)") }
        reach.append(sums)
    }

    /// Interval arithmetic for the pre-activations of `stage`, which must be open.
    ///
    /// - Throws: `ProofFault.range` where values may be too large for any error bound.
    func interval(of stage: Int) throws(ProofFault) -> StageInterval {
        let description = network.stages[stage]
        var result = StageInterval(lower: description.bias, upper: description.bias)
        var sizes = reach[stage]
        var balls = [BallMultipliers]()
        let cutBall = input.cutBall
        for term in description.terms {
            if term.source == 0, let cutBall {
                balls.append(add(term.matrix, over: cutBall, to: &result, &sizes))
                continue
            }
            let source = values[term.source]
            term.matrix.forEachEntry { row, column, value in
                let (first, second) = (value * source.lower[column], value * source.upper[column])
                result.lower[row] += min(first, second)
                result.upper[row] += max(first, second)
            }
        }
        for row in result.lower.indices {
            let error = errors.error(
                sizes[row], multipliers: balls.reduce(0) { $0 + $1.lower[row] + $1.upper[row] }, values: largest)
            result.lower[row] = (result.lower[row] - error).nextDown
            result.upper[row] = (result.upper[row] + error).nextUp
            guard result.lower[row] >= -ErrorBound.largestValue, result.upper[row] <= ErrorBound.largestValue else {
                throw .range(place: "stage \(stage), neuron \(row)")
            }
        }
        if arithmetic == .unrounded {
            let ends = ExactIntervals.ends(of: stage, from: values, network, input, balls)
            result = StageInterval(lower: ends.lower.map(\.roundedDown), upper: ends.upper.map(\.roundedUp))
        }
        try exact?.confirm(result, at: stage, from: values, network, input, balls)
        return result
    }

    private func afterActivation(_ stage: Int) -> StageInterval {
        let bounds = stages[stage]
        switch network.stages[stage].activation {
        case .identity: return bounds
        case .relu:
            return StageInterval(lower: bounds.lower.map { max($0, 0) }, upper: bounds.upper.map { max($0, 0) })
        case .maxPool(let windows):
            return StageInterval(
                lower: windows.map { $0.reduce(-.infinity) { max($0, bounds.lower[$1]) } },
                upper: windows.map { $0.reduce(-.infinity) { max($0, bounds.upper[$1]) } })
        }
    }
}

extension AffineMatrix {
    /// Calls `body` with row, column and value of every entry, row by row.
    @inline(__always)
    func forEachEntry(_ body: (Int, Int, Double) -> Void) {
        switch self {
        case .dense(let matrix):
            matrix.elements.withUnsafeBufferPointer { elements in
                for row in 0..<matrix.rows {
                    for column in 0..<matrix.columns { body(row, column, elements[row * matrix.columns + column]) }
                }
            }
        case .sparse(let matrix):
            for row in 0..<matrix.rows {
                for position in matrix.rowStarts[row]..<matrix.rowStarts[row + 1] {
                    body(row, Int(matrix.columnIndices[position]), matrix.values[position])
                }
            }
        }
    }
}
