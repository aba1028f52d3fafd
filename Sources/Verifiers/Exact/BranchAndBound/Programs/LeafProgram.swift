import Proofs
import Questions

/// Domains with every ReLU split: there the relaxation is exact and a linear program settles it. On l2 balls it is a program
/// over the box with ever more cuts, until its solution lies in the ball.
struct LeafProgram {
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
    /// On l2 balls.
    let cuts: BallCuts?

    /// Programs that are cut off one after the other for one domain, at most.
    private static let rounds = 200

    /// Settles the domain that `splits` define, which a bound past `threshold` does at once.
    func solve(_ splits: [Int8], past threshold: Double, until deadline: Deadline) -> Result {
        let found = minimum(of: objective, splits, past: threshold, until: deadline)
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
            let found = minimum(of: opposite, others, past: 0, until: deadline)
            // With the split itself, the function is ≤ 0: without it, the same multipliers prove that 0 > 0.
            if found.bound > 0 { return found.multipliers }
        }
        return nil
    }

    /// What a program says of a function on a domain.
    private typealias Found = (bound: Double, status: SolveStatus, point: [Double]?, multipliers: Multipliers)

    /// - Parameter threshold: on l2 balls, a bound past this is as good as the best one.
    private func minimum(
        of function: LinearFunction, _ splits: [Int8], past threshold: Double, until deadline: Deadline
    ) -> Found {
        let certificate = LeafCertificate(relaxation: certified, objective: function)
        var program = model.compact
        for column in certificate.fixed(splits).compactMap(model.compactColumn) { program.fixAtZero(column) }
        for cut in cuts?.latest ?? [] { program.add(cut) }
        let solver = EngineRegistry.standard.makeSolver()
        let goal = model.compacted(function)
        var best: Found = (-.infinity, .failed, nil, .single([]))
        for _ in 0..<Self.rounds {
            solver.extend(to: program)
            let solution = solver.minimise(goal, until: deadline)
            let multipliers = model.expanded(solution.multipliers)
            var costs = [Double]()
            let bound = certificate.bound(splits, multipliers: multipliers, inputCosts: &costs)
            if best.status == .failed || bound > best.bound {
                (best.bound, best.multipliers) = (bound, Multipliers(finite: model.atSites(multipliers)))
            }
            best.status = solution.status
            guard solution.status == .optimal else { break }
            let point = solver.columnValues(model.network.inputCount)
            best.point = point
            guard let cuts, best.bound <= threshold, !deadline.hasPassed else { break }
            let found = cuts.separate(point, costs: costs)
            guard !found.isEmpty else { break }
            for cut in found { program.add(cut) }
        }
        return best
    }
}
