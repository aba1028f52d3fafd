import CShims

/// The dual function of a batch of domains, and its gradient.
///
/// Back: λ = Bᵀμ + b on the values h; μ = αλ (λ ≥ 0) or sλ (λ < 0) for open ReLUs, λ − β for active ones, β for inactive
/// ones; ν = Aᵀμ + a at the input. Bound = constants + Σ min(ν lo, ν hi). Forth: x* at the corner that attains the minimum,
/// pushed through the lines that were used, gives z, and with it the gradient.
extension DualBatch {
    /// Bounds of `objective` at the present multipliers, λ and μ; with `cornered`, the minimising inputs as well.
    ///
    /// - Complexity: the system's two kinds of matrix products, once over the batch.
    func evaluate(_ objective: DualObjective, cornered: Bool) {
        bounds.fill(width, 0)
        for column in 0..<width { bounds.base[column] = objective.constant(origins[column]) }
        for (source, range) in system.stages.enumerated().reversed() {
            for unit in range { objective.fill(lambda.base + unit * width, width, hidden: unit, origins) }
            for target in system.stages.indices where target > source {
                system.hiddenWeights[target][source]?.accumulateTransposed(
                    mu.base + system.stages[target].lowerBound * width, width,
                    into: lambda.base + range.lowerBound * width)
            }
            for unit in range {
                let start = unit * width
                shims_ascent_relax(
                    width, lambda.base + start, split.base + start, multiplier.base + start, slopes[unit],
                    intercepts[unit], system.bias[unit], mu.base + start, bounds.base)
            }
        }
        for input in 0..<system.inputCount { objective.fill(nu.base + input * width, width, input: input, origins) }
        system.inputMap.accumulateTransposed(mu.base, width, carried.base, into: nu.base)
        planes?.fold(into: self)
        for input in 0..<system.inputCount {
            let (row, low, high) = (nu.base + input * width, system.inputLower[input], system.inputUpper[input])
            if cornered {
                shims_ascent_corner(width, low, high, row, inputs.base + input * width, bounds.base)
            } else {
                shims_ascent_minimum(width, low, high, row, bounds.base)
            }
        }
        count(evaluations: Double(width) / 2)
    }

    /// z and h along the lines of the last evaluation, from its minimising inputs; with `exactly`, the network's own
    /// values at these inputs as well (in `exact`). Upper planes are moved by `planeStep`.
    func pushForward(exactly: Bool, planeStep: Float = 0) {
        system.inputMap.apply(inputs.base, width, carried.base, into: z.base)
        if exactly { rectifyForward() }
        for (target, range) in system.stages.enumerated() {
            for source in 0..<target {
                system.hiddenWeights[target][source]?.accumulate(
                    h.base + system.stages[source].lowerBound * width, width, into: z.base + range.lowerBound * width)
            }
            for unit in range {
                let start = unit * width
                shims_ascent_activate(
                    width, lambda.base + start, split.base + start, multiplier.base + start, slopes[unit],
                    intercepts[unit], system.bias[unit], z.base + start, h.base + start)
            }
            if target == 0 { planes?.lift(into: self, step: planeStep) }
        }
        count(evaluations: Double(width) / 2)
    }

    /// Margins of the network itself at the minimising inputs, as far as single precision goes, one per column.
    func exactMargins(_ objective: DualObjective) -> [Float] {
        var margins = (0..<width).map { objective.constant(origins[$0]) }
        margins.withUnsafeMutableBufferPointer { margins in
            func add(_ weight: Float, _ row: UnsafeMutablePointer<Float>) {
                if weight != 0 { for column in 0..<width { margins[column] += weight * row[column] } }
            }
            for (input, weight) in objective.shared.inputWeights.enumerated() {
                add(weight, inputs.base + input * width)
            }
            for (unit, weight) in objective.shared.hiddenWeights.enumerated() { add(weight, exact.base + unit * width) }
        }
        return margins
    }

    /// `exact` ← the network's own h, from A x' in `z`.
    private func rectifyForward() {
        exact.base.update(from: z.base, count: system.count * width)
        for (target, range) in system.stages.enumerated() {
            for source in 0..<target {
                system.hiddenWeights[target][source]?.accumulate(
                    exact.base + system.stages[source].lowerBound * width, width,
                    into: exact.base + range.lowerBound * width)
            }
            for unit in range {
                let row = exact.base + unit * width
                shims_ascent_rectify(width, system.bias[unit], row)
            }
        }
    }
}
