import LinearAlgebra
import Questions

/// The perturbation set of a query as bounds see it: an enclosing box, and for p = 1, 2 the ball as well.
///
/// For p = 1 and ∞ extrema of linear functions are those over the set itself, for p = 2 the better of those over the
/// box and those over the ball.
package struct InputRegion: Sendable {
    /// Encloses the set; for p = ∞ it is the set.
    package let box: Box
    /// Centre and radius for p = 2.
    let euclideanBall: (centre: [Double], radius: Double)?
    /// The set for p = 1.
    let oneBall: BoxedOneBall?
    /// Largest |x'ⱼ| over the set and its coordinates.
    let largestMagnitude: Double

    package init(_ query: Query) {
        let set = query.perturbation
        box = set.enclosingBox(around: query.sample.pixels)
        let centre = query.sample.pixels.map(Double.init)
        euclideanBall = set.norm == .two ? (centre, set.epsilon) : nil
        oneBall =
            set.norm == .one
            ? BoxedOneBall(centre: centre, radius: set.epsilon, box: (box.lower, box.upper)) : nil
        largestMagnitude = BoxExtrema.largestMagnitude(box.lower, box.upper)
    }

    /// A box by itself.
    package init(_ box: Box) {
        self.box = box
        euclideanBall = nil
        oneBall = nil
        largestMagnitude = BoxExtrema.largestMagnitude(box.lower, box.upper)
    }

    /// Minimum and maximum over the set of each column of `coefficients` (inputs × objectives), not yet rounded.
    ///
    /// Adds to `magnitude` what the rounding error of the two is proportional to.
    func extrema(
        of coefficients: Matrix<Double>, magnitude: inout [Double]
    ) -> (minimum: [Double], maximum: [Double]) {
        var (minimum, maximum) = boxExtrema(coefficients, &magnitude)
        if let oneBall { tighten(&minimum, &maximum, coefficients, &magnitude, by: oneBall) }
        guard let euclideanBall else { return (minimum, maximum) }
        for objective in 0..<coefficients.columns {
            var value = 0.0
            var squares = 0.0
            for index in euclideanBall.centre.indices {
                let coefficient = coefficients[index, objective]
                value += coefficient * euclideanBall.centre[index]
                squares += coefficient * coefficient
            }
            let reach = euclideanBall.radius * squares.squareRoot()
            magnitude[objective] += reach
            minimum[objective] = max(minimum[objective], value - reach)
            maximum[objective] = min(maximum[objective], value + reach)
        }
        return (minimum, maximum)
    }

    private func tighten(
        _ minimum: inout [Double], _ maximum: inout [Double], _ coefficients: Matrix<Double>,
        _ magnitude: inout [Double], by ball: BoxedOneBall
    ) {
        var entries = ball.centre.indices.map { (column: $0, value: 0.0) }
        for objective in 0..<coefficients.columns {
            for index in entries.indices { entries[index].value = coefficients[index, objective] }
            let extrema = ball.extrema(of: entries)
            // What overflows says nothing; the box does.
            guard extrema.size.isFinite else { continue }
            magnitude[objective] += extrema.size
            minimum[objective] = max(minimum[objective], extrema.minimum)
            maximum[objective] = min(maximum[objective], extrema.maximum)
        }
    }

    private func boxExtrema(
        _ coefficients: Matrix<Double>, _ magnitude: inout [Double]
    ) -> (minimum: [Double], maximum: [Double]) {
        var minimum = [Double](repeating: 0, count: coefficients.columns)
        var maximum = minimum
        var total = minimum
        BoxExtrema.accumulate(
            coefficients, lower: box.lower, upper: box.upper, minimum: &minimum, maximum: &maximum, total: &total)
        for objective in total.indices { magnitude[objective] += total[objective] * largestMagnitude }
        return (minimum, maximum)
    }
}
