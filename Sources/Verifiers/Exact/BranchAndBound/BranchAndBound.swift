import Robustness

/// Worst-first branch and bound on one margin: splits of unstable ReLUs, bounds by batched dual ascent, every closed
/// domain certified in rigorous arithmetic, inputs of the relaxations tried as witnesses.
struct BranchAndBound {
    /// How the search went about it.
    struct Settings: Sendable {
        var rule = BranchingRule.lookAhead
        /// Domains split at a time.
        var batchSize = 256
        /// ReLUs tried per domain by the look-ahead rule.
        var candidates = 4
        var rootSteps = 100
        var lookAheadSteps = 2
        var childSteps = 8
        /// Open domains that may be kept before the search gives up.
        var openLimit = 400_000
    }

    /// How it ended.
    enum End: Sendable {
        /// Certified: the margin is at least `lower` > 0 on the whole set.
        case proved(lower: Double)
        case witness(Witness, margin: Double)
        /// The deadline passed, or too many domains are open.
        case stopped
        /// A domain without open ReLUs resisted certification.
        case unresolved
    }

    private let system: ReLUSystem
    private let objective: SystemObjective
    private let certificate: LeafCertificate
    private let witnesses: WitnessSearch
    private let leaves: LeafProgram
    private let settings: Settings
    /// Told of every closed domain.
    private let record: LeafRecord?
    private var queue = DomainQueue()
    private(set) var nodes = 0
    /// Best point seen so far.
    private(set) var best: (margin: Double, witness: Witness)?
    private var isUnresolved = false
    /// The smallest certified bound of a closed domain.
    private var lowest = Double.infinity

    /// A domain is handed to certification once its bound in single precision exceeds this.
    private static let closingBound: Float = 1e-5

    init(
        _ model: RelaxationModel, _ system: ReLUSystem, _ objective: SystemObjective, witnesses: WitnessSearch,
        settings: Settings, record: LeafRecord? = nil
    ) {
        self.system = system
        self.objective = objective
        self.witnesses = witnesses
        self.settings = settings
        self.record = record
        certificate = LeafCertificate(system: system, program: model.program, objective: objective.exact)
        leaves = LeafProgram(model: model, system: system, objective: objective.exact)
    }

    /// Searches until the margin is proved, a witness is found, or the deadline passes.
    mutating func run(until deadline: Deadline) -> End {
        start()
        while !queue.isEmpty {
            if let best, best.margin <= 0 { return .witness(best.witness, margin: best.margin) }
            if deadline.hasPassed || queue.count > settings.openLimit { return .stopped }
            expand(queue.removeLowest(settings.batchSize), until: deadline)
        }
        if let best, best.margin <= 0 { return .witness(best.witness, margin: best.margin) }
        return isUnresolved ? .unresolved : .proved(lower: lowest)
    }

    private mutating func start() {
        let units = 0..<system.count
        let root = BranchDomain(
            splits: units.map { _ in 0 }, alpha: units.map { system.upper[$0] > -system.lower[$0] ? 1 : 0 },
            beta: units.map { _ in 0 }, bound: -.infinity)
        nodes = 1
        settle([root], DualAscent(steps: settings.rootSteps, alphaStep: 0.4, betaStep: 0.2))
    }

    /// Splits every domain in two and bounds the halves.
    private mutating func expand(_ domains: [BranchDomain], until deadline: Deadline) {
        let batch = DomainBatch(domains, units: system.count)
        let evaluation = system.evaluate(objective, batch)
        let limit = settings.rule == .lookAhead ? settings.candidates : 1
        var pairs = [(domain: Int, children: [BranchDomain])]()
        for (column, domain) in domains.enumerated() {
            let units = settings.rule.candidates(
                system, domain.splits, evaluation, column: column, width: batch.count, limit: limit)
            if units.isEmpty {
                close(leaves.solve(domain.splits, until: deadline), domain.splits)
            }
            for unit in units { pairs.append((column, halves(domain, unit))) }
        }
        let ascent = DualAscent(steps: settings.childSteps, alphaStep: 0.4, betaStep: 0.2)
        settle(limit > 1 ? lookAhead(pairs, domains) : pairs.flatMap(\.children), ascent)
    }

