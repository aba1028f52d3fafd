import Cluster
import Testing

@Suite("Work cut into tasks")
struct TaskCuttingTests {
    /// Every group in one task, in order, none twice.
    private func covers(_ cut: TaskCutting.Cut, _ count: Int) -> Bool {
        cut.tasks.flatMap(Array.init) == Array(0..<count - cut.left) && cut.tasks.allSatisfy { !$0.isEmpty }
    }

    @Test func tasksTakeAboutHalfAnHour() {
        // 1,000 groups of a minute and a half each: 25 hours.
        let seconds = [Double](repeating: 90, count: 1000)
        let cut = TaskCutting().cut(seconds)
        #expect(covers(cut, 1000) && cut.left == 0)
        #expect(cut.tasks.count == 50)
        #expect(cut.tasks.allSatisfy { (10...30).contains($0.count) })
    }

    @Test(arguments: [1, 2, 7, 40, 99, 100])
    func asManyAsWereAskedFor(count: Int) {
        let seconds = (0..<100).map { Double(($0 * 37) % 11) }
        let cut = TaskCutting(count: count).cut(seconds)
        #expect(covers(cut, 100) && cut.left == 0)
        #expect(cut.tasks.count == count)
    }

    @Test func noMoreThanThereAreGroups() {
        #expect(TaskCutting(count: 40).cut([1, 1, 1]).tasks == [0..<1, 1..<2, 2..<3])
        #expect(TaskCutting().cut([]).tasks.isEmpty)
        #expect(TaskCutting(count: 3).cut([0, 0, 0, 0, 0, 0]).tasks.map(\.count) == [2, 2, 2])
    }

    @Test func fewerAndLongerWhereTheClusterAllowsFewer() {
        let seconds = [Double](repeating: 90, count: 1000)
        let cut = TaskCutting(mostTasks: 30).cut(seconds)
        #expect(covers(cut, 1000) && cut.tasks.count == 30 && cut.left == 0)
        // An hour each for ten tasks is 400 groups; the others wait.
        let short = TaskCutting(mostTasks: 10).cut(seconds)
        #expect(covers(short, 1000) && short.tasks.count == 10 && short.left == 600)
    }

    @Test func aGroupThatIsTooLongIsATaskOfItsOwn() {
        let cut = TaskCutting(count: 4).cut([1, 1, 1, 1000, 1, 1, 1])
        #expect(covers(cut, 7) && cut.tasks.count == 4)
        #expect(cut.tasks.contains(3..<4) || cut.tasks.first { $0.contains(3) }?.count ?? 9 <= 4)
    }

    @Test func rangesOfPositions() {
        let slice = TaskV1.Slice(cell: 3, positions: [0, 1, 2, 7, 9, 10])
        #expect(slice.ranges == [[0, 3], [7, 1], [9, 2]])
        #expect(slice.positions(below: 11) == [0, 1, 2, 7, 9, 10])
        #expect(slice.positions(below: 10) == nil)
        var torn = slice
        for ranges in [[[0]], [[3, 2], [4, 1]], [[0, 0]], [[0, .max]], [[-1, 2]]] {
            torn.ranges = ranges
            #expect(torn.positions(below: 100) == nil, "\(ranges)")
        }
    }
}
