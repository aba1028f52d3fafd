import CHiGHS
import Questions

/// HiGHS's simplex, warm-started, on one thread and without a word.
package final class HiGHSSolver: LinearProgramSolver {
    let model: UnsafeMutableRawPointer
    private(set) var columnsTaken = 0
    private(set) var rowsTaken = 0
    /// Columns restricted to whole numbers, ascending.
    private(set) var integers: [Int32] = []
    /// Some number of the program is none, or so large that HiGHS takes it for infinite: nothing is solved then.
    private(set) var isBeyondRange = false
    /// The last objective's constant, which HiGHS is not told.
    private(set) var constant = 0.0
    /// What the last `minimise` claimed.
    private(set) var claim = -Double.infinity
    private var values: [Double] = []
    package var cutOff = Double.infinity
    package var isReady: Bool { true }

    /// Of the numbers that HiGHS is given; 1e15 is its own limit for entries of rows, 1e20 for the others.
    private static let range = 1e14

    package init() {
        guard let model = chighs_create() else { preconditionFailure("HiGHS makes no model") }
        self.model = model
        chighs_set_flag(model, "output_flag", 0)
        chighs_set_integer(model, "threads", 1)
        chighs_set_text(model, "parallel", "off")
        chighs_set_integer(model, "random_seed", 0)
        // Entries that are smaller in magnitude are dropped.
        chighs_set_number(model, "small_matrix_value", 1e-12)
        chighs_set_text(model, "presolve", "off")
        chighs_set_text(model, "solver", "simplex")
        scales(false)
    }

    deinit { chighs_destroy(model) }

    /// Programs whose entries lie around 1 are solved a fifth faster as they are.
    private func scales(_ isOn: Bool) { chighs_set_integer(model, "simplex_scale_strategy", isOn ? 1 : 0) }

    package func extend(to program: LinearProgram) {
        isBeyondRange = isBeyondRange || !program.suitsSolver(Self.range, columns: columnsTaken, rows: rowsTaken)
        guard !isBeyondRange else { return }
        values = []
        if program.rows[rowsTaken...].contains(where: \.isIllScaled) { scales(true) }
        if addColumns(program) < 0 || addRows(program) < 0 { isBeyondRange = true }
    }

    package func setBounds(ofColumn column: Int, lower: Double, upper: Double) {
        guard !isBeyondRange else { return }
        chighs_set_bounds(model, Int32(column), lower, upper)
    }

    package func columnValues(_ count: Int) -> [Double] { Array(values.prefix(count)) }

    package func minimise(_ objective: LinearFunction, until deadline: Deadline) -> Solution {
        (values, claim) = ([], -.infinity)
        guard !isBeyondRange, objective.suitsSolver(Self.range) else { return Solution(status: .failed) }
        guard !deadline.hasPassed else { return Solution(status: .stopped) }
        set(objective)
        var solution = solve(.dual, until: deadline)
        if solution.status == .failed {
            chighs_forget(model)
            let iterations = solution.iterations
            solution = solve(.primal, until: deadline)
            solution.iterations += iterations
            solution.fellBack = true
        }
        claim = solution.claim
        return solution
    }

    /// Values of the option simplex_strategy. After a change of objective the primal simplex takes five times as long.
    private enum Strategy: Int32 { case dual = 1, primal = 4 }

    private func set(_ objective: LinearFunction) {
        var costs = [Double](repeating: 0, count: columnsTaken)
        for (column, value) in zip(objective.columns, objective.values) { costs[Int(column)] = value }
        chighs_set_costs(model, Int32(columnsTaken), costs)
        constant = objective.constant
        chighs_set_number(model, "objective_bound", cutOff - constant)
    }

    private func solve(_ strategy: Strategy, until deadline: Deadline) -> Solution {
        chighs_set_integer(model, "simplex_strategy", strategy.rawValue)
        // A healthy re-solve takes tens to hundreds of iterations; a stall takes for ever.
        chighs_set_integer(
            model, "simplex_iteration_limit", Int32(clamping: 20_000 + 20 * (rowsTaken + columnsTaken)))
        let status = run(until: deadline)
        var solution = Solution(status: status, iterations: count("simplex_iteration_count"))
        switch status {
        case .optimal:
            solution.claim = number("objective_function_value").map { $0 + constant } ?? -.infinity
            solution.multipliers = takeSolution(keepingValues: true)
        case .infeasible:
            solution.claim = .infinity
            solution.multipliers = ray
        case .cutOff, .stopped: solution.multipliers = takeSolution(keepingValues: false)
        case .failed: break
        }
        return solution
    }

    private func run(until deadline: Deadline) -> SolveStatus {
        setTimeLimit(deadline)
        guard chighs_run(model) >= 0 else { return .failed }
        switch chighs_ending(UInt32(bitPattern: chighs_status(model))) {
        case CHIGHS_OPTIMAL: return .optimal
        case CHIGHS_INFEASIBLE: return .infeasible
        case CHIGHS_BOUND_REACHED: return .cutOff
        case CHIGHS_TIME_LIMIT, CHIGHS_INTERRUPTED: return .stopped
        default: return .failed
        }
    }

    /// The next run ends at `deadline`.
    func setTimeLimit(_ deadline: Deadline) {
        // The clock goes on from run to run.
        chighs_reset_clock(model)
        chighs_set_number(model, "time_limit", min(deadline.remaining, 1e9))
    }

    func number(_ name: String) -> Double? {
        var value = 0.0
        return chighs_get_number(model, name, &value) == 0 ? value : nil
    }

    func count(_ name: String) -> Int {
        var value: Int32 = 0
        return chighs_get_count(model, name, &value) == 0 ? Int(max(0, value)) : 0
    }

    /// Row multipliers of the last run.
    private func takeSolution(keepingValues: Bool) -> [Double] {
        var found = [Double](repeating: 0, count: columnsTaken)
        var reduced = found
        var activities = [Double](repeating: 0, count: rowsTaken)
        var multipliers = activities
        guard chighs_get_solution(model, &found, &reduced, &activities, &multipliers) >= 0 else { return [] }
        if keepingValues { values = found }
        return multipliers
    }

    /// Multipliers that prove that the last program had no point; empty where HiGHS has none.
    private var ray: [Double] {
        var multipliers = [Double](repeating: 0, count: rowsTaken)
        var isThere: Int32 = 0
        guard chighs_get_ray(model, &isThere, &multipliers) >= 0, isThere != 0 else { return [] }
        return multipliers
    }

    private func addColumns(_ program: LinearProgram) -> Int32 {
        let new = columnsTaken..<program.columnCount
        guard !new.isEmpty else { return 0 }
        columnsTaken = program.columnCount
        integers += new.filter(program.integers.contains).map { Int32($0) }
        return chighs_add_columns(
            model, Int32(new.count), [Double](repeating: 0, count: new.count), Array(program.lower[new]),
            Array(program.upper[new]))
    }

    private func addRows(_ program: LinearProgram) -> Int32 {
        let new = program.rows[rowsTaken...]
        guard !new.isEmpty else { return 0 }
        rowsTaken = program.rows.count
        var starts = [Int32]()
        var entries = 0
        for row in new {
            starts.append(Int32(entries))
            entries += row.columns.count
        }
        return chighs_add_rows(
            model, Int32(new.count), new.map { $0.relation == .atMost ? -.infinity : $0.rightHandSide },
            new.map { $0.relation == .atLeast ? .infinity : $0.rightHandSide }, Int32(entries), starts,
            new.flatMap(\.columns), new.flatMap(\.values))
    }
}
