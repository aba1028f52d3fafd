import Questions

extension InputRegion {
    /// The set where it is what a box leaves of an l2 ball with an extent.
    var twoBall: CutTwoBall? {
        if let part = ball as? CutTwoBall { return part }
        guard let ball = ball as? BoxedTwoBall, ball.radius > 0 else { return nil }
        return CutTwoBall(centre: ball.centre, radius: ball.radius, lower: box.lower, upper: box.upper)
    }

    /// What `box` holds of the query's set: for p = 2 its part of the ball, else all of the box.
    init(_ box: Box, of query: Query) {
        let part = InputRegion(query).twoBall.map {
            CutTwoBall(centre: $0.centre, radius: $0.radius, lower: box.lower, upper: box.upper)
        }
        self.init(box, ball: part)
    }
}
