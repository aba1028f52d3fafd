/// Half-spaces that hold an l2 ball, u·(x − x₀) ≤ ‖u‖ ε for vectors u of one length: what linear programs see of it.
///
/// They make programs look in the right place. Certified values are computed over the ball itself (`CertifiedProgram`)
/// and take multipliers of the other rows alone, so that nothing rests on a cut.
final class BallCuts {
    /// u and |u| ε + u·x₀, as functions of the inputs, which are a program's first columns.
    typealias Cut = (function: LinearFunction, limit: Double)

    private let ball: CutTwoBall
    private var cuts: [Cut] = []

    /// A point that is outside by no more than this, in units of ε, is not cut off.
    private static let tolerance = 1e-9
    /// The length of every u, so that what a solver takes for feasible (1e-7) is far less than that.
    private static let length = 0x1p10
    /// Cuts that a new program starts with at most, the latest ones.
    private static let kept = 64

    init?(_ ball: CutTwoBall?) {
        guard let ball else { return nil }
        self.ball = ball
    }

    /// What a new program starts with.
    var latest: ArraySlice<Cut> { cuts.suffix(Self.kept) }

    /// Cuts that part a program's solution from the ball: in the direction of `point` itself, and where c·x is smallest on the
    /// ball, which makes the program's value at these multipliers what it is there. None where `point` lies inside.
    ///
    /// - Parameter costs: c, coefficients on the inputs once the other rows have been substituted.
    func separate(_ point: [Double], costs: [Double]) -> [Cut] {
        guard let direct = cut(towards: point), direct.distance > 1 + Self.tolerance else { return [] }
        let found = [direct, cut(towards: ball.minimiser(costs))].compactMap { $0.map { ($0.function, $0.limit) } }
        cuts += found
        return found
    }

    /// Adds the cut where c·x is smallest on the ball.
    func add(costs: [Double]) {
        if let cut = cut(towards: ball.minimiser(costs)) { cuts.append((cut.function, cut.limit)) }
    }

    /// The half-space whose boundary touches the ball in the direction of `point`, and how far that is from the centre in units
    /// of ε; `nil` at the centre.
    private func cut(towards point: [Double]) -> (function: LinearFunction, limit: Double, distance: Double)? {
        let ways = point.indices.map { (point[$0] - ball.centre[$0]) / ball.radius }
        let distance = ways.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard distance > 0, distance.isFinite else { return nil }
        let inputs = ways.indices.filter { abs(ways[$0]) > 1e-12 * distance }
        let direction = LinearFunction(
            columns: inputs.map { Int32($0) }, values: inputs.map { Self.length * (ways[$0] / distance) }, constant: 0)
        let limit = zip(inputs, direction.values).reduce(Self.length * ball.radius) { $0 + $1.1 * ball.centre[$1.0] }
        return (direction, limit, distance)
    }
}

extension LinearProgram {
    mutating func add(_ cut: BallCuts.Cut) { addRow(cut.function, .atMost, cut.limit) }
}
