/// A settled part of the set, with the halves that define it in any order.
public struct ClosedDomain: Sendable, Hashable {
    public var path: [ProofHalf]
    public var leaf: ProofLeaf

    public init(path: [ProofHalf], leaf: ProofLeaf) {
        self.path = path
        self.leaf = leaf
    }
}

/// Parts that do not fit together to the whole set.
public struct UncoveredSet: Error, Sendable, Hashable, CustomStringConvertible {
    public var description: String

    public init(_ description: String) { self.description = description }
}

extension ProofTree {
    /// The tree over `domains`, which a search closed in any order.
    ///
    /// A split that every domain of a subtree has made can stand at its top, whichever was made first; so the tree is found
    /// from the leaves alone, and searches need to keep no record of their inner nodes.
    ///
    /// - Parameter planes: those that the leaves may use.
    /// - Throws: `UncoveredSet` when the domains are not the leaves of a tree.
    /// - Complexity: O(Σ |path|²).
    public init(_ domains: [ClosedDomain], planes: [ProofPlane] = []) throws(UncoveredSet) {
        self.planes = planes
        var numbers = [ProofSplit: Int]()
        var splits = [ProofSplit]()
        var open = domains.map { domain in
            domain.path.map { half -> Step in
                if let number = numbers[half.split] { return Step(number: number, side: half.side) }
                numbers[half.split] = splits.count
                splits.append(half.split)
                return Step(number: splits.count - 1, side: half.side)
            }
        }
        var counts = [Int](repeating: 0, count: splits.count)
        nodes = []
        nodes.reserveCapacity(2 * domains.count)
        var pending = [Array(domains.indices)]
        while let members = pending.popLast() {
            if members.count == 1, open[members[0]].isEmpty {
                nodes.append(.leaf(domains[members[0]].leaf))
                continue
            }
            let number = try Self.commonSplit(members.map { open[$0] }, &counts)
            var halves = [[Int]](repeating: [], count: 2)
            for member in members {
                guard let position = open[member].firstIndex(where: { $0.number == number }) else { continue }
                halves[Int(open[member].remove(at: position).side.rawValue)].append(member)
            }
            guard !halves[0].isEmpty, !halves[1].isEmpty else {
                throw UncoveredSet("one half of the split \(splits[number]) has no closed domain")
            }
            nodes.append(.split(splits[number]))
            pending.append(halves[1])
            pending.append(halves[0])
        }
    }

    private struct Step {
        var number: Int
        var side: ProofHalf.Side
    }

    /// A split that all paths make; `counts` holds zeros before and after.
    private static func commonSplit(_ paths: [[Step]], _ counts: inout [Int]) throws(UncoveredSet) -> Int {
        for path in paths { for step in path { counts[step.number] += 1 } }
        let common = paths.first?.first { counts[$0.number] == paths.count }
        for path in paths { for step in path { counts[step.number] = 0 } }
        guard let common else {
            throw UncoveredSet("\(paths.count) closed domains have no split in common")
        }
        return common.number
    }
}
