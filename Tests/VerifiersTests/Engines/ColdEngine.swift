import Questions
import Verifiers

/// An engine added by this file and a line in `PresentEngine.all`: GLPK, but every solve starts from nothing. What engines owe
/// their callers, it owes them too.
struct ColdEngine: LinearProgramEngine {
    static let capabilities = GLPKEngine.capabilities.subtracting([.warmStart, .cutOff])

    var version: String { "cold" }

    func makeSolver() -> any LinearProgramSolver { ColdSolver() }
}

private final class ColdSolver: LinearProgramSolver {
    private var program = LinearProgram()
    private var bounds: [Int: (lower: Double, upper: Double)] = [:]
    private var last: (any LinearProgramSolver)?

    let isReady = true
    var cutOff = Double.infinity

    func extend(to program: LinearProgram) { self.program = program }

    func setBounds(ofColumn column: Int, lower: Double, upper: Double) { bounds[column] = (lower, upper) }

    func minimise(_ objective: LinearFunction, until deadline: Deadline) -> Solution {
        let solver = GLPKEngine().makeSolver()
        solver.extend(to: program)
        for (column, range) in bounds { solver.setBounds(ofColumn: column, lower: range.lower, upper: range.upper) }
        last = solver
        return solver.minimise(objective, until: deadline)
    }

    func columnValues(_ count: Int) -> [Double] { last?.columnValues(count) ?? [] }

    func search(showing observer: (any SearchObserver)?, until deadline: Deadline) -> IntegerSearch {
        guard let last else { preconditionFailure("minimise first") }
        return last.search(showing: observer, until: deadline)
    }
}
