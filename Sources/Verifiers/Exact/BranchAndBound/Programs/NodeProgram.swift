import Proofs
import Questions

/// The relaxation's linear program for one domain after another: a split fixes a column, the dual simplex goes on from
/// the last basis and stops as soon as the objective exceeds 0. On l2 balls cuts are added on the way; they hold for all domains.
final class NodeProgram {
    /// What one domain's program says.
    struct Bounded {
        /// Certified lower bound on the margin over the domain.
        var certified: Double
        /// What `certified` rests on.
        var multipliers: Multipliers
        var status: SolveStatus
        /// The minimising input, where the program was solved to the end.
        var point: [Double]?
        /// Coefficients left on the inputs, on l2 balls.
        var inputCosts: [Double]
        /// Open ReLUs, most promising first.
        var candidates: [(unit: Int, score: Float)] = []
    }

    /// What the solves cost.
    struct Cost {
        var solves = 0
        var fallbacks = 0
        var iterations = 0

        /// Adds another cost.
        mutating func add(_ other: Cost) {
            solves += other.solves
            fallbacks += other.fallbacks
            iterations += other.iterations
        }

        /// Adds what `session` has cost.
        mutating func add(_ session: RelaxationSession) {
            solves += session.lpSolves
            fallbacks += session.lpFallbacks
            iterations += session.simplexIterations
        }
    }

    private let model: RelaxationModel
    private let system: ReLUSystem
    private let certificate: LeafCertificate
    private let objective: LinearFunction
    private let solver = EngineRegistry.standard.makeSolver()
    private var present: [Int8]
    /// What the solver works on: `model.compact` with cuts.
    private var program: LinearProgram
    private let cuts: BallCuts?
    private(set) var cost = Cost()

    /// How far past what closes a domain the solver goes on: more than its tolerance.
    private static let excess = 1e-6
    /// Solves of one domain's program with ever more cuts, at most, and cuts in all.
    private static let rounds = 20
    private static let cutLimit = 1000

    init(_ relaxation: SearchRelaxation, _ certificate: LeafCertificate, _ cuts: BallCuts? = nil) {
        self.cuts = cuts
        program = relaxation.model.compact
        (model, system) = (relaxation.model, relaxation.system)
        self.certificate = certificate
        objective = model.compacted(certificate.objective)
        present = Array(repeating: 0, count: system.count)
        solver.extend(to: program)
    }

    /// Bounds the domain that `splits` define, no further than past `threshold`, and ranks its open ReLUs by `rule`.
    func bound(
        _ splits: [Int8], past threshold: Double, rule: BranchingRule, limit: Int, until deadline: Deadline
    ) -> Bounded {
        solver.cutOff = threshold + Self.excess
        if !solver.isReady {
            solver.extend(to: program)
            present = Array(repeating: 0, count: system.count)
        }
        for unit in splits.indices where splits[unit] != present[unit] { impose(splits[unit], on: unit) }
        present = splits
        var (result, solution) = solve(splits, until: deadline)
        for _ in 0..<Self.rounds where result.certified <= threshold {
            guard let more = improved(result, splits, until: deadline) else { break }
            (result, solution) = more
        }
        guard result.certified <= threshold else { return result }
        result.candidates = candidates(splits, solution.multipliers, rule: rule, limit: limit)
        return result
    }

    private func solve(_ splits: [Int8], until deadline: Deadline) -> (Bounded, Solution) {
        let solution = solver.minimise(objective, until: deadline)
        cost.solves += 1
        cost.fallbacks += solution.fellBack ? 1 : 0
        cost.iterations += solution.iterations
        let multipliers = model.expanded(solution.multipliers)
        var costs = [Double]()
        let certified = certificate.bound(splits, multipliers: multipliers, inputCosts: &costs)
        var result = Bounded(
            certified: certified, multipliers: Multipliers(finite: model.atSites(multipliers)),
            status: solution.status, inputCosts: costs)
        if solution.status == .optimal { result.point = solver.columnValues(model.network.inputCount) }
        return (result, solution)
    }

