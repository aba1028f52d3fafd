import LinearAlgebra
import Networks

/// How far a bound computed in doubles can lie from the exact value of its Lagrangian, and the range in which this is known.
/// The one place where the rounding of the fast check is accounted for.
///
/// **The model.** Doubles, rounded to nearest, with gradual underflow: a sum or difference is exact up to a factor 1 + δ, a
/// product up to 1 + δ and a summand η, |δ| ≤ 2⁻⁵³, |η| ≤ 2⁻¹⁰⁷⁵. Sums may be taken in any order and products fused into them.
///
/// **Relative errors.** A bound is a sum of terms: μ b, the parts min λ h − μ z of activations, min ν·x' at the input.
/// The μ are what they are. A λ (or ν) is a sum of products of *all* stages that read h, so its error is at most γ Σ
/// |W||μ|, over the single products and never over |λ|; multiplied by |h| and summed up over everything that a
/// pre-activation reads this is γ |μ| `reach`, with `reach` = |b| + Σ |W| max |h|. Every term adds the sum of the
/// magnitudes of its own summands. So the error is at most γ times what is added up as `magnitude`. A ball's
/// multiplier λ and places q, t are exact as they are. Its terms are products of differences that are rounded once: λ ε,
/// λ |q − c| and (|ν| − λ) w for p = 1; λ ε², λ (t − c)² and, for what the slope f'(t) leads to, (|ν| + λ |t − c|)(u − l)
/// for p = 2. γ counts every addition on the way from a weight to the bound; sums of magnitudes are
/// themselves rounded, for which γ is taken for twice as many.
///
/// **Planes of later ReLUs.** The constant C of a plane is bounded first: it is a sum of as many terms as its ReLU reads values, each of at most
/// six operations, and γ times the sum of their magnitudes is added to it. From there on C, w and the multiplier p are what they are. A plane adds p C
/// to the bound, p w to coefficients on values v and −p to that on h: one product and one addition each, so |p| (|C| + Σ |w| max |v| + max h)
/// is its magnitude, and γ counts its additions (`counting`).
///
/// **Underflow.** An η of a product W μ is later multiplied by a value |h| ≤ V; one of |W| max |h| in `reach`, or of a
/// plane's constant, by a multiplier |μ|, |λ|, |p| ≤ M; one of a plane's slopes by both. V is the largest magnitude of any
/// value or pre-activation within its bounds and of the radius, M the sum of all |μ|, |λ| and |ν| of the bound. No
/// bound is made of more than 2⁴⁵ products. A ball's multiplier counts in M; ways in
/// the box are at most 2 V. So all that is lost is at most 2⁴⁵ · 2⁻¹⁰⁷⁵ (1 + M)(1 + V). Squares of the l₂ norm are
/// scaled by a power of two so that the largest lies in [1, 4): what the others lose is below 2⁻⁵³ of the sum.
///
/// **The range.** V ≤ 2⁴⁰⁰, M ≤ 2⁵⁰⁰ and a finite `magnitude`. Then no product of a multiplier and a value overflows. All three
/// are sums or maxima of magnitudes, and are compared in the form that is false for NaN; every multiplier enters M, so an infinity
/// or a NaN anywhere shows there, whatever comparisons and ReLUs made of it elsewhere. Outside the range the check refuses
/// (`ProofFault.range`).
struct ErrorBound: Sendable {
    private let additions: Int
    private let gamma: Double

    /// V of the range.
    static let largestValue = 0x1p400
    /// M of the range.
    static let largestMultipliers = 0x1p500
    /// All that products can lose, per unit of (1 + M)(1 + V).
    private static let underflow = 0x1p-1030

    /// - Throws: `ProofFault.range` for networks of more additions than γ is defined for.
    init(_ network: LoweredNetwork) throws(ProofFault) {
        let additions = network.stages.reduce(128) { sum, stage in
            var windows = 0
            if case .maxPool(let all) = stage.activation { windows = all.reduce(0) { max($0, $1.count) } }
            return sum + 4 * stage.preActivations + 4 * stage.width + 4 * stage.fanIn + windows
        }
        guard additions < 1 << 40 else { throw .range(place: "the network") }
        self.init(additions: additions)
    }

    private init(additions: Int) {
        self.additions = additions
        gamma = Rounding.gamma(2 * additions)
    }

    /// The same for bounds that so many planes of later ReLUs have a part in.
    func counting(planes: Int) -> ErrorBound { planes == 0 ? self : ErrorBound(additions: additions + 4 * planes) }

    /// An upper bound on the error of a sum.
    ///
    /// - Parameters:
    ///   - magnitude: what the absolute values of its terms add up to.
    ///   - multipliers: M, 0 for interval arithmetic.
    ///   - values: V.
    func error(_ magnitude: Double, multipliers: Double = 0, values: Double) -> Double {
        gamma * magnitude + Self.underflow * (1 + multipliers) * (1 + values)
    }
}
