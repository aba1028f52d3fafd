/// A-priori bounds on rounding errors of double-precision arithmetic (Higham, "Accuracy and Stability of
/// Numerical Algorithms", section 3.1).
///
/// A sum of n products computed in any order, with or without fused multiply-add, differs from the exact value by at
/// most `gamma(n)` times the sum of the absolute products, as long as nothing overflows or underflows.
public enum Rounding {
    /// Unit roundoff of `Double` under round-to-nearest, 2⁻⁵³.
    public static let unit = 0x1p-53

    /// An upper bound on γₙ = n·u / (1 − n·u), itself rounded up.
    ///
    /// Eight units are added so that the few operations that evaluate an error bound are covered too.
    public static func gamma(_ n: Int) -> Double {
        let nu = Double(n + 8) * unit
        return (nu / (1 - nu)) * (1 + 0x1p-50)
    }

    /// Covers products that underflow: n of them lose less than n · 2⁻¹⁰⁷⁴ each.
    public static func underflow(_ n: Int) -> Double {
        Double(n + 8) * 0x1p-1070
    }
}
