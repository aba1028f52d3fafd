import LinearAlgebra
import Networks

/// Linear bounds by backward substitution to the input (Wong & Kolter 2018, Algorithm 1; Zhang et al. 2018), with an
/// a-priori bound on all rounding errors subtracted.
///
/// Every step replaces Λ by fl(ΛW); with |h| ≤ H the value lost is at most γ·Σ|Λ|·(|W| H), so one extra sum per step carries the
/// whole error along (formulas: "Rounding"). A coefficient is a sum of at most as many products as its stage has pre-activations,
/// in any order, fused or not, products with the zeros of a block besides: they are exact. What products lose to underflow
/// depends on H alone.
struct BackwardSubstitution {
    let network: LoweredNetwork
    let region: InputRegion
    /// Bounds of the stages below the one asked about.
    let bounds: NetworkBounds
    /// Parallel to `bounds.stages`; index 0 is the input.
    let relaxations: [Relaxation]
    /// Not to be used by two substitutions at once.
    var workspace = SubstitutionWorkspace()
    /// Those of `bounds`, as far as they are known.
    var magnitudes: [StageMagnitudes] = []

    private var isParallel: Bool { relaxations.allSatisfy(\.isParallel) }

    /// Bounds on the pre-activations `neurons` of `stage`, in that order.
    ///
    /// - Parameter stopsWhenStable: leave a neuron as soon as what is known of it on the way down proves its ReLU stable, and at once
    ///   where it has none: its bounds are sound then, but not the tightest.
    func bounds(ofNeurons neurons: [Int], at stage: Int, stopsWhenStable: Bool = false) -> StageBounds {
        let plan = SubstitutionPlan(network, bounds, from: stage, magnitudes)
        let isMirrored = !isParallel
        let batches = SubstitutionBatches(neurons, at: stage, of: network, columns: isMirrored ? 2 : 1).batches
        let trial =
            stopsWhenStable
            ? StabilityTrial(
                ranges: LineRanges(bounds, relaxations, network), needsSign: network.stages[stage].isReLU) : nil
        var result = StageBounds(neurons.count)
        for batch in batches {
            var state = SubstitutionState(self, objectives: batch.count, isMirrored: isMirrored)
            state.start(
                at: network.stages[stage], neurons: batch.map { Int32(neurons[$0]) }, reaches: plan.reaches[stage])
            descend(&state, from: stage, plan, trial) { position, lower, upper in
                result.lower[batch[position]] = lower
                result.upper[batch[position]] = upper
            }
        }
        return result
    }

    /// Bounds on Σᵢ Λᵢₖ zᵢ at `stage` for every column k of `objectives` (pre-activations × objectives).
    func bounds(of objectives: Matrix<Double>, at stage: Int) -> StageBounds {
        bounds(of: objectives, at: stage, isMirrored: !isParallel)
    }

    /// Lower bounds only.
    func lowerBounds(of objectives: Matrix<Double>, at stage: Int) -> [Double] {
        bounds(of: objectives, at: stage, isMirrored: false).lower
    }

    /// Lower bounds with the coefficients on the inputs whose minimum over the region each of them is, rounded, and with what was
    /// subtracted for rounding.
    func lowerForms(
        of objectives: Matrix<Double>, at stage: Int
    ) -> [(bound: Double, slack: Double, coefficients: [Double])] {
        var coefficients = Matrix<Double>(rows: objectives.columns, columns: network.inputCount)
        var slacks = [Double](repeating: 0, count: objectives.columns)
        let lower = bounds(of: objectives, at: stage, isMirrored: false) { state, plan, first in
            state.forEachInputCoefficient { coefficients[first + $0, $1] = $2 }
            for objective in 0..<state.objectives {
                slacks[first + objective] = state.slack(objective, workspace.sums, plan)
            }
        }.lower
        return lower.enumerated().map { ($1, slacks[$0], coefficients.row($0)) }
    }

    /// - Parameters:
    ///   - isMirrored: whether upper bounds are computed by themselves; otherwise they hold where all lines are parallel.
    ///   - look: told of every batch when it has come to the inputs, with the first of its columns.
    private func bounds(
        of objectives: Matrix<Double>, at stage: Int, isMirrored: Bool,
        look: (SubstitutionState, SubstitutionPlan, _ first: Int) -> Void = { _, _, _ in }
    ) -> StageBounds {
        let plan = SubstitutionPlan(network, bounds, from: stage, magnitudes)
        let size = SubstitutionBatches.limit(network, below: stage) / (isMirrored ? 2 : 1)
        var result = StageBounds(objectives.columns)
        for first in stride(from: 0, to: objectives.columns, by: size) {
            let columns = first..<min(first + size, objectives.columns)
            var state = SubstitutionState(self, objectives: columns.count, isMirrored: isMirrored)
            state.start(at: network.stages[stage], objectives, columns: columns, reaches: plan.reaches[stage])
            descend(&state, from: stage, plan, nil) { position, lower, upper in
                result.lower[first + position] = lower
                result.upper[first + position] = upper
            }
            look(state, plan, columns.lowerBound)
        }
        return result
    }

    /// Carries a batch down to the input and reports the bounds of every objective by its position in the batch.
    private func descend(
        _ state: inout SubstitutionState, from stage: Int, _ plan: SubstitutionPlan, _ trial: StabilityTrial?,
        _ report: (_ position: Int, _ lower: Double, _ upper: Double) -> Void
    ) {
        for below in (1..<max(stage, 1)).reversed() {
            let rows = workspace.values(of: below, width: network.stages[below].width)
            if rows.isEmpty { continue }
            if let trial, state.leaveSettled(trial, plan, report) { return }
            state.pass(
                network.stages[below], relaxations[below], rows, reaches: plan.reaches[below],
                largest: plan.largestPreActivations[below])
        }
        state.addExtrema(over: region)
        state.report(plan, report)
    }
}

extension StageBounds {
    /// Of `count` values, to be filled in.
    fileprivate init(_ count: Int) {
        self.init(lower: Array(repeating: 0, count: count), upper: Array(repeating: 0, count: count))
    }
}
