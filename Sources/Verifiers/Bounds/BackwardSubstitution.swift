import LinearAlgebra
import Networks

/// Linear bounds by backward substitution to the input (Wong & Kolter 2018, Algorithm 1; Zhang et al. 2018), with an
/// a-priori bound on all rounding errors subtracted.
///
/// Every step replaces Λ by fl(ΛW); with |h| ≤ H the value lost is at most γ·Σ|Λ|·(|W| H), so one extra dot product per
/// step carries the whole error along (formulas: "Rounding"). What products lose to underflow depends on H alone.
struct BackwardSubstitution {
    let network: LoweredNetwork
    let region: InputRegion
    /// Bounds of the stages below the one asked about.
    let bounds: NetworkBounds
    /// Parallel to `bounds.stages`; index 0 is the input.
    let relaxations: [Relaxation]

    private var isParallel: Bool { relaxations.allSatisfy(\.isParallel) }

    /// Bounds on the pre-activations `neurons` of `stage`, in that order.
    func bounds(ofNeurons neurons: [Int], at stage: Int) -> StageBounds {
        let top = network.stages[stage]
        if isParallel {
            var state = SubstitutionState(objectives: neurons.count, stages: stage)
            state.start(at: top, neurons: neurons, largestValues: largestValues)
            return descend(&state, from: stage)
        }
        var objectives = Matrix<Double>(rows: top.preActivations, columns: neurons.count)
        for (objective, neuron) in neurons.enumerated() { objectives[neuron, objective] = 1 }
        return bounds(of: objectives, at: stage)
    }

    /// Bounds on Σᵢ Λᵢₖ zᵢ at `stage` for every column k of `objectives` (pre-activations × objectives).
    func bounds(of objectives: Matrix<Double>, at stage: Int) -> StageBounds {
        if isParallel { return descend(from: stage, objectives) }
        // Lower bounds of Λ and of −Λ, in one batch.
        let count = objectives.columns
        var both = Matrix<Double>(rows: objectives.rows, columns: 2 * count)
        for row in 0..<objectives.rows {
            for column in 0..<count {
                both[row, column] = objectives[row, column]
                both[row, count + column] = -objectives[row, column]
            }
        }
        let result = descend(from: stage, both)
        return StageBounds(lower: Array(result.lower[..<count]), upper: result.lower[count...].map { -$0 })
    }

    /// Lower bounds only; the upper ones of the result are meaningless unless every relaxation is parallel.
    func lowerBounds(of objectives: Matrix<Double>, at stage: Int) -> [Double] {
        descend(from: stage, objectives).lower
    }

    private func descend(from stage: Int, _ objectives: Matrix<Double>) -> StageBounds {
        var state = SubstitutionState(objectives: objectives.columns, stages: stage)
        let rows = (0..<objectives.rows).filter { row in
            objectives.elements[row * objectives.columns..<(row + 1) * objectives.columns].contains { $0 != 0 }
        }
        state.passAffine(
            network.stages[stage], objectives.selectingRows(rows), rows: rows, largestValues: largestValues)
        return descend(&state, from: stage)
    }

    private func descend(_ state: inout SubstitutionState, from stage: Int) -> StageBounds {
        for below in (1..<max(stage, 1)).reversed() {
            guard let lambda = state.coefficients[below] else { continue }
            state.coefficients[below] = nil
            let pre = bounds.stages[below]
            let (next, rows) = state.passRelaxation(
                relaxations[below], lambda,
                largestPreActivations: BoxExtrema.largestMagnitude(pre.lower, pre.upper),
                preActivations: pre.lower.count)
            state.passAffine(network.stages[below], next, rows: rows, largestValues: largestValues)
        }
        return atInput(&state, from: stage)
    }

    private func atInput(_ state: inout SubstitutionState, from stage: Int) -> StageBounds {
        var lower = state.lowerConstant
        var upper = state.upperConstant
        if let lambda = state.coefficients[0] {
            let extrema = region.extrema(of: lambda, magnitude: &state.magnitude)
            for objective in lower.indices {
                lower[objective] += extrema.minimum[objective]
                upper[objective] += extrema.maximum[objective]
            }
        }
        let gamma = Rounding.gamma(network.roundingCount)
        let floor = Rounding.underflow(network.roundingCount, reach: underflowReach(from: stage))
        for objective in lower.indices {
            let slack = gamma * state.magnitude[objective] + floor
            lower[objective] = (lower[objective] - slack).nextDown.orNone(-.infinity)
            upper[objective] = (upper[objective] + slack).nextUp.orNone(.infinity)
        }
        return StageBounds(lower: lower, upper: upper)
    }

    /// Largest |h| per stage, in the bounds known.
    private var largestValues: [Double] {
        bounds.stages.indices.map { stage in
            let values = bounds.stages[stage].values(after: network.stages[stage].activation)
            return BoxExtrema.largestMagnitude(values.lower, values.upper)
        }
    }

    /// What losses of coefficients to underflow are multiplied by at most, summed up over the values and pre-activations that
    /// the way down from `stage` meets: a stage of m pre-activations reads every one of its values with up to m products.
    private func underflowReach(from stage: Int) -> Double {
        let largest = largestValues
        return (1...stage).reduce(0) { sum, index in
            let stage = network.stages[index]
            let rows = Double(stage.preActivations)
            let values = stage.terms.reduce(0) {
                $0 + Double(network.stages[$1.source].width) * largest[$1.source]
            }
            let preActivations =
                index < bounds.stages.count
                ? BoxExtrema.largestMagnitude(bounds.stages[index].lower, bounds.stages[index].upper) : 0
            return sum + rows * (values + preActivations + 1)
        }
    }
}
