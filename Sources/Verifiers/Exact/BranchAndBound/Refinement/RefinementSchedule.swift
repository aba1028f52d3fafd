import Foundation

/// When bounds are refined, and how far: ever more nodes for ever harder questions.
package struct RefinementSchedule: Sendable {
    /// Nodes of a search before a refinement is thought of; 0 is never.
    let first: Int
    /// Refinements so far.
    package private(set) var level = 0

    package init(first: Int) { self.first = first }

    /// How many there are, and by how much each is longer than the one before.
    private static let levels = 5
    private static let factor = 5
    /// Nodes of the first refinement per node of the search before it.
    private static let ratio = 2

    /// Nodes that the next refinement may take; `nil` after the last.
    private var budget: Int? {
        guard first > 0, level < Self.levels else { return nil }
        return (0..<level).reduce(Self.ratio * first) { budget, _ in budget * Self.factor }
    }

    /// What the next search may take before the next refinement, of which the first gains most.
    package var restart: RestartRule {
        budget.map { RestartRule(trial: first, cost: level == 0 ? $0 : 2 * $0) } ?? .never
    }

    /// Nodes that the next refinement may take; it counts as done.
    package mutating func next() -> Int {
        defer { level += 1 }
        return budget ?? 0
    }
}

/// How long a search goes on before it starts over on a tighter relaxation, by an estimate of its tree's size.
package struct RestartRule: Sendable {
    /// Nodes that the search may take in any case.
    private let trial: Int
    /// Nodes that it may take in all.
    private let limit: Int
    /// With more nodes than that to come it is given up.
    private let cost: Int

    package static let never = RestartRule(limit: .max)

    /// So many nodes, whatever comes of them.
    package init(limit: Int) { (trial, self.limit, cost) = (limit, limit, .max) }

    /// A trial, then as long as the search looks like ending before something that costs `cost` nodes would.
    package init(trial: Int, cost: Int) { (self.trial, limit, self.cost) = (trial, max(2 * cost, trial), cost) }

    /// Whether a search that has raised its lowest bound from `root` to `bound` in so many nodes had better start over.
    ///
    /// Over the logarithm of the nodes, bounds of a worst-first search rise about linearly.
    package func isDue(_ nodes: Int, root: Float, bound: Float, threshold: Float) -> Bool {
        guard nodes > trial else { return false }
        guard nodes <= limit, cost < .max else { return nodes > limit }
        guard bound > root else { return true }
        let growth = Double((threshold - bound) / (bound - root)) * log(Double(nodes))
        return Double(nodes) * (exp(growth) - 1) > Double(cost)
    }
}
