import Proofs
import Questions

/// Domains with every ReLU split: there the relaxation is exact and a linear program settles it.
struct LeafProgram: Sendable {
    /// What the program said.
    struct Result: Sendable {
        /// A certified lower bound on the margin over the domain, infinity where the domain is certified empty; `nil` where the
        /// solver calls it empty and that cannot be certified.
        var bound: Double?
        /// The minimising input, where there is one.
        var point: [Double]?
        /// What `bound` rests on.
        var evidence: ProofLeaf.Evidence?
    }

    let model: RelaxationModel
    let certified: CertifiedRelaxation
    let objective: LinearFunction

    /// Settles the domain that `splits` define, which a bound past `threshold` does at once.
    func solve(_ splits: [Int8], past threshold: Double, until deadline: Deadline) -> Result {
        let found = minimum(of: objective, splits, until: deadline)
        guard found.status == .infeasible, found.bound <= threshold else {
            return Result(bound: found.bound, point: found.point, evidence: .multipliers(found.multipliers))
        }
        guard let contradiction = contradiction(splits, until: deadline) else { return Result() }
        return Result(bound: .infinity, evidence: .empty(contradiction))
    }

    /// Multipliers that certify that some split contradicts the others; `nil` where none is certified to.
    private func contradiction(_ splits: [Int8], until deadline: Deadline) -> Multipliers? {
        for unit in splits.indices.reversed() where splits[unit] != 0 {
            var others = splits
            others[unit] = 0
            // z = h − p; the split demands z ≥ 0 or z ≤ 0, so it is impossible where −z or z is surely > 0.
            let sign = Double(splits[unit])
            let place = certified.placements[unit]
            let opposite = LinearFunction(
                columns: [Int32(place.h), Int32(place.p)], values: [-sign, sign], constant: 0)
            let found = minimum(of: opposite, others, until: deadline)
            // With the split itself, the function is ≤ 0: without it, the same multipliers prove that 0 > 0.
            if found.bound > 0 { return found.multipliers }
        }
        return nil
    }

    private func minimum(
        of function: LinearFunction, _ splits: [Int8], until deadline: Deadline
    ) -> (bound: Double, status: SolveStatus, point: [Double]?, multipliers: Multipliers) {
        let certificate = LeafCertificate(relaxation: certified, objective: function)
        let fixed = certificate.fixed(splits)
        var program = model.compact
        for column in fixed.compactMap(model.compactColumn) { program.fixAtZero(column) }
        let solver = EngineRegistry.standard.makeSolver()
        solver.extend(to: program)
        let solution = solver.minimise(model.compacted(function), until: deadline)
        let multipliers = model.expanded(solution.multipliers)
        let bound = certificate.bound(splits, multipliers: multipliers)
        let point = solution.status == .optimal ? solver.columnValues(model.network.inputCount) : nil
        return (bound, solution.status, point, Multipliers(rounding: model.atSites(multipliers)))
    }
}
