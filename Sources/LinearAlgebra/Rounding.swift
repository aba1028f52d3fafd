/// A-priori bounds on rounding errors of double-precision arithmetic (Higham, "Accuracy and Stability of
/// Numerical Algorithms", section 3.1), and the range in which they hold.
///
/// A sum of n products computed in any order, with or without fused multiply-add, differs from the exact value by at
/// most `gamma(n)` times the sum of the absolute products, plus what its products lose where they underflow (`underflow`), as long
/// as nothing overflows.
///
/// The range, stated here for every method:
/// - Pre-activations and their bounds are at most `largest` in magnitude. Where a bound is not, or is no number, a method says `unknown`
///   (`outsideRange`) and nothing else.
/// - Coefficients may overflow on their way: then the magnitude that an error bound is proportional to overflows with them, the bound
///   becomes −∞ or no number, and proves nothing.
/// - Underflow needs no range, since its loss is carried along: a product that underflows loses at most 2⁻¹⁰⁷⁵, and what is multiplied
///   with it later is a value of the network whose bound is known.
public enum Rounding {
    /// Unit roundoff of `Double` under round-to-nearest, 2⁻⁵³.
    public static let unit = 0x1p-53

    /// Bounds beyond this are outside the range of the analysis.
    public static let largest = 0x1p600

    /// Magnitudes that products are formed with are raised to this, so that error bounds themselves do not underflow.
    public static let least = 0x1p-400

    /// An upper bound on γₙ = n·u / (1 − n·u), itself rounded up.
    ///
    /// Eight units are added so that the few operations that evaluate an error bound are covered too.
    public static func gamma(_ n: Int) -> Double {
        let nu = Double(n + 8) * unit
        return (nu / (1 - nu)) * (1 + 0x1p-50)
    }

    /// An upper bound on what `count` products lose to underflow if each of them is multiplied by at most `reach` afterwards.
    public static func underflow(_ count: Int, reach: Double = 0) -> Double {
        Double(count + 8) * 0x1p-1070 * (1 + reach)
    }
}
