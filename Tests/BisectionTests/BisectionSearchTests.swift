import Bisection
import Testing

/// Every history of up to ten commits, every culprit, every set of commits that cannot be asked.
@Suite("The search for a commit")
struct BisectionSearchTests {
    /// Asks until the search is over.
    private func run(_ count: Int, culprit: Int, silent: Set<Int>) -> (search: BisectionSearch, asked: [Int]) {
        var search = BisectionSearch(count: count)
        var asked = [Int]()
        while let next = search.next, asked.count <= count {
            asked.append(next)
            search.take(silent.contains(next) ? .skip : next >= culprit ? .bad : .good, at: next)
        }
        return (search, asked)
    }

    private func subsets(of count: Int) -> [Set<Int>] {
        (0..<(1 << count)).map { bits in Set((0..<count).filter { bits >> $0 & 1 == 1 }) }
    }

    private func logarithm(_ count: Int) -> Int { (0...).first { 1 << $0 >= count } ?? 0 }

    @Test(arguments: 1...10)
    func withoutGapsItIsFoundInTheFewestSteps(_ count: Int) {
        var most = 0
        for culprit in 0..<count {
            let (search, asked) = run(count, culprit: culprit, silent: [])
            #expect(search.culprits == culprit...culprit && search.next == nil)
            #expect(Set(asked).count == asked.count)
            most = max(most, asked.count)
        }
        // No way of asking tells `count` culprits apart in fewer.
        #expect(most == logarithm(count))
        #expect(BisectionSearch(count: count).stepsLeft == most)
    }

    @Test(arguments: 1...10)
    func withGapsNothingIsLeftOut(_ count: Int) {
        // The last commit is known to be bad: it can be asked.
        for silent in subsets(of: count - 1) {
            for culprit in 0..<count {
                let (search, asked) = run(count, culprit: culprit, silent: silent)
                let place = "\(count) \(culprit) \(silent.sorted())"
                #expect(Set(asked).count == asked.count && !asked.contains(count - 1), "\(place)")
                // What asking every commit that can be asked would tell, and no less.
                let before = (0..<culprit).last { !silent.contains($0) } ?? -1
                let after = (culprit..<count).first { !silent.contains($0) } ?? count - 1
                #expect(search.culprits == (before + 1)...after, "\(place)")
                // Each gap costs one question, the rest is a search among what can be asked.
                let told = asked.count { !silent.contains($0) }
                #expect(told <= logarithm(count), "\(place)")
                #expect(search.skipped == Set(asked).intersection(silent), "\(place)")
            }
        }
    }

    @Test func answersThatTellNothingNew() {
        var search = BisectionSearch(count: 8)
        search.take(.bad, at: 4)
        search.take(.good, at: 2)
        let before = search
        search.take(.bad, at: 6)
        search.take(.good, at: 0)
        search.take(.skip, at: 4)
        #expect(search == before && search.culprits == 3...4 && search.next == 3 && search.stepsLeft == 1)
    }
}
