import CGLPK
import Robustness

/// A mixed-integer program that GLPK's branch and cut solves for one objective after the other, each from the basis that
/// the last root was left with.
///
/// At every node the relaxation's input point is shown to an incumbent, which may end the search.
final class BranchAndCut {
    /// What a search proved.
    struct Outcome {
        /// Lower bound on the objective, as far as GLPK's tolerances go: of the best open node where the search was cut
        /// short; +∞ where the program has no point, −∞ where nothing was proved.
        var lowerBound: Double
        var nodes = 0
        var iterations: Int
    }

    private let solver = GLPKSolver()
    private var incumbent: Incumbent?
    private var deadline = Deadline.never
    private var nodes = 0
    /// The smallest bound of an open node when the search was cut short.
    private var openBound: Double?

    init(_ program: LinearProgram = LinearProgram()) { extend(to: program) }

    /// Takes over columns and rows that were appended to `program` since the last call.
    func extend(to program: LinearProgram) { solver.extend(to: program) }

    func minimise(
        _ objective: LinearFunction, showing incumbent: Incumbent? = nil, until deadline: Deadline
    ) -> Outcome {
        self.incumbent = incumbent
        self.deadline = deadline
        nodes = 0
        openBound = nil
        let root = solver.minimise(objective, until: deadline)
        var outcome = Outcome(lowerBound: -.infinity, iterations: root.iterations)
        switch root.status {
        case .optimal:
            outcome.lowerBound = glp_get_obj_val(solver.problem)
            look(at: solver.problem)
            guard incumbent?.isDecisive != true else { break }
            let before = glp_get_it_cnt(solver.problem)
            outcome.lowerBound = max(outcome.lowerBound, search())
            outcome.iterations += Int(glp_get_it_cnt(solver.problem) - before)
        case .infeasible:
            if glp_get_prim_stat(solver.problem) == GLP_NOFEAS { outcome.lowerBound = .infinity }
        case .cutOff, .stopped, .failed: break
        }
        outcome.nodes = nodes
        return outcome
    }

    private func search() -> Double {
        var parameters = glp_iocp()
        glp_init_iocp(&parameters)
        parameters.msg_lev = GLP_MSG_OFF
        parameters.tol_int = 1e-9
        // Hybrid pseudo-costs: on hard images a third to a fifth of the time of the other rules.
        parameters.br_tech = GLP_BR_PCH
        // The callback keeps the deadline, since GLPK's own limit leaves no bound behind; this is in case it is not called.
        parameters.tm_lim = Int32(clamping: Int(min(deadline.remaining, 2e6) * 1000) + 5_000)
        parameters.cb_info = Unmanaged.passUnretained(self).toOpaque()
        parameters.cb_func = { tree, info in
            guard let tree, let info else { return }
            Unmanaged<BranchAndCut>.fromOpaque(info).takeUnretainedValue().visit(tree)
        }
        let ending = withUnsafeMutablePointer(to: &parameters) { pointer in
            solver.guarded { glp_intopt($0, pointer) }
        }
        guard let code = ending else { return -.infinity }
        let status = glp_mip_status(solver.problem)
        let best = status == GLP_OPT || status == GLP_FEAS ? glp_mip_obj_val(solver.problem) : .infinity
        if let openBound { return min(openBound, best) }
        guard code == 0 else { return -.infinity }
        switch status {
        case GLP_OPT: return best
        case GLP_NOFEAS: return .infinity
        default: return -.infinity
        }
    }

    private func visit(_ tree: OpaquePointer) {
        guard openBound == nil else { return }
        var total: Int32 = 0
        glp_ios_tree_size(tree, nil, nil, &total)
        nodes = max(nodes, Int(total))
        let reason = glp_ios_reason(tree)
        if reason == GLP_IHEUR || reason == GLP_IBINGO { look(at: glp_ios_get_prob(tree)) }
        guard incumbent?.isDecisive == true || deadline.hasPassed else { return }
        let best = glp_ios_best_node(tree)
        openBound = best == 0 ? -.infinity : glp_ios_node_bound(tree, best)
        glp_ios_terminate(tree)
    }

    /// Shows the input of the current relaxation to the incumbent.
    private func look(at problem: OpaquePointer?) {
        guard let incumbent, let problem else { return }
        incumbent.consider((0..<incumbent.inputCount).map { glp_get_col_prim(problem, Int32($0 + 1)) })
    }
}