    /// The same once the point has been cut off; `nil` where it lies in the set, or nothing more is to be had.
    private func improved(
        _ bounded: Bounded, _ splits: [Int8], until deadline: Deadline
    ) -> (Bounded, Solution)? {
        guard let cuts, let point = bounded.point, program.rows.count < model.compact.rows.count + Self.cutLimit,
            !deadline.hasPassed
        else { return nil }
        let found = cuts.separate(point, costs: bounded.inputCosts)
        guard !found.isEmpty else { return nil }
        for cut in found { program.add(cut) }
        solver.extend(to: program)
        var more = solve(splits, until: deadline)
        if more.0.certified < bounded.certified {
            (more.0.certified, more.0.multipliers) = (bounded.certified, bounded.multipliers)
        }
        return more
    }

    private func impose(_ split: Int8, on unit: Int) {
        let relu = model.placements[unit]
        for (column, isZero) in [(relu.compactH, split < 0), (relu.compactP, split > 0)] {
            solver.setBounds(ofColumn: column, lower: 0, upper: isZero ? 0 : model.compact.upper[column])
        }
    }

    /// By what the triangle's row costs the bound, or by its size.
    private func candidates(
        _ splits: [Int8], _ multipliers: [Double], rule: BranchingRule, limit: Int
    ) -> [(unit: Int, score: Float)] {
        let open = splits.indices.filter { splits[$0] == 0 }
        let scored = open.map { unit -> (unit: Int, score: Float) in
            let row = model.placements[unit].compactTie + 1
            let price = rule == .widest ? 1 : abs(row < multipliers.count ? multipliers[row] : 0)
            return (unit, Float(price) * system.intercepts[unit])
        }
        return Array(scored.sorted { ($0.score, $1.unit) > ($1.score, $0.unit) }.prefix(limit))
    }
}

/// Domains bounded by their linear programs.
extension BranchAndBound {
    mutating func boundByPrograms(_ domains: [BranchDomain], until deadline: Deadline) {
        guard let program else { return }
        for domain in domains {
            let bounded = program.bound(
                domain.splits, past: threshold, rule: settings.rule, limit: settings.poolSize, until: deadline)
            if isProved(domain.splits, bounded) { continue }
            if let point = bounded.point { note(witnesses?.evaluate(point)) }
            if bounded.status == .infeasible, closeByProgram(domain.splits, until: deadline) { continue }
            var child = domain
            child.bound = max(domain.bound, Float(bounded.certified).nextDown)
            child.candidates = bounded.candidates
            queue.insert(child)
        }
    }

    /// The halves of every domain along the ReLU that the rule chooses.
    func splitByPrograms(_ domains: [BranchDomain], until deadline: Deadline) -> [BranchDomain] {
        guard let program else { return [] }
        let threshold = threshold
        return domains.flatMap { domain -> [BranchDomain] in
            var chosen = (unit: domain.candidates[0].unit, score: -1.0)
            if settings.rule == .lookAhead, domain.candidates.count > 1 {
                for candidate in domain.candidates.prefix(settings.candidates) {
                    let score = [Split.active, .inactive].reduce(1.0) { product, split in
                        let half = domain.half(candidate.unit, split)
                        let bounded = program.bound(
                            half.splits, past: threshold, rule: settings.rule, limit: 1, until: deadline)
                        let gain = max(
                            min(bounded.certified, threshold) - min(Double(domain.bound), threshold), 1e-6)
                        return product * gain * (bounded.certified > threshold ? 2 : 1)
                    }
                    if score > chosen.score { chosen = (candidate.unit, score) }
                }
            }
            return [domain.half(chosen.unit, .active), domain.half(chosen.unit, .inactive)]
        }
    }
}
