import Questions
import ResultStore

/// Queries of one cell that go to a worker together.
public struct Job: Sendable, Hashable, Identifiable {
    public let id: Int
    /// Index into the plan's cells.
    public let cell: Int
    /// Positions in the cell's samples, ascending.
    public let positions: [Int]
    /// How often a worker has died over these queries.
    public let deaths: Int

    package init(id: Int, cell: Int, positions: [Int], deaths: Int) {
        self.id = id
        self.cell = cell
        self.positions = positions
        self.deaths = deaths
    }
}

/// What is left to ask, in what order: a pure state machine over a plan.
///
/// A cell's samples are cut into chunks by their position, always in the same places (`Batches`). A
/// chunk is ready when every cheaper method that might settle one of its queries has answered; then what follows from
/// their answers is derived and the rest is one job, recorded in one transaction. So an interrupted run finds each
/// chunk either answered or not, and asks the same batches as an undisturbed one. A chunk that is answered in part
/// (its batch was split, or the suite grew) is asked query by query.
public struct Schedule: Sendable {
    /// Where a query of a cell stands.
    public enum Standing: UInt8, Sendable, Hashable {
        /// Waits for cheaper methods, for a worker, or for the worker's answer.
        case pending
        /// The store held an answer.
        case reused
        /// Asked and answered in this run.
        case asked
        /// Follows from a cheaper method.
        case derived
        /// Not this run's: another part of the plan holds it.
        case elsewhere
    }

    struct Chunk {
        var positions: Range<Int>
        /// Pairs of a pending query and a cheaper method that has not answered it.
        var waiting = 0
    }

    struct Cell {
        var standings: [Standing]
        /// Counts of `standings`.
        var progress: CellProgress
        var known: [Answer?]
        var chunks: [Chunk]
        /// Position of each of the plan's samples, −1 where the cell leaves it out.
        var positionOf: [Int32]
        /// Cheaper cells of the same network and ε that may settle queries of this one, cheapest first.
        var sources: [Int] = []
        /// The reverse of `sources`.
        var dependents: [Int] = []
        var ready: [Job] = []
        /// Index of the first of `ready` not yet handed out.
        var handedOut = 0
        /// Queries still to be handed out early, so that something is known of the cell.
        var survey = 0
        /// By `sources` and position.
        var fates: [[Fate]] = []
        /// Rises whenever an answer comes that the cell's queries depend on.
        var changes = 0
    }

    public let plan: Plan
    let options: RunOptions
    let cascade: Cascade?
    var cells: [Cell]
    /// Indices of cells in the order in which their jobs are handed out.
    var order: [Int]
    /// Cells whose jobs are handed out before.
    var early: [Int] = []
    private var lastJob = 0
    /// Tools that are asked one question at a time and have one now.
    var busyTools: Set<Digest> = []
    /// How far the whole plan is.
    public private(set) var progress = CellProgress()

    public init(_ plan: Plan, options: RunOptions) {
        self.plan = plan
        self.options = options
        cascade =
            options.cascade ?? plan.suite.cascade && !plan.suite.form.goal.isRadius
            ? Cascade(
                catalog: plan.catalog, measure: plan.suite.measure, reference: plan.suite.reference,
                property: plan.suite.form.property, norm: plan.suite.norm) : nil
        cells = zip(plan.cells, plan.costPriors).map { cell, prior in
            let reused = cell.answers.map { answer in
                answer.flatMap { given in
                    let isAskedAgain = options.fresh || options.retry.contains { $0.covers(given) }
                    return given.impliedBy == nil && !isAskedAgain ? given : nil
                }
            }
            var positionOf = [Int32](repeating: -1, count: plan.samples.count)
            for (position, sample) in cell.samples.enumerated() { positionOf[sample] = Int32(position) }
            let standings = reused.indices.map { position in
                cell.asked?[position] == false
                    ? Standing.elsewhere : reused[position] == nil ? .pending : .reused
            }
            let open = standings.count { $0 == .pending }
            return Cell(
                standings: standings,
                progress: CellProgress(
                    total: standings.count { $0 != .elsewhere }, reused: standings.count { $0 == .reused }, open: open),
                known: reused, chunks: cell.batches.ranges(of: cell.samples.count).map { Chunk(positions: $0) },
                positionOf: positionOf,
                survey: prior.basis == .recorded && prior.count >= Self.surveyed(cell.descriptor.claim)
                    ? 0 : min(Self.surveyed(cell.descriptor.claim), open))
        }
        order = []
        for cell in cells { progress.add(cell.progress) }
        connect()
        orderByPriors()
    }

