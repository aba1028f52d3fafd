import Questions
import Statistics
import Tables

/// What a set of outcomes cost.
struct Cost {
    /// Outcomes that the method computed itself.
    var outcomes: [Outcome]
    /// What the method had for a query.
    var limit: Budget

    /// What was to be found out.
    var goal = Goal.robustness

    func count(_ endings: Ending...) -> Int { outcomes.count { endings.contains($0.ending) } }

    var solved: [Outcome] { outcomes.filter { $0.isSolved(goal) } }

    /// Undecided queries at twice the method's own limit; both in processor time where that is limited.
    var par2: Double? {
        penalizedAverage(
            seconds: outcomes.map { $0.isSolved(goal) ? $0.measurements.seconds(under: limit) : nil },
            budget: limit.bindingSeconds)
    }

    func total(_ count: KeyPath<Measurements, Int>) -> Double {
        outcomes.reduce(0) { $0 + Double($1.measurements[keyPath: count]) }
    }

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
        let wall = Distribution(outcomes.map(\.measurements.wallSeconds))
        let cpu = outcomes.reduce(0) { $0 + $1.measurements.cpuSeconds }
        return [
            .number(outcomes.count), .number(solved.count), .optional(wall.median), .optional(wall.p95),
            .optional(wall.maximum), .number(wall.sorted.reduce(0, +)), .number(cpu), .number(total(\.lpSolves)),
            .number(total(\.simplexIterations)), .number(total(\.nodes)), .number(count(.timeout)),
            .number(count(.outOfMemory, .crashed, .unsupported, .rejected)), .optional(isComplete ? par2 : nil),
        ]
    }
}

extension Outcome {
    /// Decided; of a search over sizes, whether it came to its end.
    func isSolved(_ goal: Goal) -> Bool { goal.isRadius ? ending == .finished : verdict.isDecided }
}

extension ReportModel {
    func cost(of method: MethodColumn, in rows: [ReportRow]) -> Cost {
        Cost(
            outcomes: rows.flatMap { ($0.outcomes[method.id] ?? []).compactMap(\.self) }.filter { $0.impliedBy == nil },
            limit: method.limit, goal: goal)
    }

    /// One row per method, over all networks.
    var timeTable: Table {
        Table(
            name: "time",
            caption: "Wall-clock seconds per query and work of every method, over the queries that it computed itself "
                + "(the others were implied by a cheaper method). A batch's time is shared among its queries.",
            columns: [.init("method", title: "method", alignment: .left)] + Cost.columns,
            rows: methods.map { method in
                .init(
                    [.text(method.title)]
                        + cost(of: method, in: rows).cells(isComplete: method.claim == .exact && !isContest))
            },
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
    var timeByNetworkTable: Table {
        var table = Table(
            name: "time-by-network",
            caption: "Wall-clock seconds per query and work of every method by network and ε, over the queries that it "
                + "computed itself.",
            columns: networkColumns + [.init("method", title: "method", alignment: .left)] + Cost.columns)
        for (number, row) in rows.enumerated() {
            for method in methods {
                let cost = cost(of: method, in: [row])
                guard !cost.outcomes.isEmpty else { continue }
                table.rows.append(
                    .init(
                        networkCells(number) + [.text(method.title)]
                            + cost.cells(isComplete: method.claim == .exact), startsGroup: startsNetwork(number)))
            }
        }
        return table
    }
}
