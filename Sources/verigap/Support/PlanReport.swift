import Questions
import Runner
import Tables

/// What `verigap plan` prints.
struct PlanReport: Encodable {
    struct Cell: Encodable {
        var network: String
        /// Absent where the question has no size of its own.
        var epsilon: Double?
        /// As the suite writes it.
        var epsilonText: String
        var method: String
        var total: Int
        var answered: Int
        var derived: Int
        /// To be asked.
        var unanswered: Int
        /// How many of `unanswered` will have to be asked, as far as one can tell.
        var expectedToAsk: Double
        /// Mean seconds of one query, and what they rest on.
        var secondsPerQuery: Double
        var basis: String
        var estimatedCoreSeconds: Double
    }

    var suite: String
    var title: String
    var queries: Int
    var answered: Int
    /// Of `answered`: decided within smaller limits than the suite grants now.
    var adopted: Int
    var derived: Int
    /// To be asked.
    var unanswered: Int
    var workers: Int
    /// Expected wall-clock seconds, and between which they are most of the time.
    var estimatedSeconds: Double
    var estimatedSecondsLow: Double
    var estimatedSecondsHigh: Double
    /// Queries that were asked to find out, and for how long; absent where none were.
    var probedQueries: Int?
    var probedSeconds: Double?
    /// The same if every question took its whole limit.
    var limitSeconds: Double
    var warnings: [String]
    var stale: [String]
    var changedSamples: [String]
    var cells: [Cell]

    init(_ plan: Plan, options: RunOptions, findings: CostFindings? = nil) {
        let preview = plan.preview(options, findings: findings)
        let budget = options.totalSeconds ?? plan.suite.totalSeconds ?? .infinity
        let range = CostRange(preview).shared(by: options.workers, within: budget)
        suite = plan.suite.name
        title = plan.suite.title
        queries = preview.reduce(0) { $0 + $1.total }
        answered = preview.reduce(0) { $0 + $1.answered }
        adopted = options.fresh ? 0 : plan.adoptedCount
        derived = preview.reduce(0) { $0 + $1.derived }
        unanswered = preview.reduce(0) { $0 + $1.open }
        workers = options.workers
        (estimatedSeconds, estimatedSecondsLow, estimatedSecondsHigh) = (range.expected, range.low, range.high)
        (probedQueries, probedSeconds) = (findings?.asked, findings?.elapsed)
        limitSeconds = min(preview.reduce(0) { $0 + $1.limitSeconds } / Double(max(1, options.workers)), budget)
        warnings = plan.warnings.map(\.description)
        stale = plan.stale.map(\.description)
        changedSamples = plan.changedSamples.map(\.description)
        cells = preview.map {
            Cell(
                network: $0.network, epsilon: $0.size, epsilonText: plan.text(of: $0), method: $0.method,
                total: $0.total,
                answered: $0.answered,
                derived: $0.derived, unanswered: $0.open, expectedToAsk: $0.expected,
                secondsPerQuery: $0.secondsEach, basis: $0.basis.rawValue, estimatedCoreSeconds: $0.estimatedSeconds)
        }
    }

    var text: String {
        let header = [
            "network", "ε", "method", "queries", "answered", "derived", "unanswered", "to ask", "each", "core time",
            "known from",
        ]
        let rows = cells.map { cell in
            [
                cell.network, cell.epsilonText, cell.method, "\(cell.total)", "\(cell.answered)",
                "\(cell.derived)", "\(cell.unanswered)",
                cell.unanswered > 0 ? "\(Int(cell.expectedToAsk.rounded()))" : "-",
                cell.unanswered > 0 ? Self.each(cell.secondsPerQuery) : "-",
                cell.unanswered > 0 ? TextFormat.duration(cell.estimatedCoreSeconds) : "-",
                cell.unanswered > 0 ? cell.basis : "-",
            ]
        }
        var lines = ["\(suite): \(title)", ""]
        lines.append(TextFormat.columns([header] + rows, rightAligned: [1, 3, 4, 5, 6, 7, 8, 9]))
        lines.append("")
        lines.append(
            "\(Wording.counted(queries, "query", "queries")): \(answered) answered, \(derived) derived, "
                + "\(unanswered) unanswered")
        if unanswered > 0 {
            lines.append(
                "about \(TextFormat.duration(estimatedSeconds)) with \(Wording.counted(workers, "worker")), most likely "
                    + "\(TextFormat.duration(estimatedSecondsLow)) to \(TextFormat.duration(estimatedSecondsHigh)), and no "
                    + "more than \(TextFormat.duration(limitSeconds)) by the limits; what follows from cheaper methods "
                    + "costs nothing")
            if let probedQueries, let probedSeconds {
                lines.append(
                    "\(Wording.counted(probedQueries, "query", "queries")) were asked for "
                        + "\(TextFormat.duration(probedSeconds)) to find out; their answers are not recorded")
            } else if cells.contains(where: { $0.unanswered > 0 && $0.basis == CostBasis.guess.rawValue }) {
                lines.append("guesses go by the size of the network; --probe \"10 s\" asks a few queries first")
            }
        }
        if adopted > 0 { lines.append(SmallerLimits.text(adopted)) }
        lines += warnings.map { "warning: \($0)" }
        lines += stale.map { "stale: \($0)" }
        if !changedSamples.isEmpty { lines.append(ChangedImages.text(changedSamples)) }
        return lines.joined(separator: "\n")
    }
}

extension PlanReport {
    /// Seconds of a query, however few.
    private static func each(_ seconds: Double) -> String {
        seconds >= 0.95
            ? TextFormat.duration(seconds)
            : seconds >= 0.95e-3
                ? "\(NumberFormat.significant(2).text(1e3 * seconds)) ms"
                : "\(NumberFormat.significant(2).text(1e6 * seconds)) µs"
    }
}

extension Plan {
    /// A cell's size as the suite writes it; `-` where it has none.
    fileprivate func text(of cell: CellPreview) -> String {
        cell.size.map { suite.epsilonText($0, of: cell.network) } ?? "-"
    }
}

/// What is said of answers that larger limits leave as they are.
enum SmallerLimits {
    static func text(_ count: Int) -> String {
        "\(Wording.counted(count, "answer")) of earlier runs still hold (within a smaller limit, or needing no ε)"
    }
}

/// What is said of images that an earlier run, of this suite or another, knew differently.
enum ChangedImages {
    static func text(_ names: [String]) -> String {
        let few = names.prefix(3).joined(separator: ", ") + (names.count > 3 ? ", …" : "")
        return "note: an earlier run in this store had other pixels or labels under the names of "
            + "\(Wording.counted(names.count, "image")) (\(few)); they are asked anew"
    }
}
