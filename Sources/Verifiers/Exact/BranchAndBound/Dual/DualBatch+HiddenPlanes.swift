import CShims

/// Planes of later ReLUs in the dual function.
///
/// Back: where λ < 0 on an open ReLU, σ λ goes to its plane: coefficients σ λ W on earlier values, σ λ c in the bound, and (1 − σ) λ to
/// the triangle. Forth: h is that mixture of both, and the gradient of σ is −λ times what the plane is below the rest. A ReLU with
/// several planes has one in each of several sets; every set shares what those before it have left.
extension DualBatch {
    /// Adds what later planes leave on the values of one stage.
    func addHiddenPlanes(to source: Int) {
        for set in planeSets {
            for (target, range) in set.planes.ranges.enumerated() where target > source {
                set.planes.hidden[target][source]?.accumulateTransposed(
                    rows(set.rows(range), of: mu), into: rows(system.stages[source], of: lambda))
            }
        }
    }

    /// Adds what planes leave on the inputs.
    func addHiddenPlanesToInputs() {
        for set in planeSets {
            for (range, matrix) in zip(set.planes.ranges, set.planes.inputs) {
                matrix?.accumulateTransposed(
                    rows(set.rows(range), of: mu), into: rows(0..<system.inputCount, of: nu))
            }
        }
    }

    /// Moves shares of λ from the triangles of one stage to their planes.
    func shareWithHiddenPlanes(_ stage: Int) {
        guard !planeSets.isEmpty else { return }
        rest.copy(places(system.stages[stage]), from: lambda)
        for set in planeSets {
            for plane in set.planes.ranges[stage] {
                let unit = set.planes.units[plane]
                let (own, relu) = (row(set.first + plane), row(unit))
                shims_ascent_share(
                    width, split.address(of: relu), multiplier.address(of: own), slopes[unit],
                    slopes[unit] * system.bias[unit] + intercepts[unit] - set.planes.constants[plane],
                    mu.address(of: own), lambda.address(of: own), rest.address(of: relu), mu.address(of: relu),
                    bounds.address(of: columns))
            }
        }
    }

    /// h of one stage's ReLUs that have planes, once the earlier values are there; in the planes' rows of z the gradient.
    func blendHiddenPlanes(_ stage: Int) {
        for set in planeSets.reversed() {
            let range = set.planes.ranges[stage]
            guard !range.isEmpty else { continue }
            let own = rows(set.rows(range), of: z)
            own.fill(0)
            set.planes.inputs[stage]?.accumulate(rows(0..<system.inputCount, of: inputs), into: own)
            for source in 0..<stage {
                set.planes.hidden[stage][source]?.accumulate(rows(system.stages[source], of: h), into: own)
            }
            for plane in range {
                let (own, relu) = (row(set.first + plane), row(set.planes.units[plane]))
                shims_ascent_blend(
                    width, lambda.address(of: own), multiplier.address(of: own), set.planes.constants[plane],
                    z.address(of: own), h.address(of: relu))
            }
        }
    }
}

/// Planes of later ReLUs, at most one of each, and where their rows start in a batch.
struct PlaneSet {
    let planes: SystemPlanes
    let first: Int

    func rows(_ planes: Range<Int>) -> Range<Int> { first + planes.lowerBound..<first + planes.upperBound }
}
