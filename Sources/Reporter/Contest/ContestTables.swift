import Tables
import VNNLIB

extension ContestModel {
    /// By which clock the limits of instances count.
    private var clockWords: String {
        switch Set(model.rows.map(\.budget.countsProcessorTime)) {
        case [true]: "processor time"
        case [false], []: "wall clock"
        default: "wall clock, or processor time where the limit counts that,"
        }
    }

    /// Who solves how much: a line per tool, for every benchmark and, where there are several, for all.
    var standingsTable: Table {
        let hasSeveral = benchmarks.count > 1
        var table = Table(
            name: "standings",
            caption:
                "Instances solved by \(Self.own) and by other tools, points of the competition's rules of 2022 and of "
                + "2025 (in percent of the best tool's, per benchmark), and PAR-2: mean seconds, an instance that is not "
                + "solved, or wrongly, at twice its limit. Fastest: within 0.2 s of the shortest time among equal verdicts, times "
                + "below a second counting as one.",
            columns: [
                .init("benchmark", title: "benchmark", alignment: .left),
                .init("tool", title: "tool", alignment: .left),
                .init("instances", title: "instances"), .init("solved", title: "solved"),
                .init("holds", title: "holds"), .init("violated", title: "violated"), .init("open", title: "open"),
                .init("wrong", title: "wrong"), .init("fastest", title: "fastest"),
                .init("points_2022", title: "points 2022"), .init("score_2022", title: "score 2022", format: .fixed(1)),
                .init("points_2025", title: "points 2025"), .init("score_2025", title: "score 2025", format: .fixed(1)),
                .init("par2_s", title: "PAR-2", unit: "s", format: .significant(3)),
            ])
        for benchmark in benchmarks { addRows(of: benchmark, to: &table) }
        if hasSeveral { addTotals(to: &table) }
        table.notes = [
            "Seconds of \(Self.own) are \(clockWords) on one core of the machine below, without the program's start and the "
                + "reading of its files; those of the others are as published, from their own machines, with both. The rules of "
                + "2022 take each tool's smallest time for its start and subtract it.",
            "Counterexamples of \(Self.own) were evaluated with zero tolerance; those of the others are taken as published.",
        ]
        if !contradictions.isEmpty || !quarrels.isEmpty {
            table.notes.append(
                "Where claims contradict each other and no counterexample has been seen, the instance counts as open for both."
            )
        }
        table.notes += matching.remarks
        if let source = model.suite.contest?.source { table.notes.append("Other tools: \(source).") }
        return table
    }

    /// What a line of standings says of a tool.
    private struct Line {
        var benchmark: String
        var tool: String
        var asked: Int
        /// Under the rules of 2022 and of 2025.
        var old = CompetitionStandings.Tally()
        var new = CompetitionStandings.Tally()
        var oldScore = 0.0
        var newScore = 0.0
        var par2: Double?
    }

    /// Best first; this program is in bold.
    private func add(_ lines: [Line], to table: inout Table) {
        for (number, line) in lines.sorted(by: { $0.old.solved > $1.old.solved }).enumerated() {
            let open = line.asked - line.old.solved - line.old.wrong
            let counts = [
                line.asked, line.old.solved, line.old.holds, line.old.violated, open, line.old.wrong, line.old.fastest,
            ]
            var cells: [Table.Cell] = [.text(line.benchmark), .text(line.tool)]
            cells += counts.map { .number($0) }
            cells += [.number(line.old.points), .number(line.oldScore), .number(line.new.points)]
            cells += [.number(line.newScore), .optional(line.par2)]
            table.rows.append(
                .init(
                    cells, emphasis: line.tool == Self.own ? .strong : .plain,
                    startsGroup: number == 0 && !table.rows.isEmpty))
        }
    }

    private func addRows(of benchmark: String, to table: inout Table) {
        let lines = tools.compactMap { tool -> Line? in
            let asked = asked(tool, benchmark)
            guard asked > 0 else { return nil }
            var line = Line(benchmark: benchmark, tool: tool, asked: asked)
            line.old = tally(tool, benchmark) ?? line.old
            line.new = latest.tallies[benchmark]?[tool] ?? line.new
            (line.oldScore, line.newScore) = (line.old.percent, line.new.percent)
            line.par2 = standings.par2(of: tool, benchmark: benchmark)
            return line
        }
        add(lines, to: &table)
    }

