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
    ///
    /// The last stages matter most: as many are searched as leave every search a fair number of nodes. What a stage does not use,
    /// because its bounds hardly move, the ones behind it have.
    mutating func refine(_ network: ReducedNetwork, budget: Int, until deadline: Deadline) -> RelaxationModel {
        let limit = nodes + budget
        let searched = searchedStages(network, budget)
        var model = RelaxationModel(network.network, network.region, encoding: .relaxed)
        while model.next < network.next {
            let stage = model.next
            var known = network.bounds.stages[stage]
            if searched.contains(stage), !model.reduced.unstable.isEmpty {
                let planes = hasPlanes ? InputPlanes(model.reduced) : nil
                let ends = searched.filter { $0 >= stage }.reduce(0) { $0 + Self.ends($1, network) }
                tighten(
                    &known, SearchRelaxation(model, planes: planes), limit: max((limit - nodes) / max(ends, 1), 2),
                    isLast: stage == searched.last, until: deadline)
            }
            model.append(known)
        }
        return model
    }

    /// The stages whose neurons are searched.
    private func searchedStages(_ network: ReducedNetwork, _ budget: Int) -> [Int] {
        var (stages, ends) = ([Int](), 0)
        for stage in network.network.reluStages.reversed() where stage < network.next {
            let more = Self.ends(stage, network)
            guard ends == 0 || budget >= Self.fairLimit * (ends + more) else { break }
            stages.append(stage)
            ends += more
        }
        return stages.reversed()
    }

    private static func ends(_ stage: Int, _ network: ReducedNetwork) -> Int {
        2 * network.bounds.stages[stage].unstableNeurons.count
    }

    /// Fewer nodes than that hardly tighten a bound.
    private static let fairLimit = 16
    /// Neurons of a stage that are searched before it is given up, and by how much their intervals must get narrower for the others
    /// to follow, as a share.
    private static let probes = 8
    private static let leastGain = 0.05

    private mutating func tighten(
        _ known: inout StageBounds, _ relaxation: SearchRelaxation, limit: Int, isLast: Bool, until deadline: Deadline
    ) {
        let neurons = known.unstableNeurons
        let probes = neurons.count > 2 * Self.probes && !isLast ? Self.probes : 0
        // Spread over the stage, so that one channel does not speak for all.
        let first = (0..<probes).map { neurons[$0 * neurons.count / probes] }
        func width() -> Double { first.reduce(0) { $0 + max(known.upper[$1], 0) - min(known.lower[$1], 0) } }
        let before = width()
        for neuron in first { tighten(&known, neuron, relaxation, limit: limit, until: deadline) }
        guard probes == 0 || width() < (1 - Self.leastGain) * before else { return }
        for neuron in neurons where !first.contains(neuron) {
            tighten(&known, neuron, relaxation, limit: limit, until: deadline)
        }
    }

    private mutating func tighten(
        _ known: inout StageBounds, _ neuron: Int, _ relaxation: SearchRelaxation, limit: Int, until deadline: Deadline
    ) {
        guard !deadline.hasPassed else { return }
        let stage = relaxation.network.next
        let value = relaxation.network.function([(neuron, 1)], of: stage)
        let lower = search(value, relaxation, limit: limit, until: deadline)
        if lower.bound > known.lower[neuron], isNoted(.lower, neuron, stage, lower.leaves) {
            known.lower[neuron] = lower.bound
        }
        guard known.lower[neuron] < 0 else { return }
        let upper = search(value.negated, relaxation, limit: limit, until: deadline)
        if -upper.bound < known.upper[neuron], isNoted(.upper, neuron, stage, upper.leaves) {
            known.upper[neuron] = -upper.bound
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
            // These searches are too short for planes of later ReLUs.
            let record = SearchRecord(close: { leaves.append(units.domain($0, $1)) }, addPlanes: { _ in })
            end = run(function, relaxation, limit: limit, until: deadline, record: record)
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
        record: SearchRecord?
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
