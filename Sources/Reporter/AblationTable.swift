import Questions
import Statistics
import SuiteFiles
import Tables

extension ReportModel {
    /// What every method of the suite's ablation costs, beside the paper; `nil` where the suite asks for none.
    var ablationTable: Table? {
        guard let ablation = suite.ablation else { return nil }
        let published = AblationFigure.allCases.filter { figure in
            ablation.rows.contains { $0.published.flatMap(figure.published) != nil }
        }
        let source = ablation.source.map { " (\($0))" } ?? ""
        var table = Table(
            name: "ablation",
            caption: "What leaving an ingredient out costs: means over the queries that the method computed itself"
                + (published.isEmpty ? "." : "; behind them the paper's\(source)."),
            columns: [
                .init("removed", title: "removed", alignment: .left),
                .init("method", title: "method", alignment: .left),
                .init("n", title: "n"), .init("decided", title: "decided"),
            ] + AblationFigure.allCases.map { $0.column("", "") } + published.map { $0.column("paper_", "paper: ") })
        var untimed = 0
        for row in ablation.rows {
            guard let method = methods.first(where: { $0.id == row.method }) else { continue }
            let outcomes = rows.flatMap { ($0.outcomes[method.id] ?? .empty).compactMap(\.self) }.filter {
                $0.impliedBy == nil
            }
            untimed += outcomes.count { $0.measurements.phases.isEmpty }
            let theirs = published.map { figure in Table.Cell.optional(row.published.flatMap(figure.published)) }
            let decided = outcomes.count(where: \.verdict.isDecided)
            table.rows.append(
                .init(
                    [.text(row.removed), .text(method.title), .number(outcomes.count), .number(decided)]
                        + AblationFigure.allCases.map { .optional($0.ours(outcomes)) } + theirs))
        }
        table.notes.append(
            "Bounds: seconds until the bounds of all layers are known; solve: all other phases. Wall-clock time.")
        if untimed > 0 {
            table.notes.append(
                "\(untimed) outcomes have no phase times (the worker was stopped) and are left out of the means.")
        }
        return table
    }
}

/// A figure of the ablation table.
private enum AblationFigure: CaseIterable {
    case bounding, solving, total, meanNodes, medianNodes

    func column(_ prefix: String, _ title: String) -> Table.Column {
        let format = NumberFormat.significant(3)
        return switch self {
        case .bounding: .init(prefix + "bounds_s", title: title + "bounds", unit: "s", format: format)
        case .solving: .init(prefix + "solve_s", title: title + "solve", unit: "s", format: format)
        case .total: .init(prefix + "total_s", title: title + "total", unit: "s", format: format)
        case .meanNodes: .init(prefix + "nodes_mean", title: title + "nodes, mean", format: .fixed(1))
        case .medianNodes: .init(prefix + "nodes_median", title: title + "nodes, median", format: .shortest)
        }
    }

    func published(_ cost: Ablation.Cost) -> Double? {
        switch self {
        case .bounding: cost.boundingSeconds
        case .solving: cost.solvingSeconds
        case .total: cost.boundingSeconds.flatMap { bounding in cost.solvingSeconds.map { bounding + $0 } }
        case .meanNodes: cost.meanNodes
        case .medianNodes: cost.medianNodes
        }
    }

    /// `nil` where nothing was timed.
    func ours(_ outcomes: [Outcome]) -> Double? {
        let timed = outcomes.map(\.measurements).filter { !$0.phases.isEmpty }
        let values = timed.map { cost -> Double in
            let bounding = cost.phases["bounds"] ?? 0
            let total = cost.phases.values.sorted().reduce(0, +)
            return switch self {
            case .bounding: bounding
            case .solving: total - bounding
            case .total: total
            case .meanNodes, .medianNodes: Double(cost.nodes)
            }
        }
        let distribution = Distribution(values)
        return self == .medianNodes ? distribution.median : distribution.mean
    }
}
