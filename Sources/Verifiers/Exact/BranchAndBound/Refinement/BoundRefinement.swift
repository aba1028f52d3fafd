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
    let region: InputRegion
    let network: LoweredNetwork
    let settings: SearchSettings
    /// Whether upper planes over the inputs take the place of triangles.
    let hasPlanes: Bool
    /// Takes down what the bounds rest on.
    private let recorder: ProofRecorder?
    private(set) var nodes = 0
    private(set) var evaluations = 0.0

    init(
        _ network: LoweredNetwork, _ region: InputRegion, _ settings: SearchSettings, hasPlanes: Bool,
        _ recorder: ProofRecorder?
    ) {
        self.hasPlanes = hasPlanes
        self.network = network
        self.region = region
        self.settings = settings
        self.recorder = recorder
    }

    /// Tightens `bounds` with `budget` nodes in all, as far as time allows, and builds the relaxation anew.
    mutating func refine(_ bounds: inout NetworkBounds, budget: Int, until deadline: Deadline) -> RelaxationModel {
        let (first, limit) = plan(bounds, budget)
        var model = RelaxationModel(network, region, encoding: .relaxed)
        while model.next < network.outputStage {
            let stage = model.next
            if network.stages[stage].isReLU, stage >= first, !model.unstableReLUs.isEmpty {
                tighten(&bounds.stages[stage], model, limit: limit, until: deadline)
            }
            model.append(bounds.stages[stage])
        }
        return model
    }

    /// From which stage on neurons are searched, and with how many nodes each way: the last stages, which matter most, as
    /// many as leave every search a fair number.
    private func plan(_ bounds: NetworkBounds, _ budget: Int) -> (first: Int, limit: Int) {
        var (first, ends) = (network.outputStage, 0)
        for stage in network.reluStages.reversed() {
            let more = 2 * bounds.stages[stage].unstableNeurons.count
            guard ends == 0 || budget >= Self.fairLimit * (ends + more) else { break }
            (first, ends) = (stage, ends + more)
        }
        return (first, max(budget / max(ends, 1), 2))
    }

    /// Fewer nodes than that hardly tighten a bound.
    private static let fairLimit = 16

    private mutating func tighten(
        _ known: inout StageBounds, _ model: RelaxationModel, limit: Int, until deadline: Deadline
    ) {
        let system = ReLUSystem(model)
        let planes = hasPlanes ? InputPlanes(model) : nil
        for neuron in known.unstableNeurons {
            guard !deadline.hasPassed else { return }
            let value = model.objective([(neuron, 1)], of: model.next)
            let lower = search(value, model, system, planes, limit: limit, until: deadline)
            if lower.bound > known.lower[neuron], isNoted(.lower, neuron, model.next, lower.leaves) {
                known.lower[neuron] = lower.bound
            }
            guard known.lower[neuron] < 0 else { continue }
            let upper = search(value.negated, model, system, planes, limit: limit, until: deadline)
            if -upper.bound < known.upper[neuron], isNoted(.upper, neuron, model.next, upper.leaves) {
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
        _ function: LinearFunction, _ model: RelaxationModel, _ system: ReLUSystem, _ planes: InputPlanes?,
        limit: Int, until deadline: Deadline
    ) -> (bound: Double, leaves: [ClosedDomain]) {
        var leaves = [ClosedDomain]()
        let end: BranchAndBound.End
        if let units = recorder?.units(of: model) {
            end = run(function, model, system, planes, limit: limit, until: deadline) {
                leaves.append(units.domain($0, $1))
            }
        } else {
            end = run(function, model, system, planes, limit: limit, until: deadline, record: nil)
        }
        switch end {
        case .proved(let lower), .exhausted(let lower): return (lower, leaves)
        // Cut off by time: the bound may rest on more than what was taken down.
        case .stopped(let lower), .outOfMemory(let lower): return (recorder == nil ? lower : -.infinity, [])
        case .witness, .unresolved: return (-.infinity, [])
        }
    }

    private mutating func run(
        _ function: LinearFunction, _ model: RelaxationModel, _ system: ReLUSystem, _ planes: InputPlanes?,
        limit: Int, until deadline: Deadline, record: LeafRecord?
    ) -> BranchAndBound.End {
        var tree = BranchAndBound(
            model, system, system.objective(model, function), witnesses: nil, settings: settings.refining,
            planes: planes, record: record, patience: SearchPatience(limit: limit))
        defer {
            nodes += tree.nodes
            evaluations += tree.evaluations
        }
        return tree.run(until: deadline)
    }
}
