import LinearAlgebra
import Questions

/// The perturbation set of a query as bounds see it: an enclosing box, and for p = 1, 2 the ball as well.
package struct InputRegion: Sendable {
    /// Encloses the set; for p = ∞ it is the set.
    package let box: Box
    /// Centre, radius and dual norm for p = 1, 2.
    let ball: (centre: [Double], radius: Double, dual: Norm)?
    /// Largest |x'ⱼ| over the set and its coordinates.
    let largestMagnitude: Double

    package init(_ query: Query) {
        let set = query.perturbation
        box = set.enclosingBox(around: query.sample.pixels)
        ball =
            set.norm == .infinity
            ? nil : (query.sample.pixels.map(Double.init), set.epsilon, set.norm.dual)
        largestMagnitude = BoxExtrema.largestMagnitude(box.lower, box.upper)
    }

    /// A box by itself.
    package init(_ box: Box) {
        self.box = box
        ball = nil
        largestMagnitude = BoxExtrema.largestMagnitude(box.lower, box.upper)
    }

    /// Minimum and maximum over the set of each column of `coefficients` (inputs × objectives), not yet rounded.
    ///
    /// Adds to `magnitude` what the rounding error of the two is proportional to.
    func extrema(
        of coefficients: Matrix<Double>, magnitude: inout [Double]
    ) -> (minimum: [Double], maximum: [Double]) {
        var (minimum, maximum) = boxExtrema(coefficients, &magnitude)
        guard let ball else { return (minimum, maximum) }
        for objective in 0..<coefficients.columns {
            var value = 0.0
            var dual = 0.0
            for index in ball.centre.indices {
                let coefficient = coefficients[index, objective]
                value += coefficient * ball.centre[index]
                switch ball.dual {
                case .one: dual += abs(coefficient)
                case .two: dual += coefficient * coefficient
                case .infinity: dual = max(dual, abs(coefficient))
                }
            }
            let reach = ball.radius * (ball.dual == .two ? dual.squareRoot() : dual)
            magnitude[objective] += reach
            minimum[objective] = max(minimum[objective], value - reach)
            maximum[objective] = min(maximum[objective], value + reach)
        }
        return (minimum, maximum)
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
