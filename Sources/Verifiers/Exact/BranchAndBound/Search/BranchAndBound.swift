import Proofs
import Questions

/// Branch and bound on one margin: splits of unstable ReLUs, every closed domain certified in rigorous arithmetic, inputs
/// of the relaxations tried as witnesses.
struct BranchAndBound {
    /// How it ended.
    enum End: Sendable {
        /// Certified: the margin is at least `lower` on the whole set, which is > 0 or next to the best point's.
        case proved(lower: Double)
        case witness(Witness, margin: Double)
        /// The deadline passed; what is certified all the same, −∞ for nothing.
        case stopped(lower: Double)
        /// Too many domains are open.
        case outOfMemory(lower: Double)
        /// A domain without open ReLUs resisted certification.
        case unresolved
        /// The limit of nodes is reached.
        case exhausted(lower: Double)
    }

    let system: ReLUSystem
    let objective: DualObjective
    var certificate: LeafCertificate
    /// Looks for witnesses; `nil` where the objective is no margin.
    let witnesses: WitnessSearch?
    let leaves: LeafProgram
    let settings: SearchSettings
    var batch: DualBatch
    let relaxation: SearchRelaxation
    let shared: SystemObjective
    /// Planes of later ReLUs that were chosen on the way.
    var hidden: HiddenPlaneSets
    let program: NodeProgram?
    var queue: DomainQueue
    var pseudoCosts: PseudoCosts
    /// Told of every closed domain, and of the planes that it may use.
    let record: SearchRecord?
    private(set) var nodes = 0
    /// Best point seen so far.
    private(set) var best: WitnessSearch.Found?
    private var isUnresolved = false
    private let restart: RestartRule
    /// The bound of the whole set.
    private var rootBound = -Float.infinity
    /// The smallest certified bound of a closed domain.
    private var lowest = Double.infinity

    /// What a certified bound must exceed to close a domain.
    var threshold: Double { settings.threshold(best) }
    /// A domain is handed to certification once its bound in single precision exceeds this.
    var closingBound: Float { settings.seeksWorstMargin ? Float(threshold) : Float(threshold) + 1e-5 }

    /// What leaves lose where they are written in few digits.
    var shortening = Shortening()

    /// - Parameter isHard: whether a search of the same margin has been given up.
    init(
        _ relaxation: SearchRelaxation, _ objective: SystemObjective, witnesses: WitnessSearch?,
        settings: SearchSettings, record: SearchRecord? = nil, best: WitnessSearch.Found? = nil,
        restart: RestartRule = .never, isHard: Bool = false
    ) {
        hidden = HiddenPlaneSets(atOnce: isHard)
        self.record = record
        self.best = best
        self.restart = restart
        system = relaxation.system
        self.relaxation = relaxation
        shared = objective
        self.objective = DualObjective(objective)
        self.witnesses = witnesses
        self.settings = settings
        certificate = relaxation.certificate(objective.exact)
        let cuts = BallCuts(relaxation.network.region.twoBall)
        leaves = LeafProgram(
            model: relaxation.model, certified: relaxation.certified, objective: objective.exact, cuts: cuts)
        queue = DomainQueue(order: settings.order)
        pseudoCosts = PseudoCosts(units: system.count)
        batch = DualBatch(system, capacity: 2 * settings.batchSize, planes: relaxation.planes)
        program = settings.bounding == .lp ? NodeProgram(relaxation, certificate, cuts) : nil
    }

    /// Bound evaluations, counted per domain.
    var evaluations: Double { batch.evaluations }
    /// Costs of the linear programs, where domains are bounded by them.
    var programCost: NodeProgram.Cost { program?.cost ?? NodeProgram.Cost() }

