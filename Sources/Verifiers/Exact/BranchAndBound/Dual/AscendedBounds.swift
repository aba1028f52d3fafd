import Networks
import Proofs
import Questions

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
        let ascent = IntermediateAscent(SearchRelaxation(model), settings, recorder)
        return ascent.tighten(known, neurons: undecidedNeurons(known), until: deadline)
    }
}

/// Certified bounds of one stage's pre-activations by batched dual ascent over the relaxation of the stages before it.
struct IntermediateAscent {
    private let relaxation: SearchRelaxation
    private let settings: SearchSettings
    private let whole: BranchDomain
    /// Takes down what the bounds rest on.
    private let recorder: ProofRecorder?

    init(_ relaxation: SearchRelaxation, _ settings: SearchSettings, _ recorder: ProofRecorder?) {
        self.relaxation = relaxation
        self.settings = settings
        self.recorder = recorder
        whole = BranchDomain.root(relaxation.system)
    }

    /// `known` with both ends of the given neurons of the network's next stage tightened, as far as time allows.
    func tighten(_ known: StageBounds, neurons: [Int], until deadline: Deadline) -> StageBounds {
        guard !neurons.isEmpty else { return known }
        var known = known
        let batch = DualBatch(
            relaxation.system, capacity: min(2 * settings.batchSize, 2 * neurons.count), planes: relaxation.planes)
        for start in stride(from: 0, to: neurons.count, by: batch.capacity / 2) {
            guard !deadline.hasPassed else { return known }
            tighten(&known, neurons[start..<min(start + batch.capacity / 2, neurons.count)], batch)
        }
        return known
    }

    private func tighten(_ known: inout StageBounds, _ neurons: ArraySlice<Int>, _ batch: DualBatch) {
        let ends = neurons.flatMap { neuron -> [SystemObjective] in
            let function = relaxation.network.function([(neuron, 1)], of: relaxation.network.next)
            return [relaxation.objective(function), relaxation.objective(function.negated)]
        }
        batch.load(Array(repeating: whole, count: ends.count)[...])
        let objective = DualObjective(each: ends)
        var ascent = settings.ascent(steps: relaxation.planes == nil ? settings.intermediateSteps : settings.planeSteps)
        ascent.planeStep = settings.rootPlaneStep
        _ = ascent.run(batch, objective)
        batch.restoreBest()
        batch.evaluate(objective, cornered: false)
        for (column, end) in ends.enumerated() {
            let certificate = relaxation.certificate(end.exact)
            let leaf = batch.leaf(column)
            let bound = certificate.bound(whole.splits, leaf)
            let evidence = { certificate.evidence(whole.splits, leaf) }
            let neuron = neurons[neurons.startIndex + column / 2]
            if column % 2 == 0, bound > known.lower[neuron], isNoted(.lower, neuron, evidence) {
                known.lower[neuron] = bound
            } else if column % 2 == 1, -bound < known.upper[neuron], isNoted(.upper, neuron, evidence) {
                known.upper[neuron] = -bound
            }
        }
    }

    /// Certified lower bounds on functions of the network's variables; −∞ for those that time did not reach.
    func lowerBounds(of functions: [LinearFunction], until deadline: Deadline) -> [Double] {
        var lower = Array(repeating: -Double.infinity, count: functions.count)
        guard !functions.isEmpty, !deadline.hasPassed else { return lower }
        let batch = DualBatch(relaxation.system, capacity: functions.count, planes: relaxation.planes)
        batch.load(Array(repeating: whole, count: functions.count)[...])
        let objectives = functions.map { relaxation.objective($0) }
        let objective = DualObjective(each: objectives)
        _ = settings.ascent(steps: settings.rootSteps).run(batch, objective)
        batch.restoreBest()
        batch.evaluate(objective, cornered: false)
        for column in functions.indices {
            lower[column] = relaxation.certificate(objectives[column].exact).bound(whole.splits, batch.leaf(column))
        }
        return lower
    }

    /// Whether a bound may be used: without a recorder at once, with one after it was taken down. What planes add comes after
    /// all that needs none, like what searches add.
    private func isNoted(_ side: BoundEvidence.Side, _ neuron: Int, _ evidence: () -> Multipliers) -> Bool {
        guard let recorder else { return true }
        guard relaxation.planes != nil else {
            recorder.note(side, neuron, evidence())
            return true
        }
        let domain = recorder.units(of: relaxation.network).domain(whole.splits, ProofLeaf(.multipliers(evidence())))
        return recorder.noteSearch(side, neuron, at: relaxation.network.next, [domain])
    }
}

extension IntermediateAscent {
    /// The relaxation of `network`, all of whose stages below the logits are there, with the bounds of every later stage
    /// tightened by upper planes over the inputs, as far as time allows.
    static func tightenedByPlanes(
        _ network: ReducedNetwork, _ settings: SearchSettings, _ recorder: ProofRecorder?, until deadline: Deadline
    ) -> RelaxationModel {
        var model = RelaxationModel(network.network, network.region, encoding: .relaxed)
        while model.next < network.next {
            var known = network.bounds.stages[model.next]
            if network.network.stages[model.next].isReLU, let planes = InputPlanes(model.reduced) {
                known = IntermediateAscent(SearchRelaxation(model, planes: planes), settings, recorder)
                    .tighten(known, neurons: known.unstableNeurons, until: deadline)
            }
            model.append(known)
        }
        return model
    }
}
