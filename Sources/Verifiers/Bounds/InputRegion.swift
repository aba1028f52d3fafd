import LinearAlgebra
import Questions

/// The perturbation set of a query as bounds see it: an enclosing box, and for p = 1, 2 the ball as well.
package struct InputRegion: Sendable {
    /// Encloses the set; for p = ∞ it is the set.
    package let box: Box
    /// For p = 1, 2: the set, as the part of the ball that lies in the box.
    let ball: (any BoxedBall)?
    /// Largest |x'ⱼ| over the set and its coordinates.
    let largestMagnitude: Double

    package init(_ query: Query) {
        let set = query.perturbation
        box = set.enclosingBox(around: query.sample.pixels)
        let centre = query.sample.pixels.map(Double.init)
        ball =
            switch set.norm {
            case .one: BoxedOneBall(centre: centre, radius: set.epsilon, box: (box.lower, box.upper))
            case .two: BoxedTwoBall(centre: centre, radius: set.epsilon, box: (box.lower, box.upper))
            case .infinity: nil
            }
        largestMagnitude = BoxExtrema.largestMagnitude(box.lower, box.upper)
    }

    /// A box, by itself or as far as it lies in a ball.
    init(_ box: Box, ball: (any BoxedBall)?) {
        self.box = box
        self.ball = ball
        largestMagnitude = BoxExtrema.largestMagnitude(box.lower, box.upper)
    }

    /// A box by itself.
    package init(_ box: Box) { self.init(box, ball: nil) }

    /// Minimum and maximum over the set of each column of `coefficients` (inputs × objectives), not yet rounded.
    ///
    /// Adds to `magnitude` what the rounding error of the two is proportional to.
    func extrema(
        of coefficients: Matrix<Double>, magnitude: inout [Double]
    ) -> (minimum: [Double], maximum: [Double]) {
        var (minimum, maximum) = boxExtrema(coefficients, &magnitude)
        if let ball { tighten(&minimum, &maximum, coefficients, &magnitude, by: ball) }
        return (minimum, maximum)
    }

    private func tighten(
        _ minimum: inout [Double], _ maximum: inout [Double], _ coefficients: Matrix<Double>,
        _ magnitude: inout [Double], by ball: some BoxedBall
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
