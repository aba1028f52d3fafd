import Questions
import ResultStore
import SuiteFiles

extension ReportModel {
    private struct RowKey: Hashable {
        var network: String
        var epsilon: Double
    }

    /// The rows in the order of the run. Plain classification makes a row only for networks that nothing else was
    /// asked about: it may be recorded once, at ε = 0.
    static func rows(of snapshot: RunSnapshot, classifiers: Set<String>, suite: Suite) -> [ReportRow] {
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
            return row(key, own, classifying, snapshot, suite)
        }
    }

    private static func row(
        _ key: RowKey, _ own: [Int], _ classifying: [Int], _ snapshot: RunSnapshot, _ suite: Suite
    ) -> ReportRow {
        var samples = [SampleID]()
        var position = [SampleID: Int]()
        for index in own {
            for sample in snapshot.cells[index].samples where position[sample] == nil {
                position[sample] = samples.count
                samples.append(sample)
            }
        }
        let first = own.first.map { snapshot.cells[$0].configuration }
        let bounding = own.first { !classifying.contains($0) }.map { snapshot.cells[$0].configuration }
        var row = ReportRow(
            network: key.network, epsilon: key.epsilon, epsilonText: suite.epsilonText(key.epsilon, of: key.network),
            samples: samples, outcomes: [:], verdicts: [:], asked: [:], measures: [:], classified: [],
            isMisclassified: Array(repeating: nil, count: samples.count),
            reference: (bounding ?? first)?.reference ?? suite.reference, budget: first?.budget ?? Budget())
        row.title = suite.networks.first { $0.id == key.network }?.label?.plain ?? key.network
        row.countsTestErrors =
            row.reference == .label && (bounding ?? first)?.form.property ?? .allClasses == .allClasses
        for index in own where !classifying.contains(index) {
            let cell = snapshot.cells[index]
            let list = RowOutcomes(snapshot.outcomes[index], at: position)
            row.outcomes[cell.method] = list
            row.verdicts[cell.method] = list.verdicts
            row.asked[cell.method] = cell.samples.compactMap { position[$0] }
            row.measures[cell.method] = cell.configuration.measure
        }
        for index in classifying { row.classify(snapshot.cells[index], snapshot.outcomes[index], position) }
        return row
    }
}

extension ReportRow {
    /// Takes over what plain classification says. A class compared with the prediction itself says nothing about labels.
    fileprivate mutating func classify(
        _ cell: RunCell, _ outcomes: OutcomeList, _ position: [SampleID: Int]
    ) {
        guard cell.configuration.reference == .label else { return }
        let known = Set(classified)
        if classifyingSeconds.isEmpty { classifyingSeconds = samples.map { _ in 0 } }
        classified += cell.samples.compactMap { position[$0] }.filter { !known.contains($0) }
        for stored in outcomes {
            guard let place = position[stored.sample] else { continue }
            classifyingSeconds[place] = stored.outcome.measurements.wallSeconds
            switch stored.outcome.verdict {
            case .falsified: isMisclassified[place] = true
            // A tie, or as good as one: nobody can say.
            case .unknown where stored.outcome.reason == .witnessUndecided: break
            case .robust, .unknown: isMisclassified[place] = isMisclassified[place] ?? false
            default: break
            }
        }
    }
}
