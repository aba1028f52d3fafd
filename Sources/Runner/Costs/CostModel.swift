import Foundation
import Questions

/// Mean seconds of a query per cell: what was expected, corrected by what was seen in this run.
///
/// A pure value. A cell's mean lies between its prior and the mean of its own queries, nearer to the latter the more
/// there are; the prior of a cell with few of its own follows the cells of the same method, and all together how fast
/// this machine is. Means of bounds and attacks are drawn together on a logarithmic scale, for it is their size that is
/// uncertain; those of exact methods on a plain one, for few long queries make most of their time.
///
/// Where other programs take part of the processors, queries take longer on the clock than they compute. Loads come and
/// go: means are of the time they compute, times a load between that of now and none. Exact methods end by the clock.
struct CostModel: Sendable {
    private struct Tally {
        var count = 0.0
        var seconds = 0.0
        var mean: Double { max(seconds / count, 1e-9) }
    }

    let priors: [CostPrior]
    private let limits: [Double]
    private let methods: [Int]
    private let isExact: [Bool]
    private var tallies: [Tally]
    /// Seconds on the clock and of computing, of newer queries more than of older ones.
    private var clock = 0.0
    private var computing = 0.0
    /// Logarithm of what a method's queries take over what was expected, by index of the suite's methods.
    private var corrections: [Double?] = []
    private var isStale = true

    init(_ plan: Plan) {
        priors = plan.costPriors
        limits = plan.cells.map(\.configuration.limit.bindingSeconds)
        methods = plan.cells.map(\.method)
        isExact = plan.cells.map { $0.descriptor.claim == .exact }
        tallies = plan.cells.map { _ in Tally() }
    }

    /// Takes note of `count` queries of a cell that took `seconds` together on the clock, and computed so long.
    mutating func note(_ count: Int, seconds: Double, computing: Double, cell: Int) {
        guard count > 0 else { return }
        isStale = true
        tallies[cell].count += Double(count)
        tallies[cell].seconds += isExact[cell] || computing <= 0 ? seconds : min(computing, seconds)
        guard computing > 0 else { return }
        let kept = exp(-seconds / Self.memory)
        clock = clock * kept + seconds
        self.computing = self.computing * kept + computing
    }

    /// Seconds of queries after which a load counts a third.
    private static let memory = 60.0

    /// Seconds on the clock per second of computing that are expected from now on.
    var load: Double { computing > 0 ? pow(min(max(clock / computing, 1), 10), 0.95) : 1 }

    /// Queries of a cell that were asked in this run.
    func count(_ cell: Int) -> Int { Int(tallies[cell].count) }

    func basis(_ cell: Int) -> CostBasis {
        priors[cell].basis != .recorded && tallies[cell].count > 0 ? .probed : priors[cell].basis
    }

    /// Mean seconds of a query of every cell.
    ///
    /// `underway` holds, by cell, queries in flight that have taken longer than was expected, with their seconds so far.
    mutating func means(underway: [Int: (count: Int, seconds: Double)] = [:]) -> [Double] {
        if isStale { correct() }
        let load = load
        return priors.indices.map { cell in
            let load = isExact[cell] ? 1 : load
            var tally = tallies[cell]
            if let more = underway[cell] {
                tally.count += Double(more.count)
                tally.seconds += more.seconds / load
            }
            return load * mean(cell, tally)
        }
    }

    private func mean(_ cell: Int, _ tally: Tally) -> Double {
        let prior = priors[cell]
        // That exact queries ended at once elsewhere says little of whether they do here.
        let correction = prior.basis == .recorded || isExact[cell] ? 0 : corrections[methods[cell]] ?? 0
        let expected = min(prior.seconds * exp(correction), max(limits[cell], prior.seconds))
        guard tally.count > 0 else { return expected }
        let weight = weight(of: prior, isExact: isExact[cell], isExceeded: tally.mean > expected)
        if isExact[cell] || prior.basis == .recorded {
            return (weight * expected + tally.seconds) / (weight + tally.count)
        }
        return exp((weight * log(expected) + tally.count * log(tally.mean)) / (weight + tally.count))
    }

    /// How many queries a prior counts for. Cells differ more from each other than the queries of one; but that a few
    /// exact queries ended soon does not say that none will use its whole limit.
    private func weight(of prior: CostPrior, isExact: Bool, isExceeded: Bool) -> Double {
        if prior.basis == .recorded { return Double(min(max(prior.count, 1), 20)) }
        return !isExact ? 0.15 : isExceeded ? 0.7 : 2.5
    }

    /// Learns from every cell with queries of its own how wrong the priors of its method are, and from all methods how
    /// fast the machine is.
    private mutating func correct() {
        isStale = false
        let count = (methods.max() ?? -1) + 1
        var sums = [(weight: Double, sum: Double)](repeating: (0, 0), count: count)
        for cell in priors.indices where tallies[cell].count > 0 && priors[cell].basis != .recorded {
            let weight = min(tallies[cell].count, 3) / 3
            sums[methods[cell]].weight += weight
            sums[methods[cell]].sum += weight * log(tallies[cell].mean / priors[cell].seconds)
        }
        let seen = sums.filter { $0.weight > 0 }.map { $0.sum / $0.weight }.sorted()
        // Half the way to the median: a formula may be wrong where the machine is as fast as expected.
        let machine = seen.isEmpty ? 0 : seen[seen.count / 2] / 2
        corrections = sums.map { ($0.sum + machine) / ($0.weight + 1) }
    }
}
