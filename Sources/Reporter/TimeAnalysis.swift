import Questions
import Statistics
import Tables

/// What a method's outcomes cost, without those that it did not compute itself.
struct Cost {
    /// Wall-clock seconds of each, in the order of the outcomes.
    private(set) var wallSeconds = [Double]()
    private(set) var solved = 0
    private var cpuSeconds = 0.0
    private var linearPrograms = 0
    private var simplexIterations = 0
    private var nodes = 0
    private var endings = [Int](repeating: 0, count: Ending.allCases.count)
    /// What counts in PAR-2: the seconds of what was solved, twice the limit otherwise.
    private var penalizedSeconds = 0.0
    private let limit: Budget
    private let goal: Goal

    /// - Parameters:
    ///   - limit: what the method had for a query.
    ///   - goal: what was to be found out.
    init(limit: Budget, goal: Goal) { (self.limit, self.goal) = (limit, goal) }

    mutating func add(_ outcome: Outcome) {
        guard outcome.impliedBy == nil else { return }
        let measurements = outcome.measurements
        wallSeconds.append(measurements.wallSeconds)
        cpuSeconds += measurements.cpuSeconds
        linearPrograms += measurements.lpSolves
        simplexIterations += measurements.simplexIterations
        nodes += measurements.nodes
        endings[Self.place(outcome.ending)] += 1
        let isSolved = outcome.isSolved(goal)
        solved += isSolved ? 1 : 0
        penalizedSeconds += isSolved ? measurements.seconds(under: limit) : 2 * limit.bindingSeconds
    }

    private static func place(_ ending: Ending) -> Int { Ending.allCases.firstIndex(of: ending) ?? 0 }

    /// How many outcomes the method computed itself.
    var count: Int { wallSeconds.count }

    func count(_ endings: Ending...) -> Int { endings.reduce(0) { $0 + self.endings[Self.place($1)] } }

    /// Undecided queries at twice the method's own limit; both in processor time where that is limited. `nil` of nothing.
    var par2: Double? { count == 0 ? nil : penalizedSeconds / Double(count) }

    static let columns: [Table.Column] = [
        .init("computed", title: "computed"), .init("decided", title: "decided"),
        .init("median_s", title: "median", unit: "s", format: .significant(3)),
        .init("p95_s", title: "p95", unit: "s", format: .significant(3)),
        .init("max_s", title: "max", unit: "s", format: .significant(3)),
        .init("total_s", title: "total", unit: "s", format: .significant(3)),
        .init("cpu_s", title: "CPU", unit: "s", format: .significant(3)), .init("lp_solves", title: "LPs"),
        .init("simplex_iterations", title: "iterations"), .init("nodes", title: "nodes"),
        .init("timeouts", title: "timeouts"), .init("failures", title: "failures"),
        .init("par2_s", title: "PAR-2", unit: "s", format: .significant(3)),
    ]

    func cells(isComplete: Bool) -> [Table.Cell] {
        let wall = Distribution(wallSeconds)
        return [
            .number(count), .number(solved), .optional(wall.median), .optional(wall.p95),
            .optional(wall.maximum), .number(wall.sorted.reduce(0, +)), .number(cpuSeconds), .number(linearPrograms),
            .number(simplexIterations), .number(nodes), .number(count(.timeout)),
            .number(count(.outOfMemory, .crashed, .unsupported, .rejected)), .optional(isComplete ? par2 : nil),
        ]
    }
}

extension Outcome {
    /// Decided; of a search over sizes, whether it came to its end.
    func isSolved(_ goal: Goal) -> Bool { goal.isRadius ? ending == .finished : verdict.isDecided }
}

/// What every method's outcomes cost, over all networks and row by row: each outcome is looked at once.
struct MethodTimes {
    /// Cells of the table of times, parallel to the methods.
    private(set) var all = [[Table.Cell]]()
    /// The same by method and row; `nil` where the method computed nothing itself.
    private(set) var byRow = [[[Table.Cell]?]]()
    /// Ids of methods of which some query reached its limit.
    private(set) var timedOut = Set<String>()

    init(_ model: ReportModel) {
        for method in model.methods {
            let isComplete = method.claim == .exact
            var whole = Cost(limit: method.limit, goal: model.goal)
            byRow.append(
                model.rows.map { row in
                    var cost = Cost(limit: method.limit, goal: model.goal)
                    for case let outcome? in row.outcomes[method.id] ?? .empty {
                        cost.add(outcome)
                        whole.add(outcome)
                    }
                    return cost.count > 0 ? cost.cells(isComplete: isComplete) : nil
                })
            all.append(whole.cells(isComplete: isComplete && !model.isContest))
            if whole.count(.timeout) > 0 { timedOut.insert(method.id) }
        }
    }
}

extension ReportModel {
    /// One row per method, over all networks.
    func timeTable(_ times: MethodTimes) -> Table {
        Table(
            name: "time",
            caption: "Wall-clock seconds per query and work of every method, over the queries that it computed itself "
                + "(the others were implied by a cheaper method). A batch's time is shared among its queries.",
            columns: [.init("method", title: "method", alignment: .left)] + Cost.columns,
            rows: zip(methods, times.all).map { method, cells in .init([.text(method.title)] + cells) },
            notes: [
                (goal.isRadius ? "Decided: the search over sizes came to its end." : "Decided: robust or falsified.")
                    + " Failures: out of memory, crashed, unsupported or witness rejected. "
                    + (isContest
                        ? "PAR-2 stands among the standings: every instance has a limit of its own."
                        : "PAR-2 (complete verifiers): mean seconds, an undecided query at twice the method's own limit"
                            + limitsPhrase(methods.filter { $0.claim == .exact }) + ".")
            ])
    }

    /// `: MILP 5 s, BaB 60 s`; empty of no methods.
    func limitsPhrase(_ methods: [MethodColumn]) -> String {
        let limits = methods.map { "\($0.title) \($0.limit.bindingText)" }
        return limits.isEmpty ? "" : ": " + limits.joined(separator: ", ")
    }

    /// One row per network, ε and method.
    func timeByNetworkTable(_ times: MethodTimes) -> Table {
        var table = Table(
            name: "time-by-network",
            caption: "Wall-clock seconds per query and work of every method by network and ε, over the queries that it "
                + "computed itself.",
            columns: networkColumns + [.init("method", title: "method", alignment: .left)] + Cost.columns)
        for number in rows.indices {
            for (method, cells) in zip(methods, times.byRow) {
                guard let cells = cells[number] else { continue }
                table.rows.append(
                    .init(
                        networkCells(number) + [.text(method.title)] + cells, startsGroup: startsNetwork(number)))
            }
        }
        return table
    }
}
