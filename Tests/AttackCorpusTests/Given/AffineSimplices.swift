import Networks

/// A box cut into simplices on which a chain of linear layers and ReLUs is affine.
enum AffineSimplices {
    struct Corner: Sendable {
        let point: [Rational]
        let outputs: [Rational]
        /// Values of the nodes that ReLUs read.
        fileprivate let switches: [Rational]

        fileprivate init(_ point: [Rational], _ network: Network) {
            self.point = point
            let values = ExactValues(of: network, at: point).nodes
            outputs = values[values.count - 1]
            switches = network.nodes.flatMap { node -> [Rational] in
                guard case .relu = node.operation else { return [] }
                return values[node.inputs[0]]
            }
        }
    }

    /// Simplices that cover the box, whose corners may coincide; `nil` where more than `limit` cuts would be needed.
    static func cut(
        _ box: [(lower: Rational, upper: Rational)], by network: Network, limit: Int
    ) -> [[Corner]]? {
        var pending = permutations(Array(box.indices)).map { order in
            var point = box.map(\.lower)
            return [Corner(point, network)]
                + order.map { axis in
                    point[axis] = box[axis].upper
                    return Corner(point, network)
                }
        }
        var (done, cuts) = ([[Corner]](), 0)
        while let simplex = pending.popLast() {
            guard let (above, below) = straddled(simplex) else {
                done.append(simplex)
                continue
            }
            cuts += 1
            guard cuts <= limit else { return nil }
            let (high, low) = (simplex[above.corner], simplex[below])
            let (start, end) = (high.switches[above.place], low.switches[above.place])
            let share = start / (start - end)
            let between = Corner(zip(high.point, low.point).map { ($0 + share * ($1 - $0)).reduced }, network)
            var (first, second) = (simplex, simplex)
            first[above.corner] = between
            second[below] = between
            pending += [first, second]
        }
        return done
    }

    /// The first switch that is > 0 at one corner and < 0 at another. Those before it have one sign, so that it is affine.
    private static func straddled(_ simplex: [Corner]) -> (above: (corner: Int, place: Int), below: Int)? {
        for place in simplex[0].switches.indices {
            if let above = simplex.firstIndex(where: { $0.switches[place].sign > 0 }),
                let below = simplex.firstIndex(where: { $0.switches[place].sign < 0 })
            {
                return ((above, place), below)
            }
        }
        return nil
    }
}
