import Questions
import ResultStore

/// Open queries of one cell that go to a worker together.
public struct OpenBatch: Sendable, Hashable {
    /// Index into the plan's cells.
    public var cell: Int
    /// Positions in the cell's samples, ascending.
    public var positions: [Int]
    /// Seconds of one core that they are expected to take together.
    public var seconds: Double
}

/// Batches of which some wait for others: whoever asks one asks all.
public struct OpenGroup: Sendable, Hashable {
    /// In the order of the plan.
    public var batches: [OpenBatch]

    public var seconds: Double { batches.reduce(0) { $0 + $1.seconds } }
    public var queries: Int { batches.reduce(0) { $0 + $1.positions.count } }
}

/// What is left to ask of a plan, in groups that need nothing of each other: what is shared out among machines.
///
/// A batch belongs to the group of the cheaper methods' batches whose answers may settle its queries. Where such a group takes longer
/// than one machine shall, the queries that are asked one by one and wait for others are postponed: once the others are answered they
/// are groups of their own, and fewer.
public struct OpenWork: Sendable, Hashable {
    /// By their first batch, in the order of the plan.
    public var groups: [OpenGroup]
    /// Queries that wait for answers which are asked elsewhere, or for cheaper methods whose group would be too long with them.
    public var postponed: Int
    /// What follows from known answers alone.
    public var derived: [Attempt]

    /// - Parameter longest: seconds that a group may take.
    public init(_ plan: Plan, options: RunOptions, longest: Double) {
        var schedule = Schedule(plan, options: options)
        derived = schedule.start()
        var graph = BatchGraph(schedule, options)
        graph.postponeBlocked()
        graph.splitGroups(longerThan: longest)
        groups = graph.groups.map { OpenGroup(batches: $0.map { graph.batches[$0] }) }
        postponed = graph.batches.indices.reduce(0) {
            $0 + (graph.isPostponed[$1] ? graph.batches[$1].positions.count : 0)
        }
    }
}

/// Open batches and which waits for which.
private struct BatchGraph {
    private(set) var batches: [OpenBatch] = []
    /// By batch: those whose answers may settle some of its queries.
    private var sources: [[Int]] = []
    private(set) var isPostponed: [Bool] = []
    /// Whether a batch waits for answers that nobody here asks for.
    private var isBlocked: [Bool] = []
    private let isSingle: [Bool]

    init(_ schedule: Schedule, _ options: RunOptions) {
        let plan = schedule.plan
        isSingle = plan.cells.map { $0.batches.size == 1 }
        var estimate = RemainingTime(plan, workers: options.workers)
        let forecast = estimate.forecast(schedule)
        // By cell and chunk.
        var numbers = [[Int?]]()
        for (index, cell) in schedule.cells.enumerated() {
            let open = max(1, cell.progress.open)
            let each = forecast[index].secondsEach * min(1, forecast[index].open / Double(open))
            numbers.append(
                cell.chunks.map { chunk in
                    let positions = chunk.positions.filter { cell.mustBeAsked($0) }
                    guard !positions.isEmpty else { return nil }
                    batches.append(
                        OpenBatch(cell: index, positions: positions, seconds: each * Double(positions.count)))
                    return batches.count - 1
                })
        }
        for batch in batches {
            var (waitsFor, isBlocked) = (Set<Int>(), false)
            for position in batch.positions {
                let sample = plan.cells[batch.cell].samples[position]
                for source in schedule.cells[batch.cell].sources {
                    let there = Int(schedule.cells[source].positionOf[sample])
                    guard there >= 0 else { continue }
                    switch schedule.cells[source].standings[there] {
                    // What is implied implies nothing.
                    case .pending where !schedule.cells[source].mustBeAsked(there): break
                    case .pending:
                        if let number = numbers[source][plan.cells[source].batches.number(of: there)] {
                            waitsFor.insert(number)
                        }
                    case .elsewhere: isBlocked = isBlocked || schedule.cells[source].known[there] == nil
                    case .reused, .asked, .derived: break
                    }
                }
            }
            sources.append(waitsFor.sorted())
            self.isBlocked.append(isBlocked)
        }
        isPostponed = batches.map { _ in false }
    }

    mutating func postponeBlocked() { postpone(batches.indices.filter { isBlocked[$0] }) }

    mutating func splitGroups(longerThan longest: Double) {
        var isTooLong = batches.map { _ in false }
        for group in groups where group.reduce(0, { $0 + batches[$1].seconds }) > longest {
            for number in group { isTooLong[number] = true }
        }
        postpone(batches.indices.filter { isTooLong[$0] && isSingle[batches[$0].cell] && !sources[$0].isEmpty })
    }

    /// Postpones batches, and all that wait for them.
    private mutating func postpone(_ chosen: [Int]) {
        var dependents = batches.map { _ in [Int]() }
        for (target, sources) in sources.enumerated() { for source in sources { dependents[source].append(target) } }
        var next = chosen.filter { !isPostponed[$0] }
        for number in next { isPostponed[number] = true }
        while let number = next.popLast() {
            for target in dependents[number] where !isPostponed[target] {
                isPostponed[target] = true
                next.append(target)
            }
        }
    }

    /// Batches that need each other, without those that are postponed.
    var groups: [[Int]] {
        var parents = Array(batches.indices)
        func root(_ start: Int) -> Int {
            var number = start
            while parents[number] != number {
                parents[number] = parents[parents[number]]
                number = parents[number]
            }
            return number
        }
        for target in batches.indices where !isPostponed[target] {
            for source in sources[target] where !isPostponed[source] {
                let (one, other) = (root(source), root(target))
                parents[max(one, other)] = min(one, other)
            }
        }
        var members = [Int: [Int]]()
        for number in batches.indices where !isPostponed[number] { members[root(number), default: []].append(number) }
        return members.sorted { $0.key < $1.key }.map(\.value)
    }
}

extension Schedule.Cell {
    /// Whether a query is open and no known answer settles it. What is settled follows from that answer once all others are known that
    /// come before it; whoever shares the rest out knows no answers, and would ask.
    fileprivate func mustBeAsked(_ position: Int) -> Bool {
        standings[position] == .pending && !fates.contains { $0[position] == .settled }
    }
}
