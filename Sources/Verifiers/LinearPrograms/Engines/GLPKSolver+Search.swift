import CGLPK
import Questions

extension GLPKSolver {
    package func search(showing observer: (any SearchObserver)?, until deadline: Deadline) -> IntegerSearch {
        let search = GLPKSearch(showing: observer, until: deadline)
        let before = glp_get_it_cnt(problem)
        var result = IntegerSearch(lowerBound: search.run(self))
        result.nodes = search.nodes
        // An internal error has freed the problem.
        if isReady { result.iterations = Int(glp_get_it_cnt(problem) - before) }
        return result
    }
}

/// One run of GLPK's branch and cut. At every node the relaxation's input is shown to the observer.
private final class GLPKSearch {
    private let observer: (any SearchObserver)?
    private let deadline: Deadline
    private(set) var nodes = 0
    /// The smallest bound of an open node when the search was cut short.
    private var openBound: Double?

    init(showing observer: (any SearchObserver)?, until deadline: Deadline) {
        self.observer = observer
        self.deadline = deadline
    }

    /// The lower bound that the search proves.
    func run(_ solver: GLPKSolver) -> Double {
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
            Unmanaged<GLPKSearch>.fromOpaque(info).takeUnretainedValue().visit(tree)
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
        guard observer?.isDecisive == true || deadline.hasPassed else { return }
        let best = glp_ios_best_node(tree)
        openBound = best == 0 ? -.infinity : glp_ios_node_bound(tree, best)
        glp_ios_terminate(tree)
    }

    private func look(at problem: OpaquePointer?) {
        guard let observer, let problem else { return }
        observer.consider((0..<observer.inputCount).map { glp_get_col_prim(problem, Int32($0 + 1)) })
    }
}
