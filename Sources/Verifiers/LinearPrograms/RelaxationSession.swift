import Networks
import Questions

/// One query's relaxation with a solver that follows it, and the count of what the solves cost.
final class RelaxationSession {
    private(set) var model: RelaxationModel
    private var certified: CertifiedProgram
    let solver: any LinearProgramSolver
    /// Takes down what the bounds rest on; `nil` where nobody asks.
    let recorder: ProofRecorder?
    /// Multipliers at the model's sites in the last solve; empty without a recorder.
    private(set) var siteMultipliers: [Double] = []
    private(set) var lpSolves = 0
    private(set) var lpFallbacks = 0
    private(set) var simplexIterations = 0
    /// What certified values are computed over, instead of over the bounds of the inputs alone.
    private let ball: CutTwoBall?
    /// How the last solve ended.
    private(set) var lastStatus = SolveStatus.optimal

    init(
        _ model: RelaxationModel, engine: any LinearProgramEngine = EngineRegistry.standard,
        recorder: ProofRecorder? = nil, ball: CutTwoBall? = nil
    ) {
        self.model = model
        self.ball = ball
        certified = CertifiedProgram(model.program, ball: ball)
        solver = engine.makeSolver()
        self.recorder = recorder
    }

    /// Adds the next stage to the model.
    func append(_ bounds: StageBounds) {
        model.append(bounds)
        certified = CertifiedProgram(model.program, ball: ball)
    }

    /// A certified lower bound on `objective`, computed from the solver's row multipliers.
    func lowerBound(of objective: LinearFunction, until deadline: Deadline) -> Double {
        solver.extend(to: model.compact)
        let solution = solver.minimise(model.compacted(objective), until: deadline)
        lpSolves += 1
        lpFallbacks += solution.fellBack ? 1 : 0
        simplexIterations += solution.iterations
        lastStatus = solution.status
        let multipliers = model.expanded(solution.multipliers)
        if recorder != nil { siteMultipliers = model.atSites(multipliers) }
        return certified.lowerBound(of: objective, multipliers: multipliers)
    }

    /// Adds the counts to `measurements`.
    func count(into measurements: inout Measurements) {
        measurements.lpSolves += lpSolves
        measurements.lpFallbacks += lpFallbacks
        measurements.simplexIterations += simplexIterations
    }
}