    /// Sums over all benchmarks; scores are summed, as the competition does.
    private func addTotals(to table: inout Table) {
        let lines = tools.map { tool -> Line in
            var line = Line(benchmark: "all", tool: tool, asked: asked(tool, nil))
            (line.old, line.new) = (sum(tool, standings), sum(tool, latest))
            (line.oldScore, line.newScore) = (standings.total(of: tool), latest.total(of: tool))
            line.par2 = standings.par2(of: tool)
            return line
        }
        add(lines, to: &table)
    }

    private func sum(_ tool: String, _ standings: CompetitionStandings) -> CompetitionStandings.Tally {
        standings.tallies.values.compactMap { $0[tool] }.reduce(into: .init()) { sum, tally in
            sum.points += tally.points
            sum.holds += tally.holds
            sum.violated += tally.violated
            sum.fastest += tally.fastest
            sum.wrong += tally.wrong
            sum.disputed += tally.disputed
        }
    }

    func tally(_ tool: String, _ benchmark: String) -> CompetitionStandings.Tally? {
        standings.tallies[benchmark]?[tool]
    }

    func asked(_ tool: String, _ benchmark: String?) -> Int {
        instances(of: benchmark).count { $0.claims.contains { $0.tool == tool } }
    }

    /// Instances of which tools say opposites; `nil` where there is none. Those that this program is part of come first, in red.
    var contradictionTable: Table? {
        let own = contradictions
        let others = quarrels.filter { !own.contains($0) }
        guard !own.isEmpty || !others.isEmpty else { return nil }
        let rows = own.map { ($0, true) } + others.map { ($0, false) }
        return Table(
            name: "contradictions", caption: "Instances of which tools say opposites.",
            columns: Self.instanceColumns + [
                .init("holds", title: "holds, they say", alignment: .left),
                .init("violated", title: "violated, they say", alignment: .left),
            ],
            rows: rows.map { instance, isOwn in
                .init(
                    Self.cells(instance) + [.holds, .violated].map { .text(Self.tools(of: instance, saying: $0)) },
                    emphasis: isOwn ? .alarm : .plain)
            })
    }

    /// Instances that this program alone solves, that all but it solve, and that it leaves open.
    var differenceTable: Table {
        let only = tools.count > 1 ? standings.solvedOnly(by: Self.own) : []
        let allBut = standings.solvedByAll(but: Self.own)
        let missed = standings.missed(by: Self.own).filter { !allBut.contains($0) }
        let solved = Set(only + allBut + missed)
        let open = instances.filter { !solved.contains($0) && !(own($0)?.verdict.isDecided ?? false) }
        let kinds = [
            ("only \(Self.own)", only), ("all but \(Self.own)", allBut), ("some other tool", missed), ("none", open),
        ]
        return Table(
            name: "differences",
            caption:
                "Instances that \(Self.own) alone solves, that every other tool that was asked solves and it does not, "
                + "that some other does, and that nobody does.",
            columns: [.init("solved_by", title: "solved by", alignment: .left)] + Self.instanceColumns + [
                .init("own", title: Self.own, alignment: .left),
                .init("own_s", title: Self.own, unit: "s", format: .significant(3)),
                .init("holds", title: "holds, they say", alignment: .left),
                .init("violated", title: "violated, they say", alignment: .left),
            ],
            rows: kinds.flatMap { kind, list in
                list.enumerated().map { number, instance in
                    .init(
                        [.text(kind)] + Self.cells(instance) + [
                            .text(own(instance)?.verdict.rawValue ?? ""), .optional(own(instance)?.seconds),
                            .text(Self.tools(of: instance, saying: .holds)),
                            .text(Self.tools(of: instance, saying: .violated)),
                        ], startsGroup: number == 0)
                }
            })
    }

    /// Instances that no method was asked about; `nil` where there is none.
    var failureTable: Table? {
        guard !failures.isEmpty else { return nil }
        return Table(
            name: "failures", caption: "Instances that no method could be asked about. They count as open.",
            columns: Self.instanceColumns + [.init("reason", title: "reason", alignment: .left)],
            rows: failures.map { .init(Self.cells($0.instance) + [.text($0.reason)]) })
    }

    private static let instanceColumns: [Table.Column] = [
        .init("benchmark", title: "benchmark", alignment: .left), .init("network", title: "network", alignment: .left),
        .init("property", title: "property", alignment: .left),
    ]

    private static func cells(_ instance: ContestedInstance) -> [Table.Cell] {
        [.text(instance.benchmark), .text(instance.key.network), .text(instance.key.property)]
    }

    private static func tools(of instance: ContestedInstance, saying verdict: CompetitionVerdict) -> String {
        instance.claims.filter { $0.verdict == verdict }.map(\.tool).joined(separator: ", ")
    }
}