    /// Searches until the margin is proved, a witness is found, or the deadline passes.
    mutating func run(until deadline: Deadline) -> End {
        var reserve = AnytimeReserve(deadline, weights: certificate.planes?.entries.count ?? 0)
        // Certified on the way: the domains that were open then, and those closed before, cover the set.
        var known = -Double.infinity
        var root = BranchDomain.root(system)
        addPlanesIfDue(&root, until: deadline)
        bound([root], steps: settings.rootSteps, until: deadline)
        rootBound = queue.nextBound
        while !queue.isEmpty {
            if settings.isDecisive(best), let best { return .witness(best.witness, margin: best.margin) }
            if reserve.isCheckpoint(deadline, open: queue.count) { known = certifiedLowest(until: deadline) }
            if reserve.isDue(deadline, open: queue.count) {
                return .stopped(lower: max(known, certifiedLowest(until: deadline)))
            }
            if usedMemory > settings.memory {
                return .outOfMemory(lower: max(known, certifiedLowest(until: deadline)))
            }
            if restart.isDue(nodes, root: rootBound, bound: queue.nextBound, threshold: Float(threshold)) {
                return .exhausted(lower: certifiedLowest(until: deadline, recording: true))
            }
            if hidden.areDue(nodes, settings), var worst = queue.remove(1).first {
                addPlanesIfDue(&worst, until: deadline)
                queue.insert(worst)
            }
            let count = program == nil ? settings.batchSize : 1
            expand(isShortOfMemory ? queue.removeLast(count) : queue.remove(count), until: deadline)
        }
        if settings.isDecisive(best), let best { return .witness(best.witness, margin: best.margin) }
        // The set is not empty: if every domain were, one has been lost.
        return isUnresolved || lowest == .infinity ? .unresolved : .proved(lower: lowest)
    }

    /// Bytes that the open domains take.
    private var usedMemory: Int {
        let weights = certificate.planes?.entries.count ?? 0
        let domain = BranchDomain.bytes(
            units: system.count, candidates: settings.poolSize, shares: certificate.relaxation.planeCount)
        return queue.count * (domain + weights)
    }

    /// Whether so many domains are open that their number had better fall before more of the lowest bounds are split.
    private var isShortOfMemory: Bool { usedMemory > settings.memory / 4 * 3 }

    /// Splits every domain in two and bounds the halves.
    private mutating func expand(_ domains: [BranchDomain], until deadline: Deadline) {
        var open = [BranchDomain]()
        for domain in domains {
            if domain.candidates.isEmpty {
                addCut(domain)
                close(leaves.solve(domain.splits, past: threshold, until: deadline), domain.splits)
            } else if !isLikelyEmpty(domain) || !closeByProgram(domain.splits, until: deadline) {
                open.append(domain)
            }
        }
        let children = program == nil ? split(open) : splitByPrograms(open, until: deadline)
        bound(children, steps: settings.childSteps, until: deadline)
    }

    /// On an l2 ball: where the domain's multipliers lead to, programs had better look.
    private func addCut(_ domain: BranchDomain) {
        guard let cuts = leaves.cuts, program == nil else { return }
        batch.load([domain])
        batch.evaluate(objective, cornered: false)
        cuts.add(costs: (0..<system.inputCount).map { Double(batch.nu[$0]) })
    }

    /// Whether a domain has so many more splits than the network has inputs that some probably contradict each other,
    /// which a linear program sees at once and ascent does not. Asked at every fourth split.
    private func isLikelyEmpty(_ domain: BranchDomain) -> Bool {
        let depth = domain.splits.reduce(0) { $0 + ($1 == 0 ? 0 : 1) }
        return depth % 4 == 0 && depth >= system.inputCount + 4
    }

    /// Bounds domains, closes what is certified, tries the inputs as witnesses, and puts the rest into the queue.
    private mutating func bound(_ domains: [BranchDomain], steps: Int, until deadline: Deadline) {
        nodes += domains.count
        guard program == nil else { return boundByPrograms(domains, until: deadline) }
        for start in stride(from: 0, to: domains.count, by: batch.capacity) {
            ascend(domains[start..<min(start + batch.capacity, domains.count)], steps: steps)
        }
    }

