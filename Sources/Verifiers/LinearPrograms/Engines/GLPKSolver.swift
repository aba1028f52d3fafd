import CGLPK
import CShims
import Questions

/// GLPK's simplex, warm-started: dual simplex with the bound-flipping ratio test, which re-optimises after a change
/// of objective several times faster than the primal one. A stalled solve is repeated by the primal simplex from a
/// fresh basis.
package final class GLPKSolver: LinearProgramSolver {
    package private(set) var problem: OpaquePointer
    private var columnsTaken = 0
    private var rowsTaken = 0
    private var objectiveColumns: [Int32] = []
    /// The dual simplex stops once the objective exceeds this; its multipliers then prove about as much.
    package var cutOff = Double.infinity
    /// Some number of the program is none, or so large that GLPK loses its way with it: nothing is solved then.
    private var isBeyondRange = false
    /// Of the numbers that GLPK is given: it works with absolute tolerances and with squares.
    private static let range = 0x1p100
    /// Whether the problem is still there; if not, `extend` builds it anew.
    package var isReady: Bool { !isLost }
    /// Internal errors of GLPK on this thread when the problem was made.
    private var failures = shims_glpk_failures()
    /// An internal error of GLPK, in whichever solver, frees every problem of the thread, this one included.
    private var isLost: Bool { shims_glpk_failures() != failures }

    package init() { problem = Self.emptyProblem() }

    private static func emptyProblem() -> OpaquePointer {
        glp_term_out(GLP_OFF)
        let problem: OpaquePointer = glp_create_prob()
        glp_set_obj_dir(problem, GLP_MIN)
        return problem
    }

    deinit { if !isLost { glp_delete_prob(problem) } }

    /// A problem that is gone is built anew, with the bounds that `program` has.
    package func extend(to program: LinearProgram) {
        if isLost {
            problem = Self.emptyProblem()
            (columnsTaken, rowsTaken, objectiveColumns) = (0, 0, [])
            failures = shims_glpk_failures()
        }
        let known = rowsTaken
        isBeyondRange = isBeyondRange || !program.suitsSolver(Self.range, columns: columnsTaken, rows: rowsTaken)
        guard !isBeyondRange else { return }
        addColumns(program)
        addRows(program)
        if program.rows[known...].contains(where: \.isIllScaled) { scale(program) }
    }

    package func minimise(_ objective: LinearFunction, until deadline: Deadline) -> Solution {
        guard !isLost, !isBeyondRange, objective.suitsSolver(Self.range) else {
            return Solution(status: .failed)
        }
        for column in objectiveColumns { glp_set_obj_coef(problem, column + 1, 0) }
        for (column, value) in zip(objective.columns, objective.values) {
            glp_set_obj_coef(problem, column + 1, value)
        }
        glp_set_obj_coef(problem, 0, objective.constant)
        objectiveColumns = objective.columns

        let before = glp_get_it_cnt(problem)
        var status = simplex(GLP_DUALP, until: deadline)
        var fellBack = false
        if status == .failed, !isLost {
            fellBack = true
            glp_adv_basis(problem, 0)
            status = simplex(GLP_PRIMAL, until: deadline)
        }
        let multipliers = isLost ? [] : (0..<rowsTaken).map { glp_get_row_dual(problem, Int32($0 + 1)) }
        let iterations = isLost ? 0 : Int(glp_get_it_cnt(problem) - before)
        return Solution(
            status: status, multipliers: multipliers, iterations: iterations, fellBack: fellBack, claim: claim(status))
    }

    private func claim(_ status: SolveStatus) -> Double {
        switch status {
        case .optimal: glp_get_obj_val(problem)
        // The dual simplex also ends where it merely knows no point.
        case .infeasible: glp_get_prim_stat(problem) == GLP_NOFEAS ? .infinity : -.infinity
        case .cutOff, .stopped, .failed: -.infinity
        }
    }

    package func columnValues(_ count: Int) -> [Double] {
        isLost || isBeyondRange ? [] : (0..<count).map { glp_get_col_prim(problem, Int32($0 + 1)) }
    }

    /// Changes a column's bounds; the basis stays.
    package func setBounds(ofColumn column: Int, lower: Double, upper: Double) {
        guard !isLost, !isBeyondRange else { return }
        glp_set_col_bnds(problem, Int32(column + 1), lower == upper ? GLP_FX : GLP_DB, lower, upper)
    }

    private func simplex(_ method: Int32, until deadline: Deadline) -> SolveStatus {
        var parameters = glp_smcp()
        glp_init_smcp(&parameters)
        parameters.msg_lev = GLP_MSG_OFF
        parameters.meth = method
        parameters.r_test = GLP_RT_FLIP
        if cutOff.isFinite { parameters.obj_ul = cutOff }
        // A healthy re-solve takes tens to hundreds of iterations; a stall takes for ever.
        parameters.it_lim = Int32(clamping: 20_000 + 20 * (rowsTaken + columnsTaken))
        parameters.tm_lim = Int32(clamping: Int(min(deadline.remaining, 2e6) * 1000) + 1)
        let code = withUnsafeMutablePointer(to: &parameters) { pointer in guarded { glp_simplex($0, pointer) } }
        guard let code else { return .failed }
        switch code {
        case 0:
            switch glp_get_status(problem) {
            case GLP_OPT: return .optimal
            case GLP_NOFEAS, GLP_INFEAS: return .infeasible
            default: return .failed
            }
        case GLP_EOBJUL: return .cutOff
        case GLP_ETMLIM: return .stopped
        default: return .failed
        }
    }

    /// Runs a call into GLPK; `nil` if GLPK met an internal error, after which nothing of this thread is left.
    ///
    /// An error leaves `call` by a jump. It must not be inside an access to a captured variable or a property then, of which
    /// Swift would keep a record that is never taken back: parameters are passed by pointers made outside.
    package func guarded(_ call: @escaping (OpaquePointer) -> Int32) -> Int32? {
        var frame = GuardedCall(call: call, problem: problem)
        let failed = withUnsafeMutablePointer(to: &frame) { pointer in
            shims_guard_glpk({ $0?.assumingMemoryBound(to: GuardedCall.self).pointee.run() }, pointer)
        }
        return failed == 0 ? frame.result : nil
    }

    private struct GuardedCall {
        let call: (OpaquePointer) -> Int32
        let problem: OpaquePointer
        var result: Int32 = 0

        mutating func run() { result = call(problem) }
    }

    private func addColumns(_ program: LinearProgram) {
        guard program.columnCount > columnsTaken else { return }
        glp_add_cols(problem, Int32(program.columnCount - columnsTaken))
        for column in columnsTaken..<program.columnCount {
            let (lower, upper) = (program.lower[column], program.upper[column])
            let number = Int32(column + 1)
            glp_set_col_bnds(problem, number, lower == upper ? GLP_FX : GLP_DB, lower, upper)
            if program.integers.contains(column) { glp_set_col_kind(problem, number, GLP_IV) }
        }
        columnsTaken = program.columnCount
    }

    private func addRows(_ program: LinearProgram) {
        guard program.rows.count > rowsTaken else { return }
        glp_add_rows(problem, Int32(program.rows.count - rowsTaken))
        for index in rowsTaken..<program.rows.count {
            let row = program.rows[index]
            let kind =
                switch row.relation {
                case .equal: GLP_FX
                case .atLeast: GLP_LO
                case .atMost: GLP_UP
                }
            let number = Int32(index + 1)
            glp_set_row_bnds(problem, number, kind, row.rightHandSide, row.rightHandSide)
            // GLPK counts from 1 and ignores entry 0.
            glp_set_mat_row(
                problem, number, Int32(row.columns.count), [0] + row.columns.map { $0 + 1 }, [0] + row.values)
        }
        rowsTaken = program.rows.count
    }
}
