/// The points of a ball that lie in a box around its centre, as linear functions see them.
protocol BoxedBall: Sendable {
    /// x₀; lies in the box.
    var centre: [Double] { get }

    /// The extrema of the function whose coefficients are `entries` and otherwise 0, not yet rounded; infinite where a
    /// number overflows.
    ///
    /// They are sums of at most 2n + 1 terms for n entries, each rounded up to eight times.
    func extrema(of entries: [(column: Int, value: Double)]) -> LinearExtrema
}

/// What a linear function is on a set.
package struct LinearExtrema: Sendable {
    package var minimum: Double
    package var maximum: Double
    /// What the rounding error of either is proportional to, besides Σ |c| |x₀|.
    package var size: Double

    /// Of a function that is `value` at the centre and goes that far from it at most.
    init(_ value: Double, fall: Double, rise: Double) {
        minimum = value - fall
        maximum = value + rise
        size = max(fall, rise)
    }
}
