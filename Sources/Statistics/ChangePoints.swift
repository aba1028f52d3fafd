/// A place where a series goes on at another level.
public struct ChangePoint: Sendable, Hashable {
    /// Position of the first value at the new level.
    public var position: Int
    /// Means from the change before to this one, and from this one to the next.
    public var before: Double
    public var after: Double
    public var pValue: Double
}

/// Where the level of a noisy series changes: E-divisive (Matteson and James, A nonparametric approach for multiple change
/// point analysis of multivariate data, JASA 109, 2014, with exponent 1) with Welch's test in place of permutations, as
/// Hunter does (Fleming et al., Hunter: using change point detection to hunt for performance regressions, ICPE 2023), so that
/// the same series gives the same changes.
///
/// A segment is divided where the energy distance of its halves is greatest, its halves again, as long as the test says
/// that their means differ. The place is chosen by the same values that are tested, hence the small `significance`.
///
/// - Parameters:
///   - shortest: no level is shorter than this many values.
///   - significance: greatest p-value of a change.
/// - Complexity: O(n²) a level.
public func changePoints(
    in values: [Double], shortest: Int = 3, significance: Double = 1e-4
) -> [ChangePoint] {
    precondition(shortest > 1, "a level of one value has no variance")
    var cuts = [0, values.count]
    var isSettled = [true]
    isSettled[0] = false
    while let segment = isSettled.firstIndex(of: false) {
        let range = cuts[segment]..<cuts[segment + 1]
        let cut = bestCut(Array(values[range]), shortest)
        if let cut, let test = WelchTest(values[range].prefix(cut), values[range].dropFirst(cut)),
            test.pValue <= significance
        {
            cuts.insert(range.lowerBound + cut, at: segment + 1)
            isSettled[segment] = false
            isSettled.insert(false, at: segment + 1)
        } else {
            isSettled[segment] = true
        }
    }
    return cuts.indices.dropFirst().dropLast().compactMap { index in
        let (left, right) = (values[cuts[index - 1]..<cuts[index]], values[cuts[index]..<cuts[index + 1]])
        guard let test = WelchTest(left, right) else { return nil }
        return ChangePoint(
            position: cuts[index], before: left.reduce(0, +) / Double(left.count),
            after: right.reduce(0, +) / Double(right.count), pValue: test.pValue)
    }
}

/// The number of values left of the cut whose halves are farthest apart; `nil` where a half would be too short.
private func bestCut(_ values: [Double], _ shortest: Int) -> Int? {
    let count = values.count
    guard count >= 2 * shortest else { return nil }
    func distances(_ position: Int, to range: Range<Int>) -> Double {
        range.reduce(0) { $0 + abs(values[position] - values[$1]) }
    }
    // Sums of distances within the left half, within the right one, and between them.
    var within = 0.0
    var beyond = (0..<count).reduce(0.0) { $0 + distances($1, to: $1..<count) }
    var between = 0.0
    var best: (cut: Int, energy: Double)?
    for cut in 1..<count {
        let moved = cut - 1
        let (toLeft, toRight) = (distances(moved, to: 0..<moved), distances(moved, to: cut..<count))
        within += toLeft
        beyond -= toRight
        between += toRight - toLeft
        guard cut >= shortest, count - cut >= shortest else { continue }
        let (left, right) = (Double(cut), Double(count - cut))
        let energy =
            left * right / (left + right)
            * (2 * between / (left * right) - 2 * within / (left * (left - 1)) - 2 * beyond / (right * (right - 1)))
        if energy > best?.energy ?? -.infinity { best = (cut, energy) }
    }
    return best?.cut
}
