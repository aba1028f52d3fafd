import Robustness

/// How a solve ended.
package enum SolveStatus: Sendable {
    case optimal, infeasible, stopped, failed
    /// The objective surely exceeds what was asked for.
    case cutOff
}

/// What a solver hands back; nothing of it is trusted, see `CertifiedProgram`.
package struct Solution: Sendable {
    package var status: SolveStatus
    /// Row multipliers; empty where the solver has none.
    package var multipliers: [Double]
    package var iterations: Int
    /// The solve stalled or failed first and was repeated from a fresh basis.
    package var fellBack = false
}

/// An LP engine that keeps its basis from solve to solve. All calls on one thread.
package protocol LinearProgramSolver: AnyObject {
    /// Takes over columns and rows that were appended to `program` since the last call.
    func extend(to program: LinearProgram)

    /// Minimises `objective` from the last basis.
    func minimise(_ objective: LinearFunction, until deadline: Deadline) -> Solution

    /// The values of the first `count` columns in the last solution.
    func columnValues(_ count: Int) -> [Double]
}
