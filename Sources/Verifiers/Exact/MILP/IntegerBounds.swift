import Questions

/// Bounds on pre-activations by mixed-integer programs over the stages before, each with a limit of its own.
final class IntegerBounds {
    private(set) var model: RelaxationModel
    private let solver: BranchAndCut
    private let limit: Double
    private(set) var solves = 0
    private(set) var iterations = 0

    init(_ model: RelaxationModel, engine: any LinearProgramEngine, limit: Double) {
        self.model = model
        solver = BranchAndCut(engine: engine)
        self.limit = limit
    }

    /// Whether any binary variable makes this more than a linear program.
    var hasChoices: Bool { !model.compact.integers.isEmpty }

    /// Adds the next stage to the model.
    func append(_ bounds: StageBounds) { model.append(bounds) }

    /// A lower bound on `objective`, the best open node's where the limit passes.
    func lowerBound(of objective: LinearFunction, until deadline: Deadline) -> Double {
        solver.extend(to: model.compact)
        let outcome = solver.minimise(model.compacted(objective), until: deadline.earlier(after: limit))
        solves += 1
        iterations += outcome.iterations
        // Some point exists, so that no point found means that the solver lost its way.
        return outcome.lowerBound < .infinity ? MILPSearch.loosened(outcome.lowerBound) : -.infinity
    }
}
