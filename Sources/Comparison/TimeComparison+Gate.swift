import Tables

extension TimeComparison {
    /// Methods that became slower than the gate allows, or everything together; none where time is not judged.
    ///
    /// Everything together counts only where no single method does: it would say the same twice.
    func slower(than gate: Double) -> [Row] { beyond(gate) { row, limit in (row.excess ?? 1) > limit } }

    /// The same for those that became faster by as much, also by the clock: beside methods that became slower nothing is faster.
    func faster(than gate: Double) -> [Row] {
        beyond(gate) { row, limit in (row.excess ?? 1) < 1 / limit && (row.ratio ?? 1) < 1 / gate }
    }

    /// Whether methods were judged that could not be held against others.
    var lacksMethods: Bool {
        notJudged == nil && rows.contains { $0.method != nil && $0.spread != nil && !$0.isRelative }
    }

    private func beyond(_ gate: Double, _ isBeyond: (_ row: Row, _ limit: Double) -> Bool) -> [Row] {
        guard notJudged == nil else { return [] }
        let found = rows.filter { row in row.gate(gate).map { isBeyond(row, $0) } ?? false }
        let methods = found.filter { $0.method != nil }
        return methods.isEmpty ? found : methods
    }
}

extension TimeComparison.Row {
    /// `lp-all: CPU time × 1.32 beside the other methods (median of 40), × 1.1 allowed`.
    func slowdown(_ gates: Double) -> String {
        let format = NumberFormat.significant(3)
        let allowed = gate(gates).map { ", × \(format.text($0)) allowed" } ?? ""
        let beside = isRelative ? " beside the other methods" : ""
        let factor = format.text(excess ?? ratio ?? 1)
        return "\(method ?? "all methods"): CPU time × \(factor)\(beside) (median of \(pairs))\(allowed)"
    }
}
