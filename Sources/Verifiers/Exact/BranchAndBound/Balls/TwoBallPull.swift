import Questions

/// Brings points into the part of an l2 ball that lies in a box of floats around its centre, so that they surely lie inside.
struct TwoBallPull: Sendable {
    private let ball: BallProjection
    private let lower: [Float]
    private let upper: [Float]

    /// `nil` unless p = 2 and ε > 0.
    init?(_ set: PerturbationSet, around pixels: [Float]) {
        guard set.norm == .two, set.epsilon > 0 else { return nil }
        ball = BallProjection(centre: pixels, epsilon: set.epsilon)
        (lower, upper) = set.innerBox(around: pixels)
    }

    /// The point of the set nearest to `point`, a few bits farther inside: x₀ + s (point − x₀) brought into the box, with the
    /// largest s ≤ 1 that keeps it in the ball. Coordinates are rounded towards the centre, so that rounding cannot
    /// lead out; should it all the same, s is made smaller, at last 0.
    func nearest(_ point: [Double]) -> [Float] {
        let ways = point.indices.map { point[$0] - Double(ball.centre[$0]) }
        guard ways.allSatisfy(\.isFinite) else { return ball.centre }
        let share = share(ways)
        for shortening in [0x1p-48, 0x1p-40, 0x1p-30, 0x1p-20] {
            let pulled = moved(ways, by: share * (1 - shortening))
            if ball.surelyContains(pulled) { return pulled }
        }
        return ball.centre
    }

    private func moved(_ ways: [Double], by share: Double) -> [Float] {
        ways.indices.map { index in
            min(max(BallProjection.moved(ball.centre[index], by: share * ways[index]), lower[index]), upper[index])
        }
    }

    /// Named the inputs at ends of the box, the others fill the ball; ever more inputs get there.
    private func share(_ ways: [Double]) -> Double {
        let rooms = ways.indices.map {
            abs(Double(ways[$0] < 0 ? lower[$0] : upper[$0]) - Double(ball.centre[$0])) / ball.epsilon
        }
        var share = 0.0
        for _ in 0..<64 {
            var (free, used) = (0.0, 0.0)
            for index in ways.indices {
                let way = abs(ways[index]) / ball.epsilon
                if share * way < rooms[index] { free += way * way } else { used += rooms[index] * rooms[index] }
            }
            guard free > 0, used < 1 else { return share == 0 || used < 1 ? 1 : min(share, 1) }
            let next = ((1 - used) / free).squareRoot()
            if next >= 1 { return 1 }
            if next <= share * (1 + 1e-15) { return next }
            share = next
        }
        return share
    }
}