    private mutating func ascend(_ domains: ArraySlice<BranchDomain>, steps: Int) {
        batch.load(domains)
        var ascent = settings.ascent(steps: steps)
        ascent.planeStep = nodes == 1 ? settings.rootPlaneStep : settings.childPlaneStep
        let closed = ascent.run(batch, objective, exactly: true, closingBound: closingBound) { column in
            close(domains[domains.startIndex + batch.origins[column]].splits, batch.leaf(column), batch.bounds[column])
        }
        let left = closed.indices.filter { !closed[$0] }
        updatePseudoCosts(from: domains, left: left)
        guard !left.isEmpty else { return }
        if let witnesses { note(witnesses.look(at: batch, objective, columns: left)) }
        for column in left {
            var child = domains[domains.startIndex + batch.origins[column]]
            child.multipliers = batch.bestMultipliers(column)
            if let planes = batch.planes { child.planes = planes.weights(column) }
            child.bound = max(child.bound, batch.bestBounds[column])
            child.candidates = settings.rule.candidates(batch, column: column, limit: settings.poolSize)
            queue.insert(child)
        }
    }

    /// Whether multipliers certify a bound that closes the domain that `splits` define.
    ///
    /// - Parameter bound: what single precision says of it.
    private mutating func close(_ splits: [Int8], _ leaf: LeafMultipliers, _ bound: Float) -> Bool {
        if record != nil, let short = inFewDigits(splits, leaf, bound) {
            return close(splits, short.leaf, certified: short.bound)
        }
        return close(splits, leaf, certified: certificate.bound(splits, leaf))
    }

    private mutating func close(_ splits: [Int8], _ leaf: LeafMultipliers, certified bound: Double) -> Bool {
        guard bound > threshold else { return false }
        lowest = min(lowest, bound)
        record?.close(splits, certificate.proofLeaf(splits, leaf))
        return true
    }

    /// The same for multipliers of a linear program.
    mutating func isProved(_ splits: [Int8], _ bounded: NodeProgram.Bounded) -> Bool {
        guard bounded.certified > threshold else { return false }
        lowest = min(lowest, bounded.certified)
        record?.close(splits, ProofLeaf(.multipliers(bounded.multipliers)))
        return true
    }

    /// Whether a domain's own program closes it, be it that the domain is certified to be empty.
    mutating func closeByProgram(_ splits: [Int8], until deadline: Deadline) -> Bool {
        let leaf = leaves.solve(splits, past: threshold, until: deadline)
        if let point = leaf.point { note(witnesses?.evaluate(point)) }
        guard let bound = leaf.bound, bound > threshold else { return false }
        close(leaf, splits)
        return true
    }

    private mutating func close(_ leaf: LeafProgram.Result, _ splits: [Int8]) {
        if let point = leaf.point { note(witnesses?.evaluate(point)) }
        // No split is left that could raise the bound: where the worst margin is sought, it is the domain's.
        if let bound = leaf.bound, bound > threshold || settings.seeksWorstMargin {
            lowest = min(lowest, bound)
            if let evidence = leaf.evidence { record?.close(splits, ProofLeaf(evidence)) }
        } else if !settings.isDecisive(best) {
            isUnresolved = true
        }
    }

    mutating func note(_ found: WitnessSearch.Found?) {
        guard let found, found.margin < best?.margin ?? .infinity else { return }
        best = found
    }

    /// The smallest certified bound over the domains that are closed and those that are open; −∞ where time is too short
    /// to certify them all. With `recording` the open ones are taken down as well.
    private func certifiedLowest(until deadline: Deadline, recording: Bool = false) -> Double {
        // A leaf that resisted has left the queue without a bound.
        guard !isUnresolved else { return -.infinity }
        var smallest = lowest
        let open = queue.domains
        // Programs leave certified bounds behind, rounded down.
        if program != nil { return open.reduce(smallest) { min($0, Double($1.bound)) } }
        for start in stride(from: 0, to: open.count, by: batch.capacity) {
            guard !deadline.hasPassed else { return -.infinity }
            let chunk = open[start..<min(start + batch.capacity, open.count)]
            batch.load(chunk)
            batch.evaluate(objective, cornered: false)
            for (column, domain) in chunk.enumerated() {
                let leaf = batch.leaf(column)
                let bound = certificate.bound(domain.splits, leaf)
                if recording { take(domain.splits, leaf, bound, least: smallest) }
                smallest = min(smallest, bound)
            }
        }
        return smallest
    }
}
