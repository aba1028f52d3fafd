import Networks
import Robustness

extension LayerwiseBounds {
    /// Bounds of the next stage by batched dual ascent over the relaxation that `model` holds: both ends of every neuron
    /// that cheaper sound bounds leave undecided, each certified. Looser than by linear programs and far cheaper where
    /// there are many neurons.
    func ascendedBounds(_ model: RelaxationModel, _ settings: SearchSettings, until deadline: Deadline) -> StageBounds {
        var known = cheapBounds
        let neurons = undecidedNeurons(known)
        guard !neurons.isEmpty else { return known }
        let system = ReLUSystem(model)
        let batch = DualBatch(system, capacity: min(2 * settings.batchSize, 2 * neurons.count))
        let whole = BranchDomain(
            splits: Array(repeating: 0, count: system.count),
            multipliers: system.upper.indices.map { system.upper[$0] > -system.lower[$0] ? 1 : 0 }, bound: -.infinity)
        for start in stride(from: 0, to: neurons.count, by: batch.capacity / 2) {
            guard !deadline.hasPassed else { return known }
            let chunk = neurons[start..<min(start + batch.capacity / 2, neurons.count)]
            let ends = chunk.flatMap { neuron -> [SystemObjective] in
                let function = model.objective([(neuron, 1)], of: next)
                return [system.objective(model, function), system.objective(model, function.negated)]
            }
            batch.load(Array(repeating: whole, count: ends.count)[...])
            let objective = DualObjective(each: ends)
            _ = settings.ascent(steps: settings.intermediateSteps).run(batch, objective)
            batch.restoreBest()
            batch.evaluate(objective, cornered: false)
            for (column, end) in ends.enumerated() {
                let certificate = LeafCertificate(system: system, program: model.program, objective: end.exact)
                let bound = certificate.bound(
                    whole.splits, lambda: batch.column(column, of: batch.lambda),
                    mu: batch.column(column, of: batch.mu))
                let neuron = chunk[chunk.startIndex + column / 2]
                if column % 2 == 0 {
                    known.lower[neuron] = max(known.lower[neuron], bound)
                } else {
                    known.upper[neuron] = min(known.upper[neuron], -bound)
                }
            }
        }
        return known
    }
}
