/// Which open domains come next.
package enum NodeOrder: String, Sendable, CaseIterable {
    /// The lowest bounds.
    case worstFirst = "worst-first"
    /// The youngest.
    case depthFirst = "depth-first"
}

/// Open domains: a binary heap, or a stack.
package struct DomainQueue: Sendable {
    private let order: NodeOrder
    package private(set) var domains: [BranchDomain] = []

    package init(order: NodeOrder) { self.order = order }

    package var count: Int { domains.count }
    package var isEmpty: Bool { domains.isEmpty }
    /// The bound of the domain that comes next, which worst-first is the lowest.
    package var nextBound: Float { (order == .worstFirst ? domains.first : domains.last)?.bound ?? .infinity }

    package mutating func insert(_ domain: BranchDomain) {
        domains.append(domain)
        guard order == .worstFirst else { return }
        var child = domains.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard domains[child].bound < domains[parent].bound else { break }
            domains.swapAt(child, parent)
            child = parent
        }
    }

    /// Removes up to `count` domains: lowest bounds first, or the youngest.
    package mutating func remove(_ count: Int) -> [BranchDomain] {
        guard order == .worstFirst else { return removeLast(count) }
        return (0..<min(count, domains.count)).map { _ in removeLowest() }
    }

    /// Removes up to `count` domains from the end: the youngest, or bounds that are not among the lowest. Those halves of theirs
    /// that stay open come next again, so that the number of domains hardly grows.
    package mutating func removeLast(_ count: Int) -> [BranchDomain] {
        let last = Array(domains.suffix(count))
        domains.removeLast(last.count)
        return last
    }

    private mutating func removeLowest() -> BranchDomain {
        domains.swapAt(0, domains.count - 1)
        let first = domains.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < domains.count {
                if domains[child].bound < domains[least].bound { least = child }
            }
            guard least != parent else { return first }
            domains.swapAt(parent, least)
            parent = least
        }
    }
}
