import CGLPK
import Robustness

/// One mixed-integer program solved by GLPK's branch and cut: min margin subject to margin ≤ tolerance.
///
/// The last row makes every node whose relaxation exceeds the tolerance infeasible, so that the search stops where the
/// verdict needs it to. At every node the relaxation's input point is tried as a witness.
final class BranchAndCut {
    /// What the search found.
    struct Outcome {
        /// Lower bound on the class's margin, as far as GLPK's tolerances go; −∞ where the search proved nothing.
        var lowerBound: Double
        /// The best point seen, whatever its class.
        var best: (margin: Double, witness: Witness)?
        var nodes: Int
        var iterations: Int
    }

    private let solver = GLPKSolver()
    private let objective: LinearFunction
    private let candidates: WitnessCandidates
    private let inputCount: Int
    private let stopsAtWitness: Bool
    private let deadline: Deadline
    private var best: (margin: Double, witness: Witness)?
    private var nodes = 0

    init(
        _ model: RelaxationModel, objective: LinearFunction, candidates: WitnessCandidates, stopsAtWitness: Bool,
        until deadline: Deadline
    ) {
        self.objective = objective
        self.candidates = candidates
        self.stopsAtWitness = stopsAtWitness
        self.deadline = deadline
        inputCount = model.network.inputCount
        var program = model.compact
        if stopsAtWitness { program.addRow(objective, .atMost, MILPSearch.tolerance) }
        solver.extend(to: program)
    }

    func run() -> Outcome {
        let root = solver.minimise(objective, until: deadline)
        var lowerBound = -Double.infinity
        if root.status == .infeasible {
            lowerBound = MILPSearch.tolerance / 2
        } else if root.status == .optimal {
            look()
            if !isDone { lowerBound = search() }
        }
        return Outcome(
            lowerBound: lowerBound, best: best, nodes: nodes,
            iterations: Int(glp_get_it_cnt(solver.problem)))
    }

    private var isDone: Bool { stopsAtWitness && (best?.margin ?? 1) <= 0 }

    private func search() -> Double {
        var parameters = glp_iocp()
        glp_init_iocp(&parameters)
        parameters.msg_lev = GLP_MSG_OFF
        parameters.tol_int = 1e-7
        // Hybrid pseudo-costs: on hard images a third to a fifth of the time of the other rules.
        parameters.br_tech = GLP_BR_PCH
        parameters.tm_lim = Int32(clamping: Int(min(deadline.remaining, 2e6) * 1000) + 1)
        parameters.cb_info = Unmanaged.passUnretained(self).toOpaque()
        parameters.cb_func = { tree, info in
            guard let tree, let info else { return }
            Unmanaged<BranchAndCut>.fromOpaque(info).takeUnretainedValue().visit(tree)
        }
        let code = solver.guarded { glp_intopt($0, &parameters) }
        guard code == 0 else { return -.infinity }
        switch glp_mip_status(solver.problem) {
        case GLP_NOFEAS: return stopsAtWitness ? MILPSearch.tolerance / 2 : -.infinity
        case GLP_OPT: return glp_mip_obj_val(solver.problem) - MILPSearch.tolerance / 2
        default: return -.infinity
        }
    }

    private func visit(_ tree: OpaquePointer) {
        var total: Int32 = 0
        glp_ios_tree_size(tree, nil, nil, &total)
        nodes = max(nodes, Int(total))
        let reason = glp_ios_reason(tree)
        if reason == GLP_IHEUR || reason == GLP_IBINGO { look(glp_ios_get_prob(tree)) }
        if isDone || deadline.hasPassed { glp_ios_terminate(tree) }
    }

    /// Tries the input of the current relaxation as a witness.
    private func look(_ problem: OpaquePointer? = nil) {
        let problem = problem ?? solver.problem
        let input = (0..<inputCount).map { glp_get_col_prim(problem, Int32($0 + 1)) }
        let found = candidates.evaluate(input)
        if found.margin < best?.margin ?? .infinity { best = found }
    }
}