    /// Finds out which cell waits for which.
    private mutating func connect() {
        if let cascade { connect(by: cascade) }
        connectDistances()
        connectFates()
        for target in cells.indices {
            for number in cells[target].chunks.indices {
                for position in cells[target].chunks[number].positions
                where cells[target].standings[position] == .pending {
                    let sample = plan.cells[target].samples[position]
                    cells[target].chunks[number].waiting += cells[target].sources.count { source in
                        let there = cells[source].positionOf[sample]
                        return there >= 0 && cells[source].standings[Int(there)] == .pending
                    }
                }
            }
        }
    }

    /// A certified distance is about every ε: the first cell of a network asks, the others follow from it.
    private mutating func connectDistances() {
        let distances = plan.cells.indices.filter {
            plan.cells[$0].descriptor.claim == .distance && !plan.suite.form.goal.isRadius
        }
        for group in Dictionary(grouping: distances, by: { [plan.cells[$0].network, plan.cells[$0].method] }).values {
            for target in group.dropFirst() {
                cells[target].sources.insert(group[0], at: 0)
                cells[group[0]].dependents.append(target)
            }
        }
    }

    /// Who is asked only what cheaper methods left open.
    private mutating func connect(by cascade: Cascade) {
        func rank(_ index: Int) -> (Int, Int) { (plan.cells[index].descriptor.costRank, plan.cells[index].method) }
        let groups = Dictionary(grouping: plan.cells.indices) { plan.cells[$0].cell.row }
        // What was asked once per network speaks of every size.
        let points = plan.cells.indices.filter { plan.cells[$0].descriptor.claim == .classification }
        for (row, group) in groups {
            let elsewhere = points.filter { plan.cells[$0].cell.network == row.network && !group.contains($0) }
            let sorted = (group + elsewhere).sorted { rank($0) < rank($1) }
            for (place, target) in sorted.enumerated() where !elsewhere.contains(target) {
                for source in sorted[..<place]
                where cascade.mayImply(plan.cells[source].descriptor, plan.cells[target].descriptor) {
                    cells[target].sources.append(source)
                    cells[source].dependents.append(target)
                }
            }
        }
    }

    /// Call once, first: what follows from answers in the store alone.
    public mutating func start() -> [Attempt] {
        var derived = [Attempt]()
        let ready = cells.indices.flatMap { cell in
            cells[cell].chunks.indices.filter { cells[cell].chunks[$0].waiting == 0 }.map { (cell, $0) }
        }
        for (cell, chunk) in ready { resolve(cell, chunk, &derived) }
        return derived
    }

    /// The next job to hand out; `nil` if none is ready now, or none of those that only tell what queries take.
    public mutating func next(surveyOnly: Bool = false) -> Job? {
        guard
            let cell = nextToSurvey(exact: false) ?? (surveyOnly ? nil : early.first { hasJob($0) })
                ?? nextToSurvey(exact: true) ?? (surveyOnly ? nil : order.first { hasJob($0) })
        else { return nil }
        let job = cells[cell].ready[cells[cell].handedOut]
        cells[cell].handedOut += 1
        cells[cell].survey -= job.positions.count
        occupyTool(of: cell)
        return job
    }

    /// Takes the final answers to a job's queries, in order. Returns everything to record in one transaction: these
    /// answers and what follows from them.
    public mutating func complete(_ job: Job, _ outcomes: [Outcome]) -> [Attempt] {
        precondition(outcomes.count == job.positions.count)
        releaseTool(of: job.cell)
        var records = [Attempt]()
        var unblocked = [(Int, Int)]()
        for (position, outcome) in zip(job.positions, outcomes) {
            records.append(attempt(job.cell, position, outcome))
            let answer = Answer(
                verdict: outcome.verdict, reason: outcome.reason, impliedBy: outcome.impliedBy,
                marginLower: outcome.marginLower, marginUpper: outcome.marginUpper,
                distanceLower: outcome.distanceLower)
            settle(job.cell, position, answer, .asked, &unblocked)
        }
        for (cell, chunk) in unblocked { resolve(cell, chunk, &records) }
        return records
    }

    /// Asks a job again as a whole, ahead of everything else of its cell.
    public mutating func repeatAfterDeath(_ job: Job) {
        enqueue([makeJob(job.cell, job.positions, deaths: job.deaths + 1)], at: job.cell)
    }

    /// Takes back a job that no worker has touched.
    public mutating func giveBack(_ job: Job) { enqueue([job], at: job.cell) }

    /// Asks the queries of a job one by one, ahead of everything else of its cell.
    public mutating func split(_ job: Job) {
        enqueue(job.positions.map { makeJob(job.cell, [$0], deaths: 0) }, at: job.cell)
    }

