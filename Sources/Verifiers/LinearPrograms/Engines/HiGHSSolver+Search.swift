import CHiGHS
import Questions

extension HiGHSSolver {
    package func search(showing observer: (any SearchObserver)?, until deadline: Deadline) -> IntegerSearch {
        // Without whole columns there is nothing to search, and HiGHS would leave no bound of a search behind.
        guard !integers.isEmpty else { return IntegerSearch(lowerBound: claim) }
        guard !isBeyondRange, !deadline.hasPassed else { return IntegerSearch() }
        let basis = basis
        // From the basis of the relaxation a search takes twice as long as from none.
        chighs_forget(model)
        setKinds(1)
        prepareSearch(until: deadline)
        defer {
            chighs_set_text(model, "presolve", "off")
            chighs_set_text(model, "solver", "simplex")
            setKinds(0)
            chighs_set_basis(model, basis.columns, basis.rows)
        }
        let ending = run(showing: observer, until: deadline)
        var result = IntegerSearch(lowerBound: lowerBound(ending), iterations: count("simplex_iteration_count"))
        var nodes: Int64 = 0
        if chighs_get_large_count(model, "mip_node_count", &nodes) == 0 { result.nodes = Int(max(0, nodes)) }
        return result
    }

    private func setKinds(_ kind: Int32) {
        chighs_set_kinds(model, Int32(integers.count), integers, Array(repeating: kind, count: integers.count))
    }

    private var basis: (columns: [Int32], rows: [Int32]) {
        var columns = [Int32](repeating: 0, count: columnsTaken)
        var rows = [Int32](repeating: 0, count: rowsTaken)
        chighs_get_basis(model, &columns, &rows)
        return (columns, rows)
    }

    private func prepareSearch(until deadline: Deadline) {
        chighs_set_text(model, "presolve", "choose")
        chighs_set_text(model, "solver", "choose")
        chighs_set_number(model, "objective_bound", .infinity)
        // Nothing between the bound and the best point is left unsearched.
        chighs_set_number(model, "mip_rel_gap", 0)
        chighs_set_number(model, "mip_abs_gap", 0)
        // How far from whole numbers, and from the rows, a point may be.
        chighs_set_number(model, "mip_feasibility_tolerance", 1e-9)
        // Points are found elsewhere, by gradients; a search for them by smaller programs takes most of the time. Options that a
        // version does not have are refused and change nothing.
        chighs_set_number(model, "mip_heuristic_effort", 0)
        for name in ["rens", "rins", "root_reduced_cost"] { chighs_set_flag(model, "mip_heuristic_run_\(name)", 0) }
        // Bounds after one branching on a ReLU tell enough of it: several times the nodes per second.
        chighs_set_integer(model, "mip_pscost_minreliable", 1)
        setTimeLimit(deadline)
    }

    private func run(showing observer: (any SearchObserver)?, until deadline: Deadline) -> Int32 {
        let watch = SearchWatch(showing: observer, until: deadline)
        var watcher = chighs_watcher(
            look: { context, point in
                guard let context else { return 0 }
                return Unmanaged<SearchWatch>.fromOpaque(context).takeUnretainedValue().look(point) ? 1 : 0
            }, context: Unmanaged.passUnretained(watch).toOpaque())
        return withExtendedLifetime(watch) {
            withUnsafePointer(to: &watcher) { watcher in
                chighs_watch(model, watcher)
                defer { chighs_watch(model, nil) }
                return chighs_run(model)
            }
        }
    }

    private func lowerBound(_ ending: Int32) -> Double {
        guard ending >= 0 else { return -.infinity }
        switch chighs_ending(UInt32(bitPattern: chighs_status(model))) {
        case CHIGHS_INFEASIBLE: return .infinity
        case CHIGHS_OPTIMAL, CHIGHS_TIME_LIMIT, CHIGHS_INTERRUPTED:
            guard let bound = number("mip_dual_bound"), abs(bound) < 1e20 else { return -.infinity }
            return bound + constant
        default: return -.infinity
        }
    }
}

/// Looks on at one search.
private final class SearchWatch {
    private let observer: (any SearchObserver)?
    private let deadline: Deadline

    init(showing observer: (any SearchObserver)?, until deadline: Deadline) {
        self.observer = observer
        self.deadline = deadline
    }

    /// Whether the search shall end.
    ///
    /// - Parameter point: the columns of a solution; `nil` where there is none to be seen.
    func look(_ point: UnsafePointer<Double>?) -> Bool {
        if let observer, let point {
            observer.consider(Array(UnsafeBufferPointer(start: point, count: observer.inputCount)))
        }
        return observer?.isDecisive == true || deadline.hasPassed
    }
}
