import CShims

/// The dual function of a batch of domains, and its gradient.
///
/// Back: λ = Bᵀμ + b on the values h; μ = αλ (λ ≥ 0) or sλ (λ < 0) for open ReLUs, λ − β for active ones, β for inactive
/// ones; ν = Aᵀμ + a at the input. Bound = constants + min ν·x' over the inputs' box, or what an l2 ball leaves of it. Forth:
/// x* that attains the minimum, pushed through the lines that were used, gives z, and with it the gradient.
extension DualBatch {
    /// Bounds of `objective` at the present multipliers, λ and μ; with `cornered`, the minimising inputs as well.
    ///
    /// - Complexity: the system's two kinds of matrix products, once over the batch.
    package func evaluate(_ objective: DualObjective, cornered: Bool) {
        for column in columns { bounds[column] = objective.constant(origins[column]) }
        for (source, range) in system.stages.enumerated().reversed() {
            objective.fill(rows(range, of: lambda), hidden: range, origins)
            addHiddenPlanes(to: source)
            for target in system.stages.indices where target > source {
                system.hiddenWeights[target][source]?.accumulateTransposed(
                    rows(system.stages[target], of: mu), into: rows(range, of: lambda))
            }
            relax(range)
            shareWithHiddenPlanes(source)
        }
        objective.fillInputs(rows(0..<system.inputCount, of: nu), origins)
        system.inputMap.accumulateTransposed(
            rows(0..<system.count, of: mu), rows(0..<system.inputMap.rows, of: carried),
            into: rows(0..<system.inputCount, of: nu))
        addHiddenPlanesToInputs()
        planes?.substituteBack(into: self)
        minimise(cornered: cornered)
        count(evaluations: Double(width) / 2)
    }

    /// Adds the minimum over the inputs to every bound; with `cornered`, finds the inputs that attain it.
    private func minimise(cornered: Bool) {
        if let ball = system.ball {
            let all = 0..<system.inputCount
            ball.minimise(
                rows(all, of: nu), rows(0..<4, of: ballScratch), inputs: cornered ? rows(all, of: inputs) : nil,
                into: rows(0..<1, of: bounds))
            return
        }
        let (count, places) = (system.inputCount, places(0..<system.inputCount))
        if cornered {
            shims_ascent_corner(
                count, width, system.inputLower, system.inputUpper, nu.address(of: places), inputs.address(of: places),
                bounds.address(of: columns))
        } else {
            shims_ascent_minimum(
                count, width, system.inputLower, system.inputUpper, nu.address(of: places), bounds.address(of: columns))
        }
    }

    /// μ of one stage's ReLUs from λ, and their share of the bounds.
    private func relax(_ range: Range<Int>) {
        let places = places(range)
        withConstants(range) { slopes, intercepts, bias in
            shims_ascent_relax(
                range.count, width, lambda.address(of: places), split.address(of: places),
                multiplier.address(of: places), slopes, intercepts, bias, mu.address(of: places),
                bounds.address(of: columns))
        }
    }

    /// Calls `body` with slopes, intercepts and constants of the given ReLUs.
    private func withConstants(
        _ range: Range<Int>, _ body: (UnsafePointer<Float>?, UnsafePointer<Float>?, UnsafePointer<Float>?) -> Void
    ) {
        slopes[range].withUnsafeBufferPointer { slopes in
            intercepts[range].withUnsafeBufferPointer { intercepts in
                system.bias[range].withUnsafeBufferPointer { bias in
                    body(slopes.baseAddress, intercepts.baseAddress, bias.baseAddress)
                }
            }
        }
    }

    /// h of one stage's ReLUs along the lines that the bounds used, and z with its constant.
    private func activate(_ range: Range<Int>) {
        let places = places(range)
        withConstants(range) { slopes, intercepts, bias in
            shims_ascent_activate(
                range.count, width, lambda.address(of: places), split.address(of: places),
                multiplier.address(of: places), slopes, intercepts, bias, z.address(of: places), h.address(of: places))
        }
    }

    /// z and h along the lines of the last evaluation, from its minimising inputs; with `exactly`, the network's own
    /// values at these inputs as well (in `exact`). Upper planes are moved by `planeStep`.
    package func pushForward(exactly: Bool, planeStep: Float = 0) {
        system.inputMap.apply(
            rows(0..<system.inputCount, of: inputs), rows(0..<system.inputMap.rows, of: carried),
            into: rows(0..<system.count, of: z))
        if exactly { rectifyForward() }
        for (target, range) in system.stages.enumerated() {
            for source in 0..<target {
                system.hiddenWeights[target][source]?.accumulate(
                    rows(system.stages[source], of: h), into: rows(range, of: z))
            }
            activate(range)
            blendHiddenPlanes(target)
            if target == 0 { planes?.pushForward(into: self, step: planeStep) }
        }
        count(evaluations: Double(width) / 2)
    }

    /// Margins of the network itself at the minimising inputs, as far as single precision goes, one per column.
    func exactMargins(_ objective: DualObjective) -> [Float] {
        var margins = columns.map { objective.constant(origins[$0]) }
        func add(_ weight: Float, _ block: FloatBlock, _ row: Range<Int>) {
            if weight != 0 { for column in columns { margins[column] += weight * block[row.lowerBound + column] } }
        }
        for (input, weight) in objective.shared.inputWeights.enumerated() { add(weight, inputs, row(input)) }
        for (unit, weight) in objective.shared.hiddenWeights.enumerated() { add(weight, exact, row(unit)) }
        return margins
    }

    /// `exact` ← the network's own h, from A x' in `z`.
    private func rectifyForward() {
        exact.copy(0..<system.count * width, from: z)
        for (target, range) in system.stages.enumerated() {
            for source in 0..<target {
                system.hiddenWeights[target][source]?.accumulate(
                    rows(system.stages[source], of: exact), into: rows(range, of: exact))
            }
            withConstants(range) { _, _, bias in
                shims_ascent_rectify(range.count, width, bias, exact.address(of: places(range)))
            }
        }
    }
}