    private mutating func enqueue(_ jobs: [Job], at cell: Int) {
        releaseTool(of: cell)
        cells[cell].ready.replaceSubrange(..<cells[cell].handedOut, with: jobs)
        cells[cell].handedOut = 0
    }

    private mutating func makeJob(_ cell: Int, _ positions: [Int], deaths: Int) -> Job {
        lastJob += 1
        return Job(id: lastJob, cell: cell, positions: positions, deaths: deaths)
    }

    private func attempt(_ cell: Int, _ position: Int, _ outcome: Outcome) -> Attempt {
        Attempt(
            configuration: plan.cells[cell].digest,
            sample: plan.samples[plan.cells[cell].samples[position]].digest, outcome: outcome)
    }

    /// Enters a final answer and collects the chunks that waited only for it.
    private mutating func settle(
        _ cell: Int, _ position: Int, _ answer: Answer, _ standing: Standing, _ unblocked: inout [(Int, Int)]
    ) {
        cells[cell].known[position] = answer
        cells[cell].changes += 1
        cells[cell].standings[position] = standing
        cells[cell].progress.settle(standing)
        progress.settle(standing)
        let sample = plan.cells[cell].samples[position]
        for target in cells[cell].dependents {
            cells[target].changes += 1
            let there = Int(cells[target].positionOf[sample])
            guard there >= 0 else { continue }
            if let slot = cells[target].sources.firstIndex(of: cell) {
                cells[target].fates[slot][there] = fate(of: target, from: cell, saying: answer, about: sample)
            }
            guard cells[target].standings[there] == .pending else { continue }
            let chunk = plan.cells[target].batches.number(of: there)
            cells[target].chunks[chunk].waiting -= 1
            if cells[target].chunks[chunk].waiting == 0 { unblocked.append((target, chunk)) }
        }
    }

    /// Derives what follows for a chunk that waits for nothing any more, and makes jobs of the rest.
    private mutating func resolve(_ cell: Int, _ chunk: Int, _ records: inout [Attempt]) {
        var unblocked = [(Int, Int)]()
        var asked = [Int]()
        let positions = cells[cell].chunks[chunk].positions
        for position in positions where cells[cell].standings[position] == .pending {
            guard let answer = derivedAnswer(cell, position) else {
                asked.append(position)
                continue
            }
            if options.fresh || plan.cells[cell].answers[position] != answer {
                records.append(
                    attempt(
                        cell, position,
                        Outcome(
                            verdict: answer.verdict, marginLower: answer.marginLower, marginUpper: answer.marginUpper,
                            distanceLower: answer.distanceLower, reason: answer.reason, impliedBy: answer.impliedBy)))
            }
            settle(cell, position, answer, .derived, &unblocked)
        }
        let answeredInPart = positions.contains {
            let standing = cells[cell].standings[$0]
            return standing == .reused || standing == .elsewhere && cells[cell].known[$0] != nil
        }
        let isNew = asked.contains {
            plan.cells[cell].answers[$0]?.impliedBy != nil || plan.cells[cell].answers[$0] == nil
        }
        let batches = answeredInPart && isNew ? asked.map { [$0] } : asked.isEmpty ? [] : [asked]
        for batch in batches { cells[cell].ready.append(makeJob(cell, batch, deaths: 0)) }
        for (cell, chunk) in unblocked { resolve(cell, chunk, &records) }
    }

    /// What the cheapest method that settles this query implies.
    private func derivedAnswer(_ cell: Int, _ position: Int) -> Answer? {
        let sample = plan.cells[cell].samples[position]
        let isAudited = plan.isAudited(cell: cell, sample: sample)
        for source in cells[cell].sources {
            let there = Int(cells[source].positionOf[sample])
            guard there >= 0, let known = cells[source].known[there] else { continue }
            if let answer = answer(for: cell, from: source, saying: known, isAudited: isAudited) { return answer }
        }
        return nil
    }

    /// What `known`, an answer of a cheaper cell, implies for a query of another about the same image.
    func answer(for cell: Int, from source: Int, saying known: Answer, isAudited: Bool = false) -> Answer? {
        let id = plan.suite.methods[plan.cells[source].method].id
        var known = known
        // What a method said at another size it said itself.
        if known.impliedBy == id { known.impliedBy = nil }
        if plan.cells[source].method == plan.cells[cell].method {
            return known.ofDistance(at: plan.cells[cell].epsilon, id: id)
        }
        return isAudited
            ? nil
            : cascade?.derived(
                for: plan.cells[cell].descriptor, from: plan.cells[source].descriptor, saying: known, id: id)
    }
}
