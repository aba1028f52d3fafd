import LinearAlgebra
import Proofs
import Testing

@Suite struct ProofTreeTests {
    /// A random tree's leaves: the paths from its root.
    private static func leaves(depth: Int, units: [Int], _ generator: inout SeededGenerator) -> [[ProofHalf]] {
        guard depth > 0, Double.random(in: 0..<1, using: &generator) < 0.85,
            let unit = units.randomElement(using: &generator)
        else { return [[]] }
        let split = unit == 0 ? ProofSplit.input(0, at: 0.5) : .unit(unit)
        let rest = units.filter { $0 != unit }
        let first = leaves(depth: depth - 1, units: rest, &generator).map { [ProofHalf(split, .first)] + $0 }
        let second = leaves(depth: depth - 1, units: rest, &generator).map { [ProofHalf(split, .second)] + $0 }
        return first + second
    }

    /// Leaves of a tree with the halves on the way to them.
    private static func paths(_ tree: ProofTree) -> [(Set<ProofHalf>, ProofLeaf)] {
        var result = [(Set<ProofHalf>, ProofLeaf)]()
        var path = [ProofHalf]()
        for node in tree.nodes {
            switch node {
            case .split(let split): path.append(ProofHalf(split, .first))
            case .box: break
            case .leaf(let leaf):
                result.append((Set(path), leaf))
                while path.last?.side == .second { path.removeLast() }
                if let last = path.popLast() { path.append(ProofHalf(last.split, .second)) }
            }
        }
        return result
    }

    @Test(arguments: 0..<40)
    func `a tree is found from its leaves in any order`(_ seed: UInt64) throws {
        var generator = SeededGenerator(seed: seed)
        let leaves = Self.leaves(depth: 7, units: Array(0..<9), &generator)
        let domains = leaves.enumerated().map { index, path in
            ClosedDomain(
                path: path.shuffled(using: &generator),
                leaf: ProofLeaf(.multipliers(.double([Double(index)])), claim: Double(index)))
        }.shuffled(using: &generator)
        let tree = try ProofTree(domains)
        #expect(tree.leafCount == leaves.count && tree.nodes.count == 2 * leaves.count - 1)
        let found = Dictionary(uniqueKeysWithValues: Self.paths(tree).map { ($0.1.claim, $0.0) })
        for domain in domains { #expect(found[domain.leaf.claim] == Set(domain.path)) }
        guard domains.count > 1 else { return }
        for missing in domains.indices {
            var some = domains
            some.remove(at: missing)
            // Without one leaf the rest is no tree, or one with fewer splits that claims more than was closed.
            if let smaller = try? ProofTree(some) {
                Issue.record("\(smaller.leafCount) of \(domains.count) leaves pass for a tree")
            }
        }
    }

    @Test func noLeavesAreNoTree() {
        #expect(throws: UncoveredSet.self) { try ProofTree([]) }
    }
}
