import LinearAlgebra
import Networks
import Questions

/// Fast-Lip: a margin falls on the set by no more than its local Lipschitz constant allows.
///
/// The constant comes from an enclosure of the margin's gradient over the whole set, by intervals through the activations that
/// the bounds of LP-GREEDY leave open (Weng et al. 2018, section 3.3, which works from the inputs upwards where this works from
/// the margins downwards). With G = max |∇(f_y − f_k)| input by input, on the set
///
///     f_y − f_k ≥ (f_y − f_k)(x) − ε ‖G‖_q,   1/p + 1/q = 1,
///
/// for p = ∞ coordinate by coordinate with the ways that box and input domain leave: at most ε each. A sample is robust if that
/// is > 0 for all k, which is the paper's min(ε, minₖ margin / Lₖ) = ε.
public struct FastLipVerifier: Verifier {
    public static let descriptor = MethodDescriptor(
        name: "fast-lip", title: "FAST-LIP",
        summary: "Local Lipschitz constants of the margins by intervals through the gradient's open activations.",
        source: "Weng et al., ICML 2018, section 3.3", claim: .lowerBound, norms: Set(Norm.allCases),
        options: [Arithmetic.option], batchSize: 100, costRank: 25, provesRobust: false)

    private let arithmetic: Arithmetic

    public init(_ call: MethodCall) { arithmetic = Arithmetic(call) }

    public func verify(_ queries: [Query], on network: Network, until deadline: Deadline) -> [Outcome] {
        let gradients = GradientBounds(network.lowered)
        return QueryLoop.run(queries, until: deadline) { query, _ in
            var layers = LayerwiseBounds(network.lowered, InputRegion(query), arithmetic: arithmetic)
            layers.substituteAll(.parallel)
            return MarginOutcome.make(layers) { margins(query, $0, gradients) }
        }
    }

    /// Lower bounds on the margins f_y − f_k over the set, k ≠ y in order.
    private func margins(_ query: Query, _ layers: LayerwiseBounds, _ gradients: GradientBounds) -> [Double] {
        let label = query.label
        let classes = MarginObjectives.classes(layers.network, label: label)
        let gradient = gradients.enclosure(
            of: MarginObjectives.matrix(layers.network, label: label, classes: classes), within: layers.bounds)
        let falls = LipschitzFall(query, layers.region.box)
        let centre = PointEnclosures(layers.network, at: query.sample.pixels).margins(label: label)
        let allowances = layers.allowances(label: label)
        return classes.indices.map { index in
            let left = (centre[index] - falls.bound(gradient.column(index))).nextDown
            let margin = allowances[index] == 0 ? left : (left - allowances[index]).nextDown
            return margin.orNone(-.infinity)
        }
    }
}

/// How far a function can fall on a set around x, from an enclosure of its gradient there.
struct LipschitzFall {
    private let set: PerturbationSet
    /// Ways from x to the ends of the box, rounded up.
    private let below: [Double]
    private let above: [Double]

    init(_ query: Query, _ box: Box) {
        set = query.perturbation
        let point = query.sample.pixels.map(Double.init)
        below = zip(point, box.lower).map { $0 == $1 ? 0 : ($0 - $1).nextUp }
        above = zip(point, box.upper).map { $0 == $1 ? 0 : ($1 - $0).nextUp }
    }

    /// An upper bound; infinite where a number overflows.
    func bound(_ gradient: [(lower: Double, upper: Double)]) -> Double {
        let boxed = boxFall(gradient)
        guard set.norm != .infinity else { return boxed }
        let largest = gradient.map { max(abs($0.lower), abs($0.upper)) }
        return min(boxed, (set.norm.dual.upperBound(of: largest) * set.epsilon).nextUp.orNone(.infinity))
    }

    /// Σⱼ max(0, −gⱼ aboveⱼ, gⱼ belowⱼ) for the worst gⱼ.
    private func boxFall(_ gradient: [(lower: Double, upper: Double)]) -> Double {
        var sum = 0.0
        for (index, slope) in gradient.enumerated() {
            // No way at all times an unbounded slope is nothing.
            let rise = above[index] == 0 ? 0 : -slope.lower * above[index]
            let fall = below[index] == 0 ? 0 : slope.upper * below[index]
            sum += max(0, rise, fall)
        }
        let count = gradient.count
        return ((sum + Rounding.underflow(count)) * (1 + Rounding.gamma(count + 4))).nextUp
    }
}
