import LinearAlgebra
import Testing
import Verifiers

/// The order of open domains against a list that is searched.
@Suite struct DomainQueueTests {
    private static func domain(_ bound: Float) -> BranchDomain {
        BranchDomain(splits: [], multipliers: [], bound: bound)
    }

    @Test(arguments: 0..<40 as Range<UInt64>) func `worst first, the lowest bounds leave`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var queue = DomainQueue(order: .worstFirst)
        var model = [Float]()
        for _ in 0..<60 {
            for _ in 0..<Int.random(in: 0...5, using: &generator) {
                // Few values, so that some are equal.
                let bound = Float(Int.random(in: -20...20, using: &generator))
                queue.insert(Self.domain(bound))
                model.append(bound)
            }
            let count = Int.random(in: 0...4, using: &generator)
            model.sort()
            #expect(queue.nextBound == model.first ?? .infinity)
            #expect(queue.remove(count).map(\.bound) == Array(model.prefix(count)))
            model.removeFirst(min(count, model.count))
            #expect(queue.count == model.count && queue.isEmpty == model.isEmpty)
        }
    }

    @Test(arguments: 0..<20 as Range<UInt64>) func `short of memory, the lowest bounds stay`(seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        var queue = DomainQueue(order: .worstFirst)
        let bounds = (0..<50).map { _ in generator.unitFloat() }
        for bound in bounds { queue.insert(Self.domain(bound)) }
        let removed = queue.removeLast(20).map(\.bound)
        #expect(removed.count == 20 && !removed.contains(bounds.min() ?? 0))
        // What is left is a heap all the same.
        let left = queue.remove(50).map(\.bound)
        #expect(left == left.sorted() && (left + removed).sorted() == bounds.sorted())
    }

    @Test func `depth first, the youngest leave`() {
        var queue = DomainQueue(order: .depthFirst)
        for bound in [3, 1, 2, 5] as [Float] { queue.insert(Self.domain(bound)) }
        #expect(queue.nextBound == 5)
        #expect(queue.remove(2).map(\.bound) == [2, 5])
        queue.insert(Self.domain(0))
        #expect(queue.remove(9).map(\.bound) == [3, 1, 0])
        #expect(queue.isEmpty && queue.nextBound == .infinity)
    }
}
