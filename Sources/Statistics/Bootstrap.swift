import LinearAlgebra

/// The percentile bootstrap interval of `statistic` (Efron 1979): `values` resampled with replacement `resamples`
/// times with a seeded generator, so the same values and seed give the same interval everywhere.
///
/// `nil` of nothing.
/// - Complexity: `resamples` evaluations of `statistic` on arrays as long as `values`.
public func bootstrapInterval(
    of values: [Double], confidence: Double = 0.95, resamples: Int = 2000, seed: UInt64 = 1,
    statistic: ([Double]) -> Double
) -> ClosedRange<Double>? {
    precondition(resamples > 0, "a bootstrap needs resamples")
    guard !values.isEmpty else { return nil }
    var generator = SeededGenerator(seed: seed)
    var resample = values
    var results = [Double]()
    results.reserveCapacity(resamples)
    for _ in 0..<resamples {
        for index in resample.indices { resample[index] = values[Int(generator.unitDouble() * Double(values.count))] }
        results.append(statistic(resample))
    }
    let distribution = Distribution(results)
    guard let lower = distribution.quantile((1 - confidence) / 2),
        let upper = distribution.quantile((1 + confidence) / 2)
    else { return nil }
    return lower...upper
}
