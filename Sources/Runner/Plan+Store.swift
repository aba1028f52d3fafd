import Questions
import ResultStore

extension Plan {
    /// Looks up what the store holds already: answers, cells that are stale, samples that changed, times.
    public mutating func consult(_ store: ResultStore) throws(StoreFault) {
        changedSamples = try store.changedSamples(samples)
        costPriors = costPriors(by: try store.costs(of: Set(cells.map(\.descriptor.name))))
        for index in cells.indices {
            let answers = try store.answered(cells[index].digest)
            cells[index].answers = cells[index].samples.map { answers[samples[$0].digest] }
        }
        try adoptDecided(from: store)
        stale = try staleCells(in: store)
    }

    /// Answers open queries from earlier runs that decided them within smaller limits, the largest of those first.
    private mutating func adoptDecided(from store: ResultStore) throws(StoreFault) {
        var known = [String: [Configuration]]()
        for index in cells.indices where cells[index].answers.contains(where: { $0 == nil }) {
            let (configuration, descriptor) = (cells[index].configuration, cells[index].descriptor)
            if known[descriptor.name] == nil { known[descriptor.name] = try store.configurations(of: descriptor.name) }
            let smaller = (known[descriptor.name] ?? []).filter {
                $0.carries(to: configuration, describedBy: descriptor) != .none
            }
            for earlier in smaller.sorted(by: { $0.limits.lexicographicallyPrecedes($1.limits) }).reversed() {
                let isWhole = earlier.carries(to: configuration, describedBy: descriptor) == .everything
                let decided = try store.answered(earlier.digest).filter {
                    let isFinal = descriptor.isFinal(
                        $0.value.verdict, $0.value.reason, ofSearch: configuration.form.goal.isRadius,
                        ending: $0.value.endedBy)
                    return (isWhole || isFinal) && $0.value.impliedBy == nil
                }
                var adopted = [Digest]()
                for (position, sample) in cells[index].samples.enumerated() where cells[index].answers[position] == nil
                {
                    guard let answer = decided[samples[sample].digest] else { continue }
                    cells[index].answers[position] = answer
                    adopted.append(samples[sample].digest)
                }
                guard !adopted.isEmpty else { continue }
                cells[index].adoptions.append(
                    Adoption(from: earlier.digest, to: cells[index].digest, samples: adopted))
            }
        }
    }

    /// Answers that were decided within smaller limits.
    public var adoptedCount: Int {
        cells.reduce(0) { $0 + $1.adoptions.reduce(0) { $0 + $1.samples.count } }
    }

    private func staleCells(in store: ResultStore) throws(StoreFault) -> [StaleCell] {
        var stale = [StaleCell]()
        for cell in cells where cell.answers.contains(where: { $0 == nil }) {
            let network = networks[cell.network].id
            let method = suite.methods[cell.method].id
            let earlier = try store.earlierCells(
                suite: suite.name, network: network, method: method, epsilon: cell.epsilon, than: cell.digest)
            guard let newest = earlier.first,
                newest.configuration.carries(to: cell.configuration, describedBy: cell.descriptor) == .none
            else { continue }
            stale.append(
                StaleCell(
                    network: network, method: method, epsilon: cell.cell.size, answered: newest.answered,
                    differences: cell.configuration.differences(from: newest.configuration)))
        }
        return stale
    }
}
