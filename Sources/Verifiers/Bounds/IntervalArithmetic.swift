import CShims
import LinearAlgebra
import Networks

/// Interval arithmetic, one stage at a time, with rigorous rounding.
enum IntervalArithmetic {
    /// Bounds on the pre-activations of `stage` from bounds on the values it reads.
    ///
    /// What reads the inputs is bounded over a ball in their box, exactly where that is all that a pre-activation
    /// reads.
    ///
    /// - Parameter values: bounds on h of every earlier stage, index 0 the input box.
    static func preActivations(
        of stage: LoweredNetwork.Stage, from values: [StageBounds], inputs: (any BoxedBall)? = nil
    ) -> StageBounds {
        var lower = stage.bias
        var upper = stage.bias
        var magnitude = stage.bias.map { abs($0) }
        for term in stage.terms {
            let source = values[term.source]
            let largest = BoxExtrema.largestMagnitude(source.lower, source.upper)
            for row in magnitude.indices { magnitude[row] += term.rowMagnitudes[row] * largest }
            if term.source == 0, let inputs {
                accumulate(term.matrix, source, inputs, &lower, &upper, &magnitude)
                continue
            }
            let blocks = term.transposedBlocks
            blocks.withView {
                shims_interval_product($0, blocks.groupCount, source.lower, source.upper, &lower, &upper)
            }
        }
        return widened(lower, upper, by: magnitude, additions: stage.fanIn + (inputs == nil ? 0 : ballAdditions))
    }

    /// Additions that a ball costs besides those of its linear function.
    private static let ballAdditions = 8

    /// Bounds on the rows of `objectives` (pre-activations × objectives) at `stage`, reading its sources as boxes: the
    /// rows are formed before the interval is taken, so differences of logits keep their correlation in the last layer.
    static func bounds(
        of objectives: Matrix<Double>, at stage: LoweredNetwork.Stage, from values: [StageBounds],
        inputs: (any BoxedBall)? = nil
    ) -> StageBounds {
        var affine = AffineObjectives(
            stage, objectives, largestValues: values.map { BoxExtrema.largestMagnitude($0.lower, $0.upper) })
        var lower = affine.constants
        var upper = affine.constants
        var total = [Double](repeating: 0, count: objectives.columns)
        for (source, coefficients) in affine.coefficients.sorted(by: { $0.key < $1.key }) {
            if source == 0, let inputs {
                let matrix = AffineMatrix.dense(coefficients.transposed)
                accumulate(matrix, values[0], inputs, &lower, &upper, &affine.magnitude)
                continue
            }
            BoxExtrema.accumulate(
                coefficients, lower: values[source].lower, upper: values[source].upper,
                minimum: &lower, maximum: &upper, total: &total)
        }
        // No coefficient is lost: the objectives are whole numbers, and weights are floats.
        return widened(
            lower, upper, by: affine.magnitude,
            additions: 2 * stage.fanIn + stage.preActivations + (inputs == nil ? 0 : ballAdditions))
    }

    /// Adds the extrema of every row of `matrix`, which reads the inputs, over what is left of `ball` in the box
    /// `source`.
    private static func accumulate(
        _ matrix: AffineMatrix, _ source: StageBounds, _ ball: some BoxedBall, _ lower: inout [Double],
        _ upper: inout [Double], _ magnitude: inout [Double]
    ) {
        for row in lower.indices {
            let entries = matrix.entries(ofRow: row)
            var (low, high) = (0.0, 0.0)
            for (column, value) in entries {
                let (first, second) = (value * source.lower[column], value * source.upper[column])
                low += min(first, second)
                high += max(first, second)
            }
            let extrema = ball.extrema(of: entries)
            if extrema.size.isFinite {
                magnitude[row] += extrema.size
                low = max(low, extrema.minimum)
                high = min(high, extrema.maximum)
            }
            lower[row] += low
            upper[row] += high
        }
    }

    private static func widened(
        _ lower: [Double], _ upper: [Double], by magnitude: [Double], additions: Int
    ) -> StageBounds {
        let gamma = Rounding.gamma(additions)
        let floor = Rounding.underflow(additions)
        return StageBounds(
            lower: zip(lower, magnitude).map { ($0 - (gamma * $1 + floor)).nextDown.orNone(-.infinity) },
            upper: zip(upper, magnitude).map { ($0 + (gamma * $1 + floor)).nextUp.orNone(.infinity) })
    }
}

extension Double {
    /// This, or `nothing` where it is no number.
    func orNone(_ nothing: Double) -> Double { isNaN ? nothing : self }
}
