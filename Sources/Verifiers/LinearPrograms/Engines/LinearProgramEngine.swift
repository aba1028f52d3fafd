/// What an engine can do beyond solving one linear program.
package enum EngineCapability: String, CaseIterable, Sendable {
    /// A solve goes on from the last basis after a change of objective or bounds, and after rows and columns were appended.
    case warmStart = "warm start"
    /// A solve stops once the objective surely exceeds `LinearProgramSolver.cutOff`.
    case cutOff = "cut-off"
    /// `LinearProgramSolver.search` honours columns restricted to whole numbers.
    case integers
    /// A search that its deadline ends knows a lower bound.
    case boundAtLimit = "bound at a limit"
    /// The multipliers of an infeasible program prove that it is: for the objective 0 they certify a bound > 0.
    case infeasibilityProof = "proof of infeasibility"
}

/// A library that solves linear programs. To add one: a type for it, its solver, one line in `EngineRegistry`.
package protocol LinearProgramEngine: Sendable {
    static var capabilities: Set<EngineCapability> { get }

    /// What solved, with three numbers where it has them: `1.15.1`.
    var version: String { get }
    /// The file that it was loaded from; `nil` for an engine that is linked.
    var path: String? { get }

    /// A solver without a program. It stays on the thread that made it.
    func makeSolver() -> any LinearProgramSolver
}

extension LinearProgramEngine {
    package var capabilities: Set<EngineCapability> { Self.capabilities }
    package var path: String? { nil }
}
