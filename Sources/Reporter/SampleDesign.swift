import Questions
import ResultStore
import Statistics
import SuiteFiles

/// How the images of a column were chosen, which decides what they say of the others of the split.
enum SampleDesign: Hashable {
    /// They are the split.
    case whole
    /// Drawn at random without replacement from a split of so many; `nil` where its size is not known.
    case random(of: Int?)
    /// So many of every class, drawn at random.
    case perClass
    /// A prefix, or hand-picked: they say nothing of the others that an interval could state.
    case chosen

    /// The 95 % interval in percent of what `share` estimates: the share in the whole split, with `perClass` the mean over
    /// classes. `nil` where there is nothing to estimate, or no ground to.
    func interval(_ share: BoundShare) -> ClosedRange<Double>? {
        guard share.isComplete else { return nil }
        let interval: ClosedRange<Double>
        switch self {
        case .whole, .chosen: return nil
        case .random(let size?): interval = share.proportion.interval(inPopulationOf: max(size, share.n))
        case .random(nil): interval = share.proportion.interval()
        case .perClass: interval = share.proportion.stratifiedInterval()
        }
        return 100 * interval.lowerBound...100 * interval.upperBound
    }
}

extension ReportModel {
    /// How the images of `column` in `row` were chosen. The run's own list counts: a suite that was changed since and
    /// would select others gives no ground for an interval.
    func design(of column: BoundColumn, in row: ReportRow) -> SampleDesign {
        let ids = column.method.map { [$0.id] } ?? classifiers
        guard let method = suite.methods.first(where: { ids.contains($0.id) }) else { return .chosen }
        let positions = column.method.map { row.asked[$0.id] ?? [] } ?? row.classified
        if let splitSize, positions.count >= splitSize { return .whole }
        let isUnchanged = suite.digest == run.suiteDigest
        switch suite.selection(of: method, on: row.network) {
        case .random(let count, let seed):
            guard positions.count == count else { return .chosen }
            guard let splitSize else { return isUnchanged ? .random(of: nil) : .chosen }
            let drawn = SampleSelection.random(count, seed: seed)
                .positions(in: [Int](repeating: 0, count: splitSize))
            return Set(drawn) == Set(positions.map { row.samples[$0].index }) ? .random(of: splitSize) : .chosen
        case .perClass(let count, _):
            let sizes = Dictionary(grouping: positions) { labels[row.samples[$0]] ?? -1 }.mapValues(\.count)
            return isUnchanged && sizes.values.allSatisfy { $0 == count } ? .perClass : .chosen
        case .all, .first, .indices: return .chosen
        }
    }
}
