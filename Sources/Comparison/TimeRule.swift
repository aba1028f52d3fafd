import Statistics

/// How CPU time is judged.
///
/// A run of one build takes another time than its twin for three reasons. Every query has noise of its own; the machine makes
/// the whole run slower or faster by a factor that differs from run to run (by 30 % where others compute on it), which one or two
/// controls are too few draws of to tell; and methods do not share that factor exactly. Hence:
///
/// - A query's ratio is that of the new run to the geometric mean of the base and its controls, all runs of one build: xₘ is the
///   median of its logarithms over the queries of method m.
/// - A method is held against the run's other methods: its excess is xₘ − median of x over the others, in which the run's factor
///   cancels. That takes `fewestMethods` methods, so that one that changed does not move the median of the others.
/// - What noise explains is `3 spread`, spread² = e² + d²: e is the standard error of xₘ (from its 95 % interval), d how far
///   methods drift apart between runs of one build: the standard deviation of the excess of m over the base and the controls, or
///   its median over methods (scaled to a normal distribution), whichever is larger, for one run against the mean of k + 1.
/// - A method is slower where its excess is beyond the gate and beyond what noise explains. Of several runs of the new build the
///   excess that is nearest to 0 counts, and none if they disagree on its sign: load that comes and goes within one run is in no
///   control, and in no second run of the new build either.
/// - All methods together, and methods that cannot be held against others, carry the run's factor. They are slower only
///   beyond `commonFactor` and three times what the controls differ.
///
/// What all methods lost together within `commonFactor`, this does not see (`make bench` does); and where most methods became
/// faster, the rest is slower beside them. With one control 15 % in one of eight methods are told on 200 queries whose noise is
/// 10 %; where methods drift apart by 3 % or queries are noisier, more controls tell more.
struct TimeRule {
    /// What is said of a method.
    struct Verdict {
        /// Logarithm of the factor that is judged.
        var excess: Double
        /// Of its noise, a standard deviation.
        var spread: Double
        /// Whether it is held against the other methods.
        var isRelative: Bool
    }

    /// Log ratios per query to the mean of all runs of the base's build.
    struct Ratios {
        /// Of each run of the new build.
        var new: [[Double]]
        /// Of each of those runs.
        var old: [[Double]]
    }

    /// Fewer queries than this tell nothing of a method.
    static let fewestPairs = 8
    /// So many methods can be held against each other.
    static let fewestMethods = 4
    /// By which factor runs of one build differ as a whole on a machine that does other things as well.
    static let commonFactor = 1.35

    /// Per run of the new build.
    private let new: [[String: Double]]
    /// Per run of the base's build.
    private let old: [[String: Double]]
    private let errors: [String: Double]
    /// How far methods drift apart between runs of one build, by the median of them.
    private let drift: Double

    /// - Parameter methods: their ratios; without those of a control nothing is judged.
    init(_ methods: [String: Ratios]) {
        let enough = methods.filter { ($1.new.first?.count ?? 0) >= Self.fewestPairs && $1.old.count > 1 }
        let again = enough.values.map(\.new.count).min() ?? 0
        new = (0..<again).map { run in enough.compactMapValues { Distribution($0.new[run]).median } }
        errors = enough.mapValues { $0.new.map(Self.standardError).max() ?? 0 }
        let runs = enough.values.map(\.old.count).min() ?? 0
        let old = (0..<runs).map { run in enough.compactMapValues { Distribution($0.old[run]).median } }
        self.old = old
        let sizes = errors.keys.map { method in Self.deviation(old.map { Self.excess(of: method, $0) }) }
        drift = (Distribution(sizes).median ?? 0) / Self.medianDeviation(runs - 1)
    }

    /// `nil` of methods with too few queries.
    subscript(method: String) -> Verdict? {
        guard let error = errors[method] else { return nil }
        guard errors.count >= Self.fewestMethods else {
            let own = Self.agreed(new.map { $0[method] ?? 0 })
            return Verdict(excess: own, spread: Self.deviation(old.map { $0[method] ?? 0 }), isRelative: false)
        }
        let apart = max(drift, Self.deviation(old.map { Self.excess(of: method, $0) }))
        return Verdict(
            excess: Self.agreed(new.map { Self.excess(of: method, $0) }),
            spread: (error * error + apart * apart).squareRoot(), isRelative: true)
    }

    /// Of everything together.
    static func together(_ ratios: Ratios) -> Verdict? {
        guard (ratios.new.first?.count ?? 0) >= fewestPairs, ratios.old.count > 1 else { return nil }
        let own = agreed(ratios.new.compactMap { Distribution($0).median })
        let runs = ratios.old.compactMap { Distribution($0).median }
        return Verdict(excess: own, spread: deviation(runs), isRelative: false)
    }

    /// What all runs have in common: the value nearest to 0, which it is where they disagree on the sign.
    private static func agreed(_ runs: [Double]) -> Double {
        if let least = runs.min(), least > 0 { return least }
        if let most = runs.max(), most < 0 { return most }
        return 0
    }

    /// Standard deviation of another run's value less the mean of these, whose own mean is 0.
    private static func deviation(_ runs: [Double]) -> Double {
        guard runs.count > 1 else { return 0 }
        let count = Double(runs.count)
        return (runs.reduce(0) { $0 + $1 * $1 } / (count - 1) * (1 + 1 / count)).squareRoot()
    }

    /// The median of estimated standard deviations with so many degrees of freedom, by the true one (Wilson & Hilferty 1931).
    private static func medianDeviation(_ freedom: Int) -> Double {
        guard freedom > 0 else { return 1 }
        let root = 1 - 2 / (9 * Double(freedom))
        return (root * root * root).squareRoot()
    }

    /// Its distance from the median of the others.
    private static func excess(of method: String, _ medians: [String: Double]) -> Double {
        let others = medians.filter { $0.key != method }.values
        return (medians[method] ?? 0) - (Distribution(others).median ?? 0)
    }

    private static func standardError(_ ratios: [Double]) -> Double {
        Distribution(ratios).medianInterval().map {
            ($0.upperBound - $0.lowerBound) / (2 * 1.96)
        } ?? 0
    }
}
