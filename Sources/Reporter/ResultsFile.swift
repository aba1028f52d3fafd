import Questions
import ResultStore
import Tables

/// `results.csv`, cell by cell, so that hundreds of thousands of rows need not be in memory at once.
package enum ResultsFile {
    static let name = "results.csv"

    /// - Parameter cells: positions of those whose outcomes the file holds; `nil` is all.
    package static func chunks(
        of snapshot: RunSnapshot, _ catalog: MethodCatalog, _ columns: [ResultColumn] = ResultColumn.all,
        cells: [Int]? = nil
    ) -> some Sequence<[UInt8]> {
        let runs = snapshot.runs.map(\.startedAt)
        // -1 stands for the header line.
        let digests = Dictionary(snapshot.samples.map { ($0.id, $0.digest) }, uniquingKeysWith: { first, _ in first })
        return ([-1] + (cells ?? Array(snapshot.cells.indices))).lazy.map { index in
            index < 0
                ? Array(CSV.line(columns.map(\.name)).utf8)
                : rows(
                    of: snapshot.cells[index], snapshot.outcomes[index], runs, digests, catalog, columns)
        }
    }

    private static func rows(
        of cell: RunCell, _ outcomes: OutcomeList, _ runs: [String], _ digests: [SampleID: Digest],
        _ catalog: MethodCatalog, _ columns: [ResultColumn]
    ) -> [UInt8] {
        let configuration = cell.configuration.digest
        let proves = proving(cell.configuration, catalog)
        let isRadius = cell.configuration.form.goal.isRadius
        let form = ResultLineForm(
            columns,
            ResultCell(
                cell: cell, epsilon: isRadius ? "" : "\(cell.configuration.perturbation.epsilon)",
                configuration: configuration.short))
        var bytes = [UInt8]()
        bytes.reserveCapacity(270 * outcomes.count)
        for stored in outcomes {
            let proof =
                proves(stored.outcome.verdict) ? proofName(of: stored, configuration, digests[stored.sample]) : ""
            form.append(
                ResultRow(stored: stored, proof: proof, run: stored.run.map { runs[$0] } ?? ""), to: &bytes)
        }
        return bytes
    }

    /// The name that `run --proof` gives to the proof of an outcome; `nil` where there is none.
    static func proof(
        of stored: StoredOutcome, _ configuration: Configuration, sample: Digest, _ catalog: MethodCatalog
    ) -> String? {
        guard proving(configuration, catalog)(stored.outcome.verdict) else { return nil }
        let name = proofName(of: stored, configuration.digest, sample)
        return name.isEmpty ? nil : name
    }

    /// Which verdicts have proofs.
    private static func proving(_ configuration: Configuration, _ catalog: MethodCatalog) -> (Verdict) -> Bool {
        let method = configuration.method
        let hasProofs = configuration.form.isPlain || configuration.form == .given
        let provesRobust = catalog[method.name]?.resolved(for: method).provesRobust ?? false
        return { hasProofs && ($0 == .falsified || ($0 == .robust && provesRobust)) }
    }

    /// The name that `run --proof` gives to the proof of an outcome: its run key.
    private static func proofName(of stored: StoredOutcome, _ configuration: Digest, _ sample: Digest?) -> String {
        guard let sample, stored.outcome.impliedBy == nil else { return "" }
        return "\(RunKey(configuration: configuration, sample: sample)).vgproof"
    }
}
