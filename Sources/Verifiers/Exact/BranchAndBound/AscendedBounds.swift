import Networks
import Robustness

extension LayerwiseBounds {
    /// Bounds of the next stage by batched dual ascent over the relaxation that `model` holds: both ends of every neuron
    /// that cheaper sound bounds leave undecided, each certified. Looser than by linear programs and far cheaper where
    /// there are many neurons.
    func ascendedBounds(
        _ model: RelaxationModel, _ settings: SearchSettings, _ recorder: ProofRecorder?, until deadline: Deadline
    ) -> StageBounds {
        // A proof holds multipliers: which line substitution took, rounding may decide anew.
        let known = recorder == nil ? cheapBounds : intervalBounds
        recorder?.begin(next, substituted: [])
        let ascent = IntermediateAscent(model, settings, recorder)
        return ascent.tighten(known, neurons: undecidedNeurons(known), until: deadline)
    }
}

/// Certified bounds of one stage's pre-activations by batched dual ascent over the relaxation of the stages before it.
struct IntermediateAscent {
    private let model: RelaxationModel
    private let settings: SearchSettings
    private let system: ReLUSystem
    private let whole: BranchDomain
    /// Takes down what the bounds rest on.
    private let recorder: ProofRecorder?

    init(_ model: RelaxationModel, _ settings: SearchSettings, _ recorder: ProofRecorder?) {
        self.model = model
        self.settings = settings
        self.recorder = recorder
        system = ReLUSystem(model)
        whole = BranchDomain.root(system)
    }

    /// `known` with both ends of the given neurons of the model's next stage tightened, as far as time allows.
    func tighten(_ known: StageBounds, neurons: [Int], until deadline: Deadline) -> StageBounds {
        guard !neurons.isEmpty else { return known }
        var known = known
        let batch = DualBatch(system, capacity: min(2 * settings.batchSize, 2 * neurons.count))
        for start in stride(from: 0, to: neurons.count, by: batch.capacity / 2) {
            guard !deadline.hasPassed else { return known }
            tighten(&known, neurons[start..<min(start + batch.capacity / 2, neurons.count)], batch)
        }
        return known
    }

    private func tighten(_ known: inout StageBounds, _ neurons: ArraySlice<Int>, _ batch: DualBatch) {
        let ends = neurons.flatMap { neuron -> [SystemObjective] in
            let function = model.objective([(neuron, 1)], of: model.next)
            return [system.objective(model, function), system.objective(model, function.negated)]
        }
        batch.load(Array(repeating: whole, count: ends.count)[...])
        let objective = DualObjective(each: ends)
        _ = settings.ascent(steps: settings.intermediateSteps).run(batch, objective)
        batch.restoreBest()
        batch.evaluate(objective, cornered: false)
        for (column, end) in ends.enumerated() {
            let certificate = LeafCertificate(system: system, objective: end.exact)
            let mu = batch.column(column, of: batch.mu)
            let bound = certificate.bound(whole.splits, lambda: batch.column(column, of: batch.lambda), mu: mu)
            let neuron = neurons[neurons.startIndex + column / 2]
            if column % 2 == 0, bound > known.lower[neuron] {
                known.lower[neuron] = bound
                recorder?.note(.lower, neuron, .single(mu))
            } else if column % 2 == 1, -bound < known.upper[neuron] {
                known.upper[neuron] = -bound
                recorder?.note(.upper, neuron, .single(mu))
            }
        }
    }
}
