/// Multipliers of few of many units.
public struct SparseMultipliers: Sendable, Hashable {
    /// Units in all.
    public let count: Int
    /// The units that have multipliers of their own, ascending.
    public let units: [Int32]
    /// Their multipliers, in the order of `units`.
    public let values: [Double]

    /// - Returns: `nil` unless `units` ascend, lie below `count`, and have one value each.
    public init?(count: Int, units: [Int32], values: [Double]) {
        guard units.count == values.count, zip(units, units.dropFirst()).allSatisfy(<), units.first ?? 0 >= 0,
            Int(units.last ?? -1) < count
        else { return nil }
        (self.count, self.units, self.values) = (count, units, values)
    }

    /// The multiplier of a unit; NaN where it has none of its own.
    ///
    /// - Complexity: O(log n) for n units that have one.
    public subscript(unit: Int) -> Double {
        var (first, last) = (0, units.count)
        while first < last {
            let middle = (first + last) / 2
            if units[middle] < unit { first = middle + 1 } else { last = middle }
        }
        return first < units.count && units[first] == unit ? values[first] : .nan
    }
}
