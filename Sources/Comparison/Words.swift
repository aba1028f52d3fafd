import Questions
import ResultStore
import SuiteFiles
import Tables

/// How findings are put into words.
enum Words {
    /// `A at 0.1, lp-all`.
    static func place(_ cell: SuiteCell) -> String { "\(row(cell)), \(cell.method)" }

    /// `A at 0.1`.
    static func row(_ cell: SuiteCell) -> String {
        cell.network + (cell.size.map { " at \(OptionValue.number($0))" } ?? "")
    }

    /// `looser-bound of A at 0.1, lp-all (until 2027-01-31)`.
    static func place(_ acknowledgement: Acknowledgement) -> String {
        let size = acknowledgement.size.map { " at \(OptionValue.number($0))" } ?? ""
        let network = acknowledgement.network.map { "\($0)\(size), " } ?? ""
        return "\(acknowledgement.what.rawValue) of \(network)\(acknowledgement.method) "
            + "(until \(acknowledgement.until): \(acknowledgement.reason))"
    }

    /// `looser-bound 0, newly-open 0, weaker-attack 0, nodes 0, time 1.1`.
    static func gates(_ gates: Gates) -> String {
        "looser-bound \(gates.looserBound), newly-open \(gates.newlyOpen), "
            + "weaker-attack \(gates.weakerAttack), nodes \(OptionValue.number(gates.nodes)), time \(OptionValue.number(gates.time))"
    }

    /// `2025-01-02T03:04:05Z, commit 0123abcd`.
    static func run(_ run: RunRecord) -> String {
        run.startedAt + (run.commit.map { ", commit \($0)" } ?? "")
    }
}
