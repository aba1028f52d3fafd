import ResultStore
import Robustness
import Tables

/// `results.csv`, cell by cell, so that hundreds of thousands of rows need not be in memory at once.
enum ResultsFile {
    static let name = "results.csv"

    static func chunks(of snapshot: RunSnapshot, _ catalog: MethodCatalog) -> some Sequence<[UInt8]> {
        // -1 stands for the header line.
        let digests = Dictionary(snapshot.samples.map { ($0.id, $0.digest) }, uniquingKeysWith: { first, _ in first })
        return (-1..<snapshot.cells.count).lazy.map { index in
            index < 0
                ? Array(CSV.line(ResultColumn.allCases.map(\.rawValue)).utf8)
                : rows(of: snapshot.cells[index], snapshot.outcomes[index], digests, catalog)
        }
    }

    private static func rows(
        of cell: RunCell, _ outcomes: [StoredOutcome], _ digests: [SampleID: Digest], _ catalog: MethodCatalog
    ) -> [UInt8] {
        let head = [
            cell.network, "\(cell.configuration.perturbation.epsilon)", cell.configuration.perturbation.norm.rawValue,
            cell.method,
        ]
        let configuration = cell.configuration.digest
        let method = cell.configuration.method
        let provesRobust = catalog[method.name]?.resolved(for: method).provesRobust ?? false
        var bytes = [UInt8]()
        bytes.reserveCapacity(160 * outcomes.count)
        for stored in outcomes {
            let isProved = stored.outcome.verdict == .falsified || (stored.outcome.verdict == .robust && provesRobust)
            let proof = isProved ? proofName(of: stored, configuration, digests[stored.sample]) : ""
            bytes += CSV.line(head + fields(of: stored, configuration.short, proof)).utf8
        }
        return bytes
    }

    /// The name that `run --proof` gives to the proof of an outcome: its run key.
    private static func proofName(of stored: StoredOutcome, _ configuration: Digest, _ sample: Digest?) -> String {
        guard let sample, stored.outcome.impliedBy == nil else { return "" }
        return "\(RunKey(configuration: configuration, sample: sample)).vgproof"
    }

    /// The fields behind the method, in the order of `ResultColumn`.
    private static func fields(
        of stored: StoredOutcome, _ configuration: String, _ proof: String
    ) -> [String] {
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
            phases.joined(separator: ";"), configuration, "\(stored.attempt)", proof, stored.recordedAt,
            outcome.note ?? "",
        ]
    }

    private static func text(_ value: (some CustomStringConvertible)?) -> String { value?.description ?? "" }
}
