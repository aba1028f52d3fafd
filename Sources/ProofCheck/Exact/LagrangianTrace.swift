import LinearAlgebra

/// The multipliers that a batch of bounds was computed with: all that exact arithmetic takes over from it.
///
/// Whatever they are, the Lagrangian at these very doubles is a bound. So exact arithmetic needs no slope, no division and no
/// square root, and nothing rests on how the multipliers came about.
struct LagrangianTrace {
    /// Multipliers on some pre-activations of a stage; the others have none.
    struct Affine {
        let rows: [Int]
        /// Rows × columns.
        let mu: Matrix<Double>
    }

    /// Per stage.
    var affine: [Int: Affine] = [:]
    /// Per stage and window: for every column the multipliers of the window's inputs, which add up to those of `affine` up to
    /// rounding.
    var pools: [Int: [Int: [[Double]]]] = [:]
    /// Per stage and neuron: columns where a plane stands in for the upper line.
    var raised: [Int: [Int: Set<Int>]] = [:]
    /// Per column: the multiplier of a ball; empty where no coefficients reach the inputs.
    var balls: [Double] = []
}
