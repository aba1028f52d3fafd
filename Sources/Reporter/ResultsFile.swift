import ResultStore
import Robustness
import Tables

/// `results.csv`, cell by cell, so that hundreds of thousands of rows need not be in memory at once.
enum ResultsFile {
    static let name = "results.csv"

    static func chunks(of snapshot: RunSnapshot) -> some Sequence<[UInt8]> {
        // -1 stands for the header line.
        (-1..<snapshot.cells.count).lazy.map { index in
            index < 0
                ? Array(CSV.line(ResultColumn.allCases.map(\.rawValue)).utf8)
                : rows(of: snapshot.cells[index], snapshot.outcomes[index])
        }
    }

    private static func rows(of cell: RunCell, _ outcomes: [StoredOutcome]) -> [UInt8] {
        let head = [
            cell.network, "\(cell.configuration.perturbation.epsilon)", cell.configuration.perturbation.norm.rawValue,
            cell.method,
        ]
        let configuration = cell.configuration.digest.short
        var bytes = [UInt8]()
        bytes.reserveCapacity(160 * outcomes.count)
        for stored in outcomes { bytes += CSV.line(head + fields(of: stored, configuration)).utf8 }
        return bytes
    }

    /// The fields behind the method, in the order of `ResultColumn`.
    private static func fields(of stored: StoredOutcome, _ configuration: String) -> [String] {
        let outcome = stored.outcome
        let cost = outcome.measurements
        let phases = cost.phases.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
        return [
            stored.sample.dataset, stored.sample.split, "\(stored.sample.index)", "\(stored.label)",
            outcome.verdict.rawValue, outcome.reason?.rawValue ?? "", outcome.impliedBy ?? "",
            text(outcome.marginLower), text(outcome.marginUpper), text(outcome.distanceLower),
            text(outcome.witness?.adversarialClass), text(outcome.witness?.marginFloat),
            text(outcome.witness?.marginDouble), "\(cost.wallSeconds)", "\(cost.cpuSeconds)",
            text(cost.peakMemoryBytes), "\(cost.lpSolves)", "\(cost.lpFallbacks)", "\(cost.simplexIterations)",
            "\(cost.nodes)", cost.unstableByLayer.map(String.init).joined(separator: ";"),
            phases.joined(separator: ";"), configuration, "\(stored.attempt)", stored.recordedAt, outcome.note ?? "",
        ]
    }

    private static func text(_ value: (some CustomStringConvertible)?) -> String { value?.description ?? "" }
}
