import LinearAlgebra
import Statistics
import Testing

@Suite("The bootstrap interval of a median")
struct BootstrapMedianTests {
    /// Sorting every resample gives the same interval.
    @Test(arguments: [1, 2, 3, 8, 25, 60])
    func asSorted(_ count: Int) {
        var generator = SeededGenerator(seed: UInt64(count))
        // With ties.
        let values = (0..<count).map { _ in (10 * generator.unitDouble()).rounded() - 3 }
        for seed in UInt64(1)...3 {
            let sorted = bootstrapInterval(of: values, resamples: 300, seed: seed) { resample in
                let ordered = resample.sorted()
                let (low, high) = (ordered[(count - 1) / 2], ordered[count / 2])
                return low == high ? low : low + 0.5 * (high - low)
            }
            #expect(bootstrapMedianInterval(of: values, resamples: 300, seed: seed) == sorted)
        }
    }

    @Test func ofNothing() { #expect(bootstrapMedianInterval(of: []) == nil) }

    @Test func ofOneValue() { #expect(bootstrapMedianInterval(of: [2, 2, 2]) == 2...2) }
}
