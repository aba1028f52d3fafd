import Networks
import Proofs
import Questions

/// Tighter bounds of later stages by short searches: the smallest and the largest value of every neuron that is still
/// unstable, each by branch and bound on the ReLUs of the stages before it.
///
/// The first stage's bounds are exact already. A search that is stopped early leaves a certified bound all the same, and a
/// few hundred nodes a neuron often halve an interval. That costs seconds, and where a margin takes millions of nodes it
/// spares most of them.
struct BoundRefinement {
    let settings: SearchSettings
    /// Whether upper planes over the inputs take the place of triangles.
    let hasPlanes: Bool
    /// Takes down what the bounds rest on.
    private let recorder: ProofRecorder?
    private(set) var nodes = 0
    private(set) var evaluations = 0.0

    init(
        _ settings: SearchSettings, hasPlanes: Bool, _ recorder: ProofRecorder?
    ) {
        self.hasPlanes = hasPlanes
        self.settings = settings
        self.recorder = recorder
    }

    /// The relaxation of `network`, all of whose stages below the logits are there, with tighter bounds, searched with `budget`
    /// nodes in all, as far as time allows.
    mutating func refine(_ network: ReducedNetwork, budget: Int, until deadline: Deadline) -> RelaxationModel {
        let (first, limit) = plan(network, budget)
        var model = RelaxationModel(network.network, network.region, encoding: .relaxed)
        while model.next < network.next {
            let stage = model.next
            var known = network.bounds.stages[stage]
            if network.network.stages[stage].isReLU, stage >= first, !model.reduced.unstable.isEmpty {
                let planes = hasPlanes ? InputPlanes(model.reduced) : nil
                tighten(&known, SearchRelaxation(model, planes: planes), limit: limit, until: deadline)
            }
            model.append(known)
        }
        return model
    }

    /// From which stage on neurons are searched, and with how many nodes each way: the last stages, which matter most, as
    /// many as leave every search a fair number.
    private func plan(_ network: ReducedNetwork, _ budget: Int) -> (first: Int, limit: Int) {
        var (first, ends) = (network.next, 0)
        for stage in network.network.reluStages.reversed() {
            let more = 2 * network.bounds.stages[stage].unstableNeurons.count
            guard ends == 0 || budget >= Self.fairLimit * (ends + more) else { break }
            (first, ends) = (stage, ends + more)
        }
        return (first, max(budget / max(ends, 1), 2))
    }

    /// Fewer nodes than that hardly tighten a bound.
    private static let fairLimit = 16

    private mutating func tighten(
        _ known: inout StageBounds, _ relaxation: SearchRelaxation, limit: Int, until deadline: Deadline
    ) {
        let stage = relaxation.network.next
        for neuron in known.unstableNeurons {
            guard !deadline.hasPassed else { return }
            let value = relaxation.network.function([(neuron, 1)], of: stage)
            let lower = search(value, relaxation, limit: limit, until: deadline)
            if lower.bound > known.lower[neuron], isNoted(.lower, neuron, stage, lower.leaves) {
                known.lower[neuron] = lower.bound
            }
            guard known.lower[neuron] < 0 else { continue }
            let upper = search(value.negated, relaxation, limit: limit, until: deadline)
            if -upper.bound < known.upper[neuron], isNoted(.upper, neuron, stage, upper.leaves) {
                known.upper[neuron] = -upper.bound
            }
        }
    }

    /// Without a recorder every bound counts, with one those that it could take down.
    private func isNoted(
        _ side: BoundEvidence.Side, _ neuron: Int, _ stage: Int, _ leaves: [ClosedDomain]
    ) -> Bool {
        recorder?.noteSearch(side, neuron, at: stage, leaves) ?? true
    }

    /// A certified lower bound on `function`, with the leaves that it rests on where there is a recorder. The search ends early
    /// once the bound is > 0, for then the neuron is stable.
    private mutating func search(
        _ function: LinearFunction, _ relaxation: SearchRelaxation, limit: Int, until deadline: Deadline
    ) -> (bound: Double, leaves: [ClosedDomain]) {
        var leaves = [ClosedDomain]()
        let end: BranchAndBound.End
        if let units = recorder?.units(of: relaxation.network) {
            end = run(function, relaxation, limit: limit, until: deadline) {
                leaves.append(units.domain($0, $1))
            }
        } else {
            end = run(function, relaxation, limit: limit, until: deadline, record: nil)
        }
        switch end {
        case .proved(let lower), .exhausted(let lower): return (lower, leaves)
        // Cut off by time: the bound may rest on more than what was taken down.
        case .stopped(let lower), .outOfMemory(let lower): return (recorder == nil ? lower : -.infinity, [])
        case .witness, .unresolved: return (-.infinity, [])
        }
    }

    private mutating func run(
        _ function: LinearFunction, _ relaxation: SearchRelaxation, limit: Int, until deadline: Deadline,
        record: LeafRecord?
    ) -> BranchAndBound.End {
        var tree = BranchAndBound(
            relaxation, relaxation.objective(function), witnesses: nil, settings: settings.refining,
            record: record, restart: RestartRule(limit: limit))
        defer {
            nodes += tree.nodes
            evaluations += tree.evaluations
        }
        return tree.run(until: deadline)
    }
}
