import Networks
import Robustness

/// Decides the classes that linear programs left open, one mixed-integer program after the other.
struct MILPSearch {
    /// What the search found out.
    struct Result {
        /// Lower bound on the smallest margin over all classes.
        var marginLower: Double
        var marginUpper: Double?
        var witness: Witness?
    }

    /// Margins below this count as possible attacks: the models ask for points with margin ≤ `tolerance`, so that GLPK's
    /// feasibility tolerance (1e-7, relative) cannot hide one. A class without such a point has a margin > 0.
    static let tolerance = 1e-5

    private let query: Query
    private let network: Network
    private let model: RelaxationModel
    private let wantsWorstMargin: Bool
    private let candidates: WitnessCandidates
    private(set) var nodes = 0
    private(set) var iterations = 0

    init(_ query: Query, _ network: Network, _ bounds: NetworkBounds, wantsWorstMargin: Bool) {
        self.query = query
        self.network = network
        self.wantsWorstMargin = wantsWorstMargin
        var model = RelaxationModel(network.lowered, InputRegion(query), encoding: .integer)
        for stage in bounds.stages.dropFirst() { model.append(stage) }
        self.model = model
        candidates = WitnessCandidates(query, network)
    }

    /// - Parameter margins: certified lower bounds per class, in the order of `MarginObjectives.classes`.
    mutating func decide(_ margins: [Double], until deadline: Deadline) -> Result {
        let classes = MarginObjectives.classes(network.lowered, label: query.label)
        var lower = margins
        var best: (margin: Double, witness: Witness)?
        for position in margins.indices.sorted(by: { margins[$0] < margins[$1] }) {
            let isOpen = wantsWorstMargin ? lower[position] < best?.margin ?? .infinity : lower[position] <= 0
            guard isOpen, !deadline.hasPassed else { continue }
            let tree = BranchAndCut(
                model, objective: objective(against: classes[position]), candidates: candidates,
                stopsAtWitness: !wantsWorstMargin, until: deadline)
            let outcome = tree.run()
            nodes += outcome.nodes
            iterations += outcome.iterations
            lower[position] = max(lower[position], outcome.lowerBound)
            if let found = outcome.best, found.margin < best?.margin ?? .infinity { best = found }
            if !wantsWorstMargin, let best, best.margin <= 0 { break }
        }
        let smallest = lower.min() ?? .infinity
        guard let best else { return Result(marginLower: smallest) }
        // GLPK's bound may exceed a point that exists by its tolerance; the point is the truth.
        return Result(
            marginLower: min(smallest, best.margin), marginUpper: best.margin,
            witness: best.margin <= 0 ? best.witness : nil)
    }

    private func objective(against adversarial: Int) -> LinearFunction {
        model.compacted(
            model.objective([(query.label, 1), (adversarial, -1)], of: network.lowered.outputStage))
    }
}
