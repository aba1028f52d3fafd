import ResultStore
import Robustness

extension ReportModel {
    private struct RowKey: Hashable {
        var network: String
        var epsilon: Double
    }

    /// The rows in the order of the run. Plain classification makes a row only for networks that nothing else was
    /// asked about: it may be recorded once, at ε = 0.
    static func rows(of snapshot: RunSnapshot, classifiers: Set<String>) -> [ReportRow] {
        var keys = [RowKey]()
        var cells = [RowKey: [Int]]()
        for (index, cell) in snapshot.cells.enumerated() {
            let key = RowKey(network: cell.network, epsilon: cell.configuration.perturbation.epsilon)
            if cells[key] == nil { keys.append(key) }
            cells[key, default: []].append(index)
        }
        let isOther = { (index: Int) in !classifiers.contains(snapshot.cells[index].method) }
        let withOthers = Set(keys.filter { cells[$0]?.contains(where: isOther) ?? false }.map(\.network))
        return keys.compactMap { key in
            let own = cells[key] ?? []
            guard own.contains(where: isOther) || !withOthers.contains(key.network) else { return nil }
            let classifying = snapshot.cells.indices.filter {
                snapshot.cells[$0].network == key.network && classifiers.contains(snapshot.cells[$0].method)
            }
            return row(key, own, classifying, snapshot)
        }
    }

    private static func row(
        _ key: RowKey, _ own: [Int], _ classifying: [Int], _ snapshot: RunSnapshot
    ) -> ReportRow {
        var samples = [SampleID]()
        var position = [SampleID: Int]()
        for index in own {
            for sample in snapshot.cells[index].samples where position[sample] == nil {
                position[sample] = samples.count
                samples.append(sample)
            }
        }
        var row = ReportRow(
            network: key.network, epsilon: key.epsilon, samples: samples, outcomes: [:], asked: [:],
            isMisclassified: Array(repeating: nil, count: samples.count),
            budget: own.first.map { snapshot.cells[$0].configuration.budget } ?? Budget())
        for index in own {
            var list = [Outcome?](repeating: nil, count: samples.count)
            for stored in snapshot.outcomes[index] {
                if let place = position[stored.sample] { list[place] = stored.outcome }
            }
            row.outcomes[snapshot.cells[index].method] = list
            row.asked[snapshot.cells[index].method] = snapshot.cells[index].samples.count
        }
        for index in classifying {
            for stored in snapshot.outcomes[index] {
                guard let place = position[stored.sample] else { continue }
                switch stored.outcome.verdict {
                case .falsified: row.isMisclassified[place] = true
                case .robust, .unknown: row.isMisclassified[place] = row.isMisclassified[place] ?? false
                default: break
                }
            }
        }
        return row
    }
}

extension ReportRow {
    /// Images with an outcome of `method`.
    func answered(_ method: MethodColumn) -> [Int] {
        guard let list = outcomes[method.id] else { return [] }
        return list.indices.filter { list[$0] != nil }
    }

    /// Misclassified, or falsified by `method`.
    func isError(_ sample: Int, by method: MethodColumn) -> Bool {
        isMisclassified[sample] == true || outcomes[method.id]?[sample]?.verdict == .falsified
    }

    /// Proved robust by `method`, and not misclassified.
    func isProved(_ sample: Int, by method: MethodColumn) -> Bool {
        isMisclassified[sample] != true && outcomes[method.id]?[sample]?.verdict == .robust
    }

    /// Misclassified, or falsified by whichever method.
    func isError(_ sample: Int) -> Bool {
        isMisclassified[sample] == true || outcomes.values.contains { $0[sample]?.verdict == .falsified }
    }

    /// Proved robust by whichever method, and not misclassified.
    func isProved(_ sample: Int) -> Bool {
        isMisclassified[sample] != true && outcomes.values.contains { $0[sample]?.verdict == .robust }
    }

    /// Images that some method has an outcome for.
    var touched: [Int] {
        samples.indices.filter { sample in
            isMisclassified[sample] != nil || outcomes.values.contains { $0[sample] != nil }
        }
    }
}
