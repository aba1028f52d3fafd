import Networks
import Questions

/// One query's relaxation, ready to search the margins of its classes one after the other. What one class's search refines,
/// the next ones find refined.
struct ClassSearch {
    private let query: Query
    private var settings: SearchSettings
    private let recorder: ProofRecorder?
    private let witnesses: WitnessSearch
    private var relaxation: SearchRelaxation
    private var schedule: RefinementSchedule
    /// Whether planes are still to be tried.
    private var mayAddPlanes: Bool
    /// The best point so far.
    private(set) var best: WitnessSearch.Found?
    /// What the searches cost.
    private(set) var measurements = Measurements()
    private(set) var evaluations = 0.0

    init(
        _ query: Query, _ network: Network, _ model: RelaxationModel, _ settings: SearchSettings,
        best: WitnessSearch.Found?, _ recorder: ProofRecorder?
    ) {
        self.query = query
        self.settings = recorder == nil ? settings : settings.recordable
        self.recorder = recorder
        self.best = best
        relaxation = SearchRelaxation(model)
        // The bounds of the first stage are exact.
        schedule = RefinementSchedule(first: relaxation.system.stages.count > 1 ? self.settings.refine : 0)
        mayAddPlanes = self.settings.planes > 0 && self.settings.bounding == .ascent
        witnesses = WitnessSearch(query, network)
    }

    /// Searches the margin to class `adversarial` the way the settings say; to be proved it must exceed `allowance`.
    mutating func decide(_ adversarial: Int, allowance: Double, until deadline: Deadline) -> BranchAndBound.End {
        settings.allowance = allowance
        guard settings.rule != .inputSplit else { return splitInputs(adversarial, until: deadline) }
        var isHard = false
        while true {
            let objective = relaxation.margin(label: query.label, adversarial: adversarial)
            var tree = BranchAndBound(
                relaxation, objective, witnesses: witnesses, settings: settings,
                record: recorder?.search(of: adversarial, in: relaxation.network), best: best, restart: restart,
                isHard: isHard)
            let end = tree.run(until: deadline)
            best = tree.best
            count(tree.nodes, tree.evaluations, tree.programCost)
            guard case .exhausted = end else { return end }
            isHard = true
            if mayAddPlanes { addPlanes(until: deadline) } else { refine(until: deadline) }
        }
    }

    private var restart: RestartRule {
        mayAddPlanes ? RestartRule(trial: settings.planes, cost: Self.planesCost) : schedule.restart
    }

    /// Nodes that bounds by planes cost about as much as.
    private static let planesCost = 2000

    /// From now on upper planes over the inputs take the place of triangles, first in the bounds of later stages.
    private mutating func addPlanes(until deadline: Deadline) {
        mayAddPlanes = false
        let model = IntermediateAscent.tightenedByPlanes(relaxation.network, settings, recorder, until: deadline)
        relaxation = SearchRelaxation(model, planes: InputPlanes(model.reduced))
        if relaxation.planes != nil { settings = settings.withPlanes }
    }

    private mutating func refine(until deadline: Deadline) {
        let hasPlanes = relaxation.planes != nil
        var refinement = BoundRefinement(settings, hasPlanes: hasPlanes, recorder)
        let model = refinement.refine(relaxation.network, budget: schedule.next(), until: deadline)
        relaxation = SearchRelaxation(model, planes: hasPlanes ? InputPlanes(model.reduced) : nil)
        count(refinement.nodes, refinement.evaluations, NodeProgram.Cost())
    }

    private mutating func splitInputs(_ adversarial: Int, until deadline: Deadline) -> BranchAndBound.End {
        var tree = InputSplitSearch(
            relaxation.model.network, query, adversarial: adversarial, witnesses: witnesses, settings: settings,
            recorder: recorder?.boxes(of: adversarial), best: best)
        let end = tree.run(until: deadline)
        best = tree.best
        count(tree.nodes, 0, tree.programCost)
        return end
    }

    private mutating func count(_ nodes: Int, _ evaluations: Double, _ cost: NodeProgram.Cost) {
        self.evaluations += evaluations
        measurements.nodes += nodes
        measurements.lpSolves += cost.solves
        measurements.lpFallbacks += cost.fallbacks
        measurements.simplexIterations += cost.iterations
    }
}
