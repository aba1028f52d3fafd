import Questions

/// How a solve ended.
package enum SolveStatus: Sendable {
    case optimal, infeasible, stopped, failed
    /// The objective surely exceeds what was asked for.
    case cutOff
}

/// What a solver hands back; nothing of it is trusted, see `CertifiedProgram`.
package struct Solution: Sendable {
    package var status: SolveStatus
    /// Row multipliers y in the sense of `CertifiedProgram`: ≥ 0 on rows that demand at least, ≤ 0 on those that demand at
    /// most; empty where the solver has none.
    package var multipliers: [Double] = []
    package var iterations = 0
    /// The solve stalled or failed first and was repeated from a fresh basis.
    package var fellBack = false
    /// The lower bound on the objective that the solver claims, up to its tolerances: +∞ where the program has no point, −∞
    /// where nothing is claimed.
    package var claim = -Double.infinity
}

/// Who sees the points that a search comes across, and may end it.
package protocol SearchObserver: AnyObject {
    /// So many of the first columns are shown.
    var inputCount: Int { get }
    /// Nothing is left to be searched.
    var isDecisive: Bool { get }

    func consider(_ input: [Double])
}

/// What a search for integers comes to.
package struct IntegerSearch: Sendable {
    /// Lower bound on the objective as far as the engine's tolerances go: of the best open node where the search was cut
    /// short; +∞ where the program has no point, −∞ where nothing was proved.
    package var lowerBound = -Double.infinity
    package var nodes = 0
    package var iterations = 0
}

/// A program in the hands of an engine that keeps its basis from solve to solve. All calls on one thread.
package protocol LinearProgramSolver: AnyObject {
    /// Whether the program is still there; if not, `extend` builds it anew, with the bounds that the program has.
    var isReady: Bool { get }

    /// A solve may stop once the objective exceeds this; its multipliers then prove about as much. Of engines with
    /// `EngineCapability.cutOff`.
    var cutOff: Double { get set }

    /// Takes over columns and rows that were appended to `program` since the last call.
    func extend(to program: LinearProgram)

    /// Changes a column's bounds; the basis stays.
    func setBounds(ofColumn column: Int, lower: Double, upper: Double)

    /// Minimises `objective` from the last basis, columns that are restricted to whole numbers relaxed.
    func minimise(_ objective: LinearFunction, until deadline: Deadline) -> Solution

    /// The values of the first `count` columns in the last solution; empty where there is none.
    func columnValues(_ count: Int) -> [Double]

    /// Minimises the objective of the last `minimise`, which ended with `.optimal`, over points that are whole where they must
    /// be; where none must, the bound is what `minimise` claimed. What the observer is shown may violate the program by the engine's tolerances. Of engines with
    /// `EngineCapability.integers`.
    func search(showing observer: (any SearchObserver)?, until deadline: Deadline) -> IntegerSearch
}
