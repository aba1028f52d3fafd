import Questions

/// A mixed-integer program that an engine's branch and cut solves for one objective after the other, each from the basis
/// that the last root was left with.
///
/// The points that the search comes across, the root relaxation's first, are shown to an incumbent, which may end it.
final class BranchAndCut {
    private let solver: any LinearProgramSolver

    init(_ program: LinearProgram = LinearProgram(), engine: any LinearProgramEngine) {
        solver = engine.makeSolver()
        extend(to: program)
    }

    /// Takes over columns and rows that were appended to `program` since the last call.
    func extend(to program: LinearProgram) { solver.extend(to: program) }

    func minimise(
        _ objective: LinearFunction, showing incumbent: (any SearchObserver)? = nil, until deadline: Deadline
    ) -> IntegerSearch {
        let root = solver.minimise(objective, until: deadline)
        let outcome = IntegerSearch(lowerBound: root.claim, iterations: root.iterations)
        guard root.status == .optimal else { return outcome }
        if let incumbent {
            incumbent.consider(solver.columnValues(incumbent.inputCount))
            guard !incumbent.isDecisive else { return outcome }
        }
        var search = solver.search(showing: incumbent, until: deadline)
        search.lowerBound = max(search.lowerBound, outcome.lowerBound)
        search.iterations += outcome.iterations
        return search
    }
}