    /// Of all pairs of halves of a domain, the one that improves its bound most after a few steps.
    private func lookAhead(
        _ pairs: [(domain: Int, children: [BranchDomain])], _ domains: [BranchDomain]
    ) -> [BranchDomain] {
        let ascent = DualAscent(steps: settings.lookAheadSteps, alphaStep: 0.4, betaStep: 0.2)
        var tried = [BranchDomain]()
        tried.reserveCapacity(2 * pairs.count)
        let all = pairs.flatMap(\.children)
        for start in stride(from: 0, to: all.count, by: 2 * settings.batchSize) {
            let chunk = Array(all[start..<min(start + 2 * settings.batchSize, all.count)])
            let result = ascent.run(system, objective, DomainBatch(chunk, units: system.count))
            for (column, child) in chunk.enumerated() {
                var climbed = child
                (climbed.alpha, climbed.beta) = result.batch.multipliers(column, units: system.count)
                climbed.bound = max(child.bound, result.bounds[column])
                tried.append(climbed)
            }
        }
        var chosen = [Int: (score: Float, pair: Int)]()
        for (index, pair) in pairs.enumerated() {
            let gains = (0..<2).map { half -> Float in
                let bound = tried[2 * index + half].bound
                let gain = min(bound, 0) - min(domains[pair.domain].bound, 0)
                return max(gain, 1e-6) * (bound > 0 ? 2 : 1)
            }
            let score = gains[0] * gains[1]
            if score > chosen[pair.domain]?.score ?? -1 { chosen[pair.domain] = (score, index) }
        }
        return chosen.sorted { $0.key < $1.key }.flatMap { [tried[2 * $0.value.pair], tried[2 * $0.value.pair + 1]] }
    }

    private func halves(_ domain: BranchDomain, _ unit: Int) -> [BranchDomain] {
        [Split.active, .inactive].map { split in
            var half = domain
            half.splits[unit] = split.rawValue
            half.beta[unit] = 0
            return half
        }
    }

    /// Climbs, certifies what closes, tries the inputs as witnesses, and puts the rest into the queue.
    private mutating func settle(_ domains: [BranchDomain], _ ascent: DualAscent) {
        nodes += domains.count
        for start in stride(from: 0, to: domains.count, by: 2 * settings.batchSize) {
            let chunk = Array(domains[start..<min(start + 2 * settings.batchSize, domains.count)])
            let result = ascent.run(system, objective, DomainBatch(chunk, units: system.count))
            // The multipliers that gave the best bounds, evaluated once more for the certificates.
            let final = system.evaluate(objective, result.batch)
            note(witnesses.best(final.inputs, count: chunk.count))
            for (column, domain) in chunk.enumerated() {
                var child = domain
                (child.alpha, child.beta) = result.batch.multipliers(column, units: system.count)
                child.bound = max(domain.bound, result.bounds[column])
                if result.bounds[column] > Self.closingBound, isProved(child, final, column, chunk.count) { continue }
                queue.insert(child)
            }
        }
    }

    private mutating func isProved(
        _ domain: BranchDomain, _ evaluation: DualEvaluation, _ column: Int, _ width: Int
    ) -> Bool {
        let units = 0..<system.count
        let mu = units.map { evaluation.mu[$0 * width + column] }
        let bound = certificate.bound(
            domain.splits, lambda: units.map { evaluation.lambda[$0 * width + column] }, mu: mu)
        guard bound > 0 else { return false }
        lowest = min(lowest, bound)
        record?(domain.splits, .multipliers(.single(mu)))
        return true
    }

    private mutating func close(_ leaf: LeafProgram.Result, _ splits: [Int8]) {
        if let point = leaf.point { note(witnesses.evaluate(point)) }
        if let bound = leaf.bound {
            lowest = min(lowest, bound)
            if let evidence = leaf.evidence { record?(splits, evidence) }
        } else if (best?.margin ?? 1) > 0 {
            isUnresolved = true
        }
    }

    private mutating func note(_ found: (margin: Double, witness: Witness)?) {
        guard let found, found.margin < best?.margin ?? .infinity else { return }
        best = found
    }
}
