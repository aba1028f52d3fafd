import Questions
import Statistics
import SuiteFiles
import Tables

/// A column of percentages: the test error, or a bound of a method on the robust error.
struct BoundColumn: Hashable {
    /// `nil` for the test error.
    var method: MethodColumn?
    var bound: PublishedColumn.Bound

    static let testError = BoundColumn(method: nil, bound: .testError)

    /// As printed: `LP-ALL ≤`.
    var title: String {
        guard let method else { return "test error" }
        return "\(method.title) \(bound == .lower ? "≥" : "≤")"
    }

    /// As suites name it: `lp-all-upper`.
    var name: String { PublishedColumn(bound: bound, method: method?.id).name }

    /// In CSV files, without its unit: `lp_all_upper`.
    var stem: String {
        guard let method else { return "test_error" }
        return "\(method.key)_\(bound.rawValue)"
    }

    /// The bound over the images that the run asks the method about, answered or not; `nil` where it asks about none.
    ///
    /// An image without an answer counts as not falsified and as not proved, so that no bound of an unfinished run
    /// contradicts the finished one's.
    func share(in row: ReportRow) -> BoundShare? {
        guard let method else { return testError(in: row) }
        guard let asked = row.asked[method.id], !asked.isEmpty else { return nil }
        let count =
            bound == .lower
            ? asked.count { row.isError($0, by: method) } : asked.count { !row.isProved($0, by: method) }
        return BoundShare(
            proportion: Proportion(count, of: asked.count), unanswered: row.unanswered(method),
            isPart: row.isPart(method))
    }

    private func testError(in row: ReportRow) -> BoundShare? {
        guard !row.classified.isEmpty else { return nil }
        let wrong = row.classified.count { row.isMisclassified[$0] == true }
        return BoundShare(
            proportion: Proportion(wrong, of: row.classified.count),
            unanswered: row.classified.count { row.isMisclassified[$0] == nil },
            isPart: row.classified.count < row.samples.count)
    }
}

/// What a column says of a row.
struct BoundShare: Hashable {
    /// Over all images that the run asks about.
    var proportion: Proportion
    /// How many of them have no answer yet.
    var unanswered: Int
    /// Whether the suite asks about fewer images than the row has.
    var isPart: Bool

    var n: Int { proportion.trials }
    var percent: Double? { proportion.percent }
    var isComplete: Bool { unanswered == 0 }

    /// What a printed figure is not understood without: ` (n = 50)`, ` (3 of 50 unanswered)`; `nil` where the row says it.
    var remark: String? {
        if !isComplete { return " (\(unanswered) of \(n) unanswered)" }
        return isPart ? " (n = \(n))" : nil
    }
}

extension ReportModel {
    /// Test error, then every method's bounds; complete verifiers have two.
    var boundColumns: [BoundColumn] {
        [.testError]
            + methods.flatMap { method in
                (method.boundsBelow ? [BoundColumn(method: method, bound: .lower)] : [])
                    + (method.boundsAbove ? [BoundColumn(method: method, bound: .upper)] : [])
            }
    }

    /// The paper's figure for a column of a row, in percent.
    func published(_ column: BoundColumn, in row: ReportRow) -> PublishedFigure? {
        suite.published.first {
            $0.network == row.network && $0.epsilon == row.epsilon
                && $0.column == PublishedColumn(bound: column.bound, method: column.method?.id)
        }
    }
}

extension BoundColumn {
    /// The cell of a table: the bound with what it is not understood without. A test error that is not known of all images
    /// is at least what is printed, and no number for who computes with the table.
    ///
    /// - Parameter format: of percentages.
    func cell(in row: ReportRow, _ format: NumberFormat) -> Table.Cell {
        guard let share = share(in: row), let percent = share.percent else { return .missing }
        guard method == nil, !share.isComplete else { return Table.Cell(.number(percent), suffix: share.remark) }
        return Table.Cell(.missing, written: "≥ \(format.text(percent))", suffix: share.remark)
    }
}
