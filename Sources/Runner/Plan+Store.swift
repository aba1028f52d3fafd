import ResultStore

extension Plan {
    /// Looks up what the store holds already: answers, cells that are stale, samples that changed, times.
    public mutating func consult(_ store: ResultStore) throws(StoreFault) {
        changedSamples = try store.changedSamples(samples)
        earlierSeconds = try store.medianSeconds()
        for index in cells.indices {
            let answers = try store.answered(cells[index].digest)
            cells[index].answers = cells[index].samples.map { answers[samples[$0].digest] }
        }
        stale = try staleCells(in: store)
    }

    private func staleCells(in store: ResultStore) throws(StoreFault) -> [StaleCell] {
        var stale = [StaleCell]()
        for cell in cells where cell.answers.contains(where: { $0 == nil }) {
            let network = networks[cell.network].id
            let method = suite.methods[cell.method].id
            let earlier = try store.earlierCells(
                suite: suite.name, network: network, method: method, epsilon: cell.epsilon, than: cell.digest)
            guard let newest = earlier.first else { continue }
            stale.append(
                StaleCell(
                    network: network, method: method, epsilon: cell.epsilon, answered: newest.answered,
                    differences: cell.configuration.differences(from: newest.configuration)))
        }
        return stale
    }
}
