import Robustness
import Statistics
import SuiteFiles

/// A column of percentages: the test error, or a bound of a method on the robust error.
struct BoundColumn: Hashable {
    /// `nil` for the test error.
    var method: MethodColumn?
    var bound: PublishedColumn.Bound

    /// As printed: `LP-ALL ≤`.
    var title: String {
        guard let method else { return "test error" }
        return "\(method.title) \(bound == .lower ? "≥" : "≤")"
    }

    /// In CSV files, without its unit: `lp_all_upper`.
    var stem: String {
        guard let method else { return "test_error" }
        return "\(method.key)_\(bound.rawValue)"
    }

    /// The count and its n in `row`; `nil` where the method was not asked.
    func proportion(in row: ReportRow) -> Proportion? {
        guard let method else {
            let known = row.isMisclassified.compactMap(\.self)
            return known.isEmpty ? nil : Proportion(known.count { $0 }, of: known.count)
        }
        let answered = row.answered(method)
        guard !answered.isEmpty else { return nil }
        let count =
            bound == .lower
            ? answered.count { row.isError($0, by: method) } : answered.count { !row.isProved($0, by: method) }
        return Proportion(count, of: answered.count)
    }
}

extension ReportModel {
    /// Test error, then every method's bounds; complete verifiers have two.
    var boundColumns: [BoundColumn] {
        [BoundColumn(method: nil, bound: .testError)]
            + methods.flatMap { method in
                (method.boundsBelow ? [BoundColumn(method: method, bound: .lower)] : [])
                    + (method.boundsAbove ? [BoundColumn(method: method, bound: .upper)] : [])
            }
    }

    /// The n of a row: the images that most methods have an outcome for.
    func size(of row: ReportRow) -> Int {
        boundColumns.compactMap { $0.proportion(in: row)?.trials }.max() ?? 0
    }

    /// The paper's figure for a column of a row, in percent.
    func published(_ column: BoundColumn, in row: ReportRow) -> PublishedFigure? {
        suite.published.first {
            $0.network == row.network && $0.epsilon == row.epsilon
                && $0.column == PublishedColumn(bound: column.bound, method: column.method?.id)
        }
    }
}
