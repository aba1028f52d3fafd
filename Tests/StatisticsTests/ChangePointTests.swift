import LinearAlgebra
import Statistics
import Testing

@Suite struct ChangePointTests {
    /// By R 4.2: t.test(c(30.02, 29.99, 30.11, 29.97, 30.01, 29.99), c(29.89, 29.93, 29.72, 29.98, 30.02, 29.98)).
    @Test func welchIsAsPublished() throws {
        let test = try #require(
            WelchTest([30.02, 29.99, 30.11, 29.97, 30.01, 29.99], [29.89, 29.93, 29.72, 29.98, 30.02, 29.98]))
        #expect(abs(test.statistic - 1.959) < 5e-4)
        #expect(abs(test.pValue - 0.09077) < 5e-5)
    }

    @Test func welchOfConstants() {
        #expect(WelchTest([1, 1], [1, 1, 1])?.pValue == 1)
        #expect(WelchTest([1, 1], [2, 2])?.pValue == 0)
        #expect(WelchTest([1], [2, 2]) == nil)
    }

    @Test func levelsAreFoundExactly() {
        let values = Array(repeating: 1.0, count: 7) + Array(repeating: 3, count: 5) + Array(repeating: 2, count: 9)
        let points = changePoints(in: values)
        #expect(points.map(\.position) == [7, 12])
        #expect(points.map(\.before) == [1, 3])
        #expect(points.map(\.after) == [3, 2])
    }

    @Test(arguments: 1...50 as ClosedRange<UInt64>)
    func theCutIsTheOneOfGreatestEnergy(_ seed: UInt64) {
        var generator = SeededGenerator(seed: seed)
        let change = Int.random(in: 5...15, using: &generator)
        let values = (0..<20).map { ($0 < change ? 0 : 1) + Double.random(in: -0.1...0.1, using: &generator) }
        #expect(changePoints(in: values).map(\.position) == [change])
        #expect(bruteForce(values) == change)
    }

    /// The definition: every cut, every pair.
    private func bruteForce(_ values: [Double]) -> Int? {
        (3...values.count - 3).max { energy(values, $0) < energy(values, $1) }
    }

    private func energy(_ values: [Double], _ cut: Int) -> Double {
        let (a, b) = (Array(values[..<cut]), Array(values[cut...]))
        func mean(_ pairs: [Double]) -> Double { pairs.reduce(0, +) / Double(pairs.count) }
        func inner(_ values: [Double]) -> Double {
            mean(values.indices.flatMap { i in values.indices.filter { $0 > i }.map { abs(values[i] - values[$0]) } })
        }
        let cross = mean(a.flatMap { x in b.map { abs(x - $0) } })
        let (m, n) = (Double(a.count), Double(b.count))
        return m * n / (m + n) * (2 * cross - inner(a) - inner(b))
    }

    @Test func shortSeriesHaveNoChange() {
        for count in 0..<6 { #expect(changePoints(in: (0..<count).map(Double.init)).isEmpty) }
    }
}
