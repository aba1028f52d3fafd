import ExactArithmetic
import Questions

/// A ball around the image with a multiplier of its own in the Lagrangian of the input set.
protocol LagrangianBall {
    /// A bound on Σ ν x' over `entries` and the part of the ball that lies in its box.
    func part(_ entries: [(index: Int, value: Double)]) -> InputPart

    /// The bound at the multiplier λ ≥ 0, without rounding.
    ///
    /// - Parameter box: the one that the ball lies in.
    func exactPart(_ entries: [(index: Int, value: Dyadic)], _ lambda: Double, in box: Box) -> Dyadic
}

/// What the inputs contribute to a Lagrangian.
struct InputPart {
    /// The bound, not yet rounded.
    var least: Double
    /// What the absolute values of its terms add up to.
    var terms: Double
    /// λ
    var multiplier: Double
}
