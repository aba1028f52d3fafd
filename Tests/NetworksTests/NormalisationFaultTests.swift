import Networks
import Testing

@Suite struct NormalisationFaultTests {
    /// The message is free; that there is one is not.
    @Test(arguments: [(Double.nan, 1.0), (.infinity, 1), (0, .leastNonzeroMagnitude)]) func constantsMustBeFinite(
        mean: Double, deviation: Double
    ) {
        var builder = NetworkBuilder(input: [2, 1, 1])
        #expect(throws: NetworkFault.self) {
            try builder.normalise(mean: [0, mean], deviation: [1, deviation])
        }
    }
}
