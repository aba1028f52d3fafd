import Tables

extension TimeComparison {
    /// Methods that became slower than the gate allows, or everything together; none where time is not judged.
    ///
    /// Everything together counts only where no single method does: it would say the same twice.
    func slower(than gate: Double) -> [Row] { beyond(gate) { ratio, limit in ratio > limit } }

    /// The same for those that became faster by as much.
    func faster(than gate: Double) -> [Row] { beyond(gate) { ratio, limit in ratio < 1 / limit } }

    private func beyond(_ gate: Double, _ isBeyond: (_ ratio: Double, _ limit: Double) -> Bool) -> [Row] {
        guard notJudged == nil else { return [] }
        let found = rows.filter { row in
            guard row.pairs >= Self.fewestPairs, let ratio = row.ratio, let limit = row.gate(gate) else { return false }
            return isBeyond(ratio, limit)
        }
        let methods = found.filter { $0.method != nil }
        return methods.isEmpty ? found : methods
    }
}

extension TimeComparison.Row {
    /// `lp-all: CPU time × 1.32 (median of 40), × 1.1 allowed`.
    func slowdown(_ gates: Double) -> String {
        let format = NumberFormat.significant(3)
        let allowed = gate(gates).map { ", × \(format.text($0)) allowed" } ?? ""
        return "\(method ?? "all methods"): CPU time × \(format.text(ratio ?? 1)) (median of \(pairs))\(allowed)"
    }
}
