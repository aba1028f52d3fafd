import CShims
import LinearAlgebra
import Networks

/// The linear functions that backward substitution carries towards the input, for a batch of objectives: coefficients on the
/// values of every stage, constants below and above, and the magnitude that the accumulated rounding error is proportional to.
///
/// Where lines are not parallel the batch holds every objective twice, as it is and mirrored (negated), and only what is below
/// them counts.
struct SubstitutionState {
    let network: LoweredNetwork
    /// Lines of the stages below; index 0 is the input.
    let relaxations: [Relaxation]
    let workspace: SubstitutionWorkspace
    /// Objectives still on their way: positions in the batch.
    private(set) var live: [Int]
    let isMirrored: Bool
    /// Entries from row to row: objectives, mirrored ones behind them, and zeros.
    private(set) var stride: Int

    init(_ substitution: BackwardSubstitution, objectives: Int, isMirrored: Bool) {
        network = substitution.network
        relaxations = substitution.relaxations
        workspace = substitution.workspace
        self.isMirrored = isMirrored
        live = Array(0..<objectives)
        stride = Self.stride(objectives, isMirrored)
        workspace.begin(stride: stride)
    }

    /// Objectives of the batch that remain.
    var objectives: Int { live.count }

    static func stride(_ objectives: Int, _ isMirrored: Bool) -> Int {
        ((isMirrored ? 2 : 1) * objectives + 7) & ~7
    }

    /// Starts from the pre-activations `neurons` of `stage` themselves, one objective each.
    ///
    /// - Parameter reaches: the largest Σ |W| |h| + |b| per pre-activation.
    func start(at stage: LoweredNetwork.Stage, neurons: [Int32], reaches: [Double]) {
        let sums = workspace.sums
        for (objective, neuron) in neurons.enumerated() {
            set(objective, stage.bias[Int(neuron)], reaches[Int(neuron)], sums)
            if isMirrored { set(objectives + objective, -stage.bias[Int(neuron)], reaches[Int(neuron)], sums) }
        }
        for term in stage.terms {
            let target = workspace.values(of: term.source, width: network.stages[term.source].width)
            workspace.start(
                term, rows: neurons, into: target, lines: relaxations[term.source],
                mirror: isMirrored ? objectives : nil, stride: stride)
        }
    }

    private func set(_ objective: Int, _ bias: Double, _ reach: Double, _ sums: shims_sums) {
        sums.lower[objective] = bias
        sums.upper[objective] = bias
        sums.magnitude[objective] = reach
    }

    /// Starts from the `columns` of `matrix` (pre-activations × objectives) as coefficients at `stage`.
    func start(
        at stage: LoweredNetwork.Stage, _ matrix: Matrix<Double>, columns: Range<Int>, reaches: [Double]
    ) {
        let rows = workspace.preActivations(width: matrix.rows)
        rows.reserve(stride: stride)
        for row in 0..<matrix.rows {
            let entries = matrix.elements[row * matrix.columns..<(row + 1) * matrix.columns]
            let chosen = entries[entries.startIndex + columns.lowerBound..<entries.startIndex + columns.upperBound]
            guard chosen.contains(where: { $0 != 0 }) else { continue }
            let target = rows.row(of: row, stride: stride)
            for (objective, value) in chosen.enumerated() {
                target[objective] = value
                if isMirrored { target[objectives + objective] = -value }
            }
        }
        pass(stage, rows, reaches: reaches)
    }

    /// Replaces coefficients on the pre-activations of `stage` by coefficients on the values it reads. `rows` is empty after it.
    func pass(
        _ stage: LoweredNetwork.Stage, _ rows: CoefficientRows, reaches: [Double]
    ) {
        var sums = workspace.sums
        shims_substitution_relax(&rows.view, nil, stage.bias, reaches, &sums, stride)
        multiply(stage, rows)
    }

    /// Λ ← WᵀΛ for every term of `stage`. `rows` is empty after it.
    func multiply(_ stage: LoweredNetwork.Stage, _ rows: CoefficientRows) {
        for term in stage.terms {
            let target = workspace.values(of: term.source, width: network.stages[term.source].width)
            workspace.pass(term.blocks, rows, into: target, lines: relaxations[term.source], stride: stride)
        }
        rows.clear()
    }

    /// Keeps the objectives at the positions `kept` of `live`, and their mirrored ones.
    mutating func keep(_ kept: [Int]) {
        let columns = (kept + (isMirrored ? kept.map { objectives + $0 } : [])).map(Int32.init)
        let newStride = Self.stride(kept.count, isMirrored)
        for (_, rows) in workspace.present {
            shims_substitution_select(&rows.view, columns.count, columns, stride, newStride)
        }
        let sums = workspace.sums
        for sum in [sums.lower, sums.upper, sums.magnitude] {
            guard let sum else { continue }
            for (new, old) in columns.enumerated() { sum[new] = sum[Int(old)] }
            for new in columns.count..<max(newStride, columns.count) { sum[new] = 0 }
        }
        live = kept.map { live[$0] }
        stride = newStride
    }
}
