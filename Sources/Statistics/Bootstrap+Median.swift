import LinearAlgebra

/// The percentile bootstrap interval of the median, as `bootstrapInterval` with that statistic gives it: the same draws,
/// counted by rank instead of sorted.
///
/// `nil` of nothing. Traps on NaN.
/// - Complexity: O(`resamples` · n) and one sort.
public func bootstrapMedianInterval(
    of values: [Double], confidence: Double = 0.95, resamples: Int = 2000, seed: UInt64 = 1
) -> ClosedRange<Double>? {
    guard !values.isEmpty else { return nil }
    let sorted = Distribution(values).sorted
    let count = sorted.count
    var generator = SeededGenerator(seed: seed)
    // Draws are of positions in the order of `values`, whose ranks these are.
    let ranks = ranks(of: values)
    var medians = [Double]()
    medians.reserveCapacity(resamples)
    var drawn = [Int32](repeating: 0, count: count)
    for _ in 0..<resamples {
        for rank in drawn.indices { drawn[rank] = 0 }
        for _ in 0..<count { drawn[ranks[Int(generator.unitDouble() * Double(count))]] += 1 }
        medians.append(median(of: sorted, drawn))
    }
    let distribution = Distribution(medians)
    guard let lower = distribution.quantile((1 - confidence) / 2),
        let upper = distribution.quantile((1 + confidence) / 2)
    else { return nil }
    return lower...upper
}

/// Where each value stands in ascending order.
private func ranks(of values: [Double]) -> [Int] {
    var ranks = [Int](repeating: 0, count: values.count)
    for (rank, position) in values.indices.sorted(by: { values[$0] < values[$1] }).enumerated() {
        ranks[position] = rank
    }
    return ranks
}

/// The median of a sample that holds `sorted[i]` `counts[i]` times, as many in all as there are values.
private func median(of sorted: [Double], _ counts: [Int32]) -> Double {
    // Positions of the two middle ones, the same where the number is odd.
    let (low, high) = ((sorted.count - 1) / 2, sorted.count / 2)
    var (seen, below) = (0, 0.0)
    for (value, number) in zip(sorted, counts) where number > 0 {
        let before = seen
        seen += Int(number)
        if before <= low, low < seen { below = value }
        if high < seen { return low == high || below == value ? value : below + 0.5 * (value - below) }
    }
    return below
}
