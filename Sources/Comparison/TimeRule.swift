import Statistics

/// How CPU time is judged.
///
/// A run of one build takes another time than its twin for three reasons. Every query has noise of its own; the machine makes
/// the whole run slower or faster by a factor that differs from run to run (by 30 % where others compute on it), and that one
/// control, which is one draw of it, cannot tell; and methods do not share that factor exactly. Hence:
///
/// - A query's ratio is that of the new run to the geometric mean of the base and the control, two runs of one build: xₘ is the
///   median of its logarithms over the queries of method m.
/// - A method is held against the run's other methods: its excess is xₘ − median of x over the others, in which the run's factor
///   cancels. That takes `fewestMethods` methods, so that one that changed does not move the median of the others.
/// - What noise explains is `3 spread`, spread² = e² + c²: e is the standard error of xₘ (from its 95 % interval), c how far
///   methods drift apart between two runs of one build: the control's own excess of m, or the median over methods of its size
///   (× 1.48, a standard deviation), whichever is larger.
/// - A method is slower where its excess is beyond the gate and beyond what noise explains.
/// - All methods together, and methods that cannot be held against others, carry the run's factor. They are slower only
///   beyond `commonFactor` and three times what the control differs.
///
/// What all methods lost together within `commonFactor`, this does not see (`make bench` does); and where most methods became
/// faster, the rest is slower beside them.
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

    /// Log ratios per query of two runs: of the new run to both runs of the base's build, and of the control to the base.
    struct Ratios {
        var new: [Double]
        var control: [Double]
    }

    /// Fewer queries than this tell nothing of a method.
    static let fewestPairs = 8
    /// So many methods can be held against each other.
    static let fewestMethods = 4
    /// By which factor runs of one build differ as a whole on a machine that does other things as well.
    static let commonFactor = 1.35
    /// Standard deviation of a normal distribution by the median of sizes.
    private static let deviationByMedian = 1.4826

    private let new: [String: Double]
    private let control: [String: Double]
    private let errors: [String: Double]
    /// How far the control's excess lies from 0, over all methods.
    private let drift: Double

    /// - Parameter methods: their ratios; without those of a control nothing is judged.
    init(_ methods: [String: Ratios]) {
        let enough = methods.filter { min($1.new.count, $1.control.count) >= Self.fewestPairs }
        new = enough.compactMapValues { Distribution($0.new).median }
        control = enough.compactMapValues { Distribution($0.control).median }
        errors = enough.mapValues { Self.standardError($0.new) }
        let control = control
        let sizes = control.keys.map { method in abs(Self.excess(of: method, control)) }
        drift = Self.deviationByMedian * (Distribution(sizes).median ?? 0)
    }

    /// `nil` of methods with too few queries.
    subscript(method: String) -> Verdict? {
        guard let own = new[method], let again = control[method], let error = errors[method] else { return nil }
        guard new.count >= Self.fewestMethods else {
            return Verdict(excess: own, spread: abs(again), isRelative: false)
        }
        let apart = max(drift, abs(Self.excess(of: method, control)))
        return Verdict(
            excess: Self.excess(of: method, new), spread: (error * error + apart * apart).squareRoot(), isRelative: true
        )
    }

    /// Of everything together.
    static func together(_ ratios: Ratios) -> Verdict? {
        guard min(ratios.new.count, ratios.control.count) >= fewestPairs,
            let own = Distribution(ratios.new).median, let again = Distribution(ratios.control).median
        else { return nil }
        return Verdict(excess: own, spread: abs(again), isRelative: false)
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
