import Networks
import Robustness

/// One query's relaxation, ready to search the margins of its classes one after the other.
struct ClassSearch {
    private let query: Query
    private let model: RelaxationModel
    private let bounds: NetworkBounds
    private let settings: SearchSettings
    private let recorder: ProofRecorder?
    private let system: ReLUSystem
    private let witnesses: WitnessSearch

    init(
        _ query: Query, _ network: Network, _ model: RelaxationModel, _ bounds: NetworkBounds,
        _ settings: SearchSettings, _ recorder: ProofRecorder?
    ) {
        self.query = query
        self.model = model
        self.bounds = bounds
        self.settings = recorder == nil ? settings : settings.recordable
        self.recorder = recorder
        system = ReLUSystem(model)
        witnesses = WitnessSearch(query, network)
    }

    /// Searches the margin to class `adversarial` the way the settings say, from the best point so far, and counts what it
    /// costs.
    func decide(
        _ adversarial: Int, _ best: inout WitnessSearch.Found?, _ measurements: inout Measurements,
        _ evaluations: inout Int, until deadline: Deadline
    ) -> BranchAndBound.End {
        let cost: NodeProgram.Cost
        let end: BranchAndBound.End
        if settings.rule == .inputSplit {
            var tree = InputSplitSearch(
                model.network, query, adversarial: adversarial, witnesses: witnesses, settings: settings,
                recorder: recorder?.boxes(of: adversarial), best: best)
            end = tree.run(until: deadline)
            best = tree.best
            measurements.nodes += tree.nodes
            cost = tree.programCost
        } else if settings.retighten > 0 {
            var tree = RetighteningSearch(
                model.network, query, bounds, adversarial: adversarial, witnesses: witnesses, settings: settings)
            end = tree.run(until: deadline)
            measurements.nodes += tree.nodes
            evaluations += Int(tree.evaluations)
            cost = tree.programCost
        } else {
            let objective = system.objective(model, label: query.label, adversarial: adversarial)
            var tree = BranchAndBound(
                model, system, objective, witnesses: witnesses, settings: settings,
                record: recorder?.leaves(of: adversarial), best: best)
            end = tree.run(until: deadline)
            best = tree.best
            measurements.nodes += tree.nodes
            evaluations += Int(tree.evaluations)
            cost = tree.programCost
        }
        measurements.lpSolves += cost.solves
        measurements.lpFallbacks += cost.fallbacks
        measurements.simplexIterations += cost.iterations
        return end
    }
}
