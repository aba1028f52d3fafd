import Proofs

/// The tree of a search that halves boxes of inputs, taken down node by node in any order.
///
/// A place is where a node will stand; it is filled once.
final class ClauseTree {
    private struct Entry {
        var node: ProofTree.Node?
        /// The places of what follows, in order; −1 for none.
        var first = -1
        var second = -1
    }

    private var entries = [Entry()]
    /// Whether there is room for so many bytes more.
    private let takes: (Int) -> Bool
    private var isGivenUp = false

    /// The place of the root.
    static let root = 0

    init(takes: @escaping (Int) -> Bool) { self.takes = takes }

    /// Splits at `place`.
    ///
    /// - Returns: the places of both halves.
    func split(_ place: Int, _ split: ProofSplit) -> (first: Int, second: Int) {
        guard fill(place, .split(split), followers: 2) else { return (place, place) }
        return (entries[place].first, entries[place].second)
    }

    /// Bounds all stages anew at `place`.
    ///
    /// - Returns: the place below.
    func box(_ place: Int, _ stages: [StageEvidence]) -> Int {
        fill(place, .box(stages), followers: 1) ? entries[place].first : place
    }

    func leaf(_ place: Int, _ leaf: ProofLeaf) { _ = fill(place, .leaf(leaf), followers: 0) }

    private func fill(_ place: Int, _ node: ProofTree.Node, followers: Int) -> Bool {
        guard !isGivenUp, takes(node.byteCount + MemoryLayout<Entry>.stride) else {
            (isGivenUp, entries) = (true, [])
            return false
        }
        entries[place].node = node
        if followers > 0 { entries[place].first = entries.count }
        if followers > 1 { entries[place].second = entries.count + 1 }
        for _ in 0..<followers { entries.append(Entry()) }
        return true
    }

    /// - Throws: `UncoveredSet` where a place is empty.
    func tree() throws(UncoveredSet) -> ProofTree {
        var nodes = [ProofTree.Node]()
        nodes.reserveCapacity(entries.count)
        var pending = [Self.root]
        while let place = pending.popLast() {
            guard entries.indices.contains(place), let node = entries[place].node else {
                throw UncoveredSet("a box has neither been closed nor halved")
            }
            nodes.append(node)
            for follower in [entries[place].second, entries[place].first] where follower >= 0 {
                pending.append(follower)
            }
        }
        return ProofTree(nodes: nodes)
    }
}

/// What a search of one clause takes down.
struct ClauseRecord {
    let tree: ClauseTree
    let units: ClauseUnits
    let clause: Int

    /// A leaf that rests on one form of the clause.
    func leaf(_ form: Int) -> ProofLeaf {
        var weights = [Double](repeating: 0, count: units.counts[clause])
        weights[form] = 1
        return ProofLeaf(.multipliers(units.multipliers(units.exact(clause, weights).values)))
    }

    /// Takes down that form `cut.form` settles what is cut off.
    ///
    /// - Returns: the place of what is left.
    func cut(_ cut: LinearForms.Cut, at place: Int) -> Int {
        let halves = tree.split(place, .input(cut.input, at: cut.value))
        tree.leaf(cut.isUpper ? halves.first : halves.second, leaf(cut.form))
        return cut.isUpper ? halves.second : halves.first
    }
}
