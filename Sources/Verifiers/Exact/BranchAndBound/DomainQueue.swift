/// Open domains, the one with the lowest bound first: a binary heap.
struct DomainQueue: Sendable {
    private var heap: [BranchDomain] = []

    var count: Int { heap.count }
    var isEmpty: Bool { heap.isEmpty }
    /// The lowest bound of all open domains.
    var lowestBound: Float? { heap.first?.bound }

    mutating func insert(_ domain: BranchDomain) {
        heap.append(domain)
        var child = heap.count - 1
        while child > 0 {
            let parent = (child - 1) / 2
            guard heap[child].bound < heap[parent].bound else { break }
            heap.swapAt(child, parent)
            child = parent
        }
    }

    /// Removes up to `count` domains, lowest bounds first.
    mutating func removeLowest(_ count: Int) -> [BranchDomain] {
        (0..<min(count, heap.count)).map { _ in removeFirst() }
    }

    private mutating func removeFirst() -> BranchDomain {
        heap.swapAt(0, heap.count - 1)
        let first = heap.removeLast()
        var parent = 0
        while true {
            var least = parent
            for child in [2 * parent + 1, 2 * parent + 2] where child < heap.count {
                if heap[child].bound < heap[least].bound { least = child }
            }
            guard least != parent else { return first }
            heap.swapAt(parent, least)
            parent = least
        }
    }
}
