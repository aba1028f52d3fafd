import Runner
import Testing

@Suite struct BatchesTests {
    /// Every size and every number of samples: each is in one batch, batches are in order and never reach over a multiple
    /// of the method's size, and the first is small.
    @Test func cutEverythingAtFixedPlaces() {
        for size in 1...60 {
            let batches = Batches(size: size)
            let longest = batches.ranges(of: 200)
            for count in 0...130 {
                let ranges = batches.ranges(of: count)
                #expect(ranges.flatMap { Array($0) } == Array(0..<count))
                for (number, range) in ranges.enumerated() {
                    #expect(range.lowerBound / size == (range.upperBound - 1) / size)
                    #expect(range.allSatisfy { batches.number(of: $0) == number })
                    // Places do not depend on how many samples there are.
                    #expect(range.lowerBound == longest[number].lowerBound)
                }
                #expect((ranges.first?.count ?? 0) <= min(size, Batches.first))
            }
        }
    }
}
