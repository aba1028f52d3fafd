import CShims

/// An l2 ball around the inputs as dual ascent sees it, in single precision; what it says guides the search and is never a proof.
///
/// Where the box does not hold the centre x₀, a ball around its nearest point q stands in: on the box
/// ‖x − x₀‖² ≥ ‖q − x₀‖² + ‖x − q‖².
package struct SystemBall: Sendable {
    let centre: [Float]
    let radius: Float
    /// Ways from the centre to the ends of the box, in units of the radius.
    let below: [Float]
    let above: [Float]
    private let lower: [Float]
    private let upper: [Float]

    /// `nil` where next to nothing is left of the ball: there the box will do.
    package init?(_ ball: CutTwoBall) {
        let left = 1 - ball.squaredDistance
        let reach = ball.radius * max(left, 0).squareRoot()
        guard reach > 1e-30, reach < 1e30 else { return nil }
        let nearest = ball.nearest
        (centre, radius) = (nearest.map { Float($0) }, Float(reach))
        below = nearest.indices.map { Float(max(nearest[$0] - ball.lower[$0], 0) / reach) }
        above = nearest.indices.map { Float(max(ball.upper[$0] - nearest[$0], 0) / reach) }
        (lower, upper) = (ball.lower.map { Float($0) }, ball.upper.map { Float($0) })
    }

    /// Adds the minimum of ν x over the ball in its box to every column's bound; with `inputs`, the points that attain it
    /// are written there.
    ///
    /// - Parameters:
    ///   - nu: inputs × columns, as `inputs`.
    ///   - scratch: four numbers per column.
    package func minimise(_ nu: FloatRows, _ scratch: FloatRows, inputs: FloatRows?, into bounds: FloatRows) {
        precondition(nu.count == centre.count && scratch.count == 4 && bounds.count == 1)
        precondition(scratch.width == nu.width && bounds.width == nu.width)
        precondition(inputs.map { $0.count == nu.count && $0.width == nu.width } ?? true)
        shims_ascent_ball(
            nu.count, nu.width, centre, below, above, lower, upper, radius, nu.address, inputs?.address,
            scratch.address, bounds.address)
    }
}
