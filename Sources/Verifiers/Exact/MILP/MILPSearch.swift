import Networks
import Questions

/// Decides the classes that linear programs left open by mixed-integer programs.
struct MILPSearch {
    /// What is asked.
    struct Settings: Sendable {
        /// Whether the smallest margin itself is wanted, or only its sign.
        var wantsWorstMargin = false
        /// Whether one model has the smallest margin over all classes, or every class a model of its own.
        var asksOneModel = false
    }

    /// Margins below this count as possible attacks: the models ask for points with margin ≤ `tolerance`, so that an
    /// engine's feasibility tolerance (GLPK 1e-7, relative; HiGHS 1e-9) cannot hide one. A class without such a point has a margin > 0.
    static let tolerance = 1e-5

    /// A bound that an engine claims, less what it neglects when it compares nodes (1e-7, relative).
    static func loosened(_ bound: Double) -> Double { bound - 5e-7 * (1 + abs(bound)) }

    private let query: Query
    private let model: RelaxationModel
    private let settings: Settings
    private let incumbent: Incumbent
    private let engine: any LinearProgramEngine
    private(set) var nodes = 0
    private(set) var iterations = 0

    init(
        _ query: Query, _ model: RelaxationModel, _ settings: Settings, _ incumbent: Incumbent,
        engine: any LinearProgramEngine
    ) {
        self.engine = engine
        self.query = query
        self.model = model
        self.settings = settings
        self.incumbent = incumbent
    }

    /// Lower bounds on the margins, class by class; every point met is shown to the incumbent.
    ///
    /// - Parameter margins: certified bounds l ≤ f_y − f_k ≤ u over the set, in the order of `MarginObjectives.classes`.
    mutating func decide(_ margins: StageBounds, until deadline: Deadline) -> [Double] {
        var lower = margins.lower
        let open = lower.indices.sorted { lower[$0] < lower[$1] }.filter { isOpen(lower[$0], margins) }
        if settings.asksOneModel, open.count > 1 {
            guard !deadline.hasPassed else { return lower }
            let (model, smallest) = modelOfSmallest(open, margins)
            let bound = solve(model, smallest, until: deadline)
            for position in open { lower[position] = max(lower[position], bound) }
            return lower
        }
        for position in open where isOpen(lower[position], margins) {
            guard !deadline.hasPassed, !incumbent.isDecisive else { break }
            lower[position] = max(lower[position], solve(model, margin(position, in: model), until: deadline))
        }
        return lower
    }

    /// Whether a class with this lower bound may have the answer.
    private func isOpen(_ lower: Double, _ margins: StageBounds) -> Bool {
        guard settings.wantsWorstMargin else { return lower <= 0 }
        return lower < min(incumbent.margin, margins.upper.min() ?? .infinity)
    }

    /// A lower bound on `objective` over `model`, cut off where points are of no interest: above the tolerance, or above
    /// the best point known.
    private mutating func solve(
        _ model: RelaxationModel, _ objective: LinearFunction, until deadline: Deadline
    ) -> Double {
        let objective = model.compacted(objective)
        let cutoff = settings.wantsWorstMargin ? incumbent.margin + Self.tolerance : Self.tolerance
        var program = model.compact
        if cutoff < .infinity { program.addRow(objective, .atMost, cutoff) }
        let outcome = BranchAndCut(program, engine: engine)
            .minimise(objective, showing: incumbent, until: deadline)
        nodes += outcome.nodes
        iterations += outcome.iterations
        // Without a cut-off some point exists, so that no point found means that the solver lost its way.
        let bound = min(outcome.lowerBound, cutoff)
        return bound < .infinity ? Self.loosened(bound) : -.infinity
    }

    private func margin(_ position: Int, in model: RelaxationModel) -> LinearFunction {
        let classes = MarginObjectives.classes(model.network, label: query.label)
        return model.objective([(query.label, 1), (classes[position], -1)], of: model.network.outputStage)
    }

    /// The model with the smallest of several margins for objective: m ≥ d_k − (1 − a_k)(u_k − l₋), Σ a = 1, where l₋ is
    /// the smallest lower bound of the other classes: the maximum of
    /// the other logits by one-hot indicators (Tjeng et al.), written for the differences.
    private func modelOfSmallest(
        _ open: [Int], _ margins: StageBounds
    ) -> (RelaxationModel, LinearFunction) {
        var model = model
        let functions = open.map { margin($0, in: model) }
        let smallest = model.addColumn(
            lower: open.reduce(.infinity) { min($0, margins.lower[$1]) },
            upper: open.reduce(-.infinity) { max($0, margins.upper[$1]) })
        var choices = [Int]()
        for (position, function) in zip(open, functions) {
            let rival = open.filter { $0 != position }.reduce(.infinity) { min($0, margins.lower[$1]) }
            let reach = max(0, (margins.upper[position] - rival).nextUp)
            let a = model.addColumn(lower: 0, upper: 1, isInteger: true)
            choices.append(a)
            var row = LinearAccumulator(columns: model.program.columnCount)
            row.add(1, column: smallest)
            row.add(-1, function)
            row.add(-reach, column: a)
            model.addRow(row.sum(), .atLeast, -reach)
        }
        var sum = LinearAccumulator(columns: model.program.columnCount)
        for a in choices { sum.add(1, column: a) }
        model.addRow(sum.sum(), .equal, 1)
        return (model, .column(smallest))
    }
}
