import Networks
import Questions

/// The exact worst margin of a network over a perturbation set.
///
/// The set is cut into simplices on which the network is affine: while a ReLU's input, or the difference of two inputs of a
/// pooling window, changes sign between two corners of a simplex, the simplex is cut in two at the point of that edge where
/// it is zero. What is left is smallest at a corner. All in fractions.
struct WorstCase: Sendable {
    /// The smallest margin that was found, over the whole set if it `isExact`, else at one of its points; `nil` for a network
    /// of one class, which has no margin.
    let margin: Rational?
    /// Where it is taken.
    let point: [Rational]
    let isExact: Bool

    /// `nil` where more than `limit` simplices would be needed.
    init?(of network: Network, _ query: Query, limit: Int = 20_000) {
        let set = ExactSet(query)
        var pending = set.simplices.map { $0.map { Corner($0, network) } }
        var (cut, best) = (0, Corner(set.centre, network))
        func margin(_ corner: Corner) -> Rational? { corner.values.worstMargin(label: query.label) }
        while let simplex = pending.popLast() {
            if let (inside, rest) = Self.cut(simplex, at: set, network) {
                pending.append(inside)
                if let rest { pending.append(rest) }
                cut += 1
                guard cut < limit else { return nil }
                continue
            }
            for corner in simplex where set.contains(corner.point) {
                if let found = margin(corner), let least = margin(best), found < least { best = corner }
            }
        }
        self.margin = margin(best)
        point = best.point
        isExact = set.isPolytope
    }

    private final class Corner {
        let point: [Rational]
        let values: ExactValues

        init(_ point: [Rational], _ network: Network) {
            self.point = point
            values = ExactValues(of: network, at: point)
        }
    }

    /// Two simplices in place of one, the second of which may lie outside the box; `nil` where nothing is left to cut.
    private static func cut(_ simplex: [Corner], at set: ExactSet, _ network: Network) -> ([Corner], [Corner]?)? {
        if set.norm != .infinity {
            for axis in set.centre.indices {
                for (sign, wall) in [(1, set.lower[axis]), (-1, set.upper[axis])] {
                    let heights = simplex.map { Rational(sign) * ($0.point[axis] - wall) }
                    if let halves = bisect(simplex, heights, network) { return halves }
                }
            }
            // Wholly outside, its boundary apart.
            if !simplex.contains(where: { set.boxContains($0.point) }) { return nil }
        }
        for (node, description) in network.nodes.enumerated() {
            for kink in kinks(description, node) {
                let heights = simplex.map { corner in
                    let values = corner.values.nodes[description.inputs[0]]
                    return kink.second.map { values[kink.first] - values[$0] } ?? values[kink.first]
                }
                if let halves = bisect(simplex, heights, network) { return halves }
            }
        }
        return nil
    }

    /// Indices into a node's input whose sign, or whose difference's, decides what the node does.
    private static func kinks(_ node: Network.Node, _ index: Int) -> [(first: Int, second: Int?)] {
        switch node.operation {
        case .relu: (0..<node.shape.count).map { ($0, nil) }
        case .maxPool(let layer):
            layer.windows.flatMap { window in
                window.indices.flatMap { first in window[(first + 1)...].map { (window[first], $0) } }
            }
        default: []
        }
    }

    /// Cuts the edge between a corner above 0 and one below 0.
    private static func bisect(_ simplex: [Corner], _ heights: [Rational], _ network: Network) -> ([Corner], [Corner]?)?
    {
        guard let above = heights.firstIndex(where: { $0.sign > 0 }),
            let below = heights.firstIndex(where: { $0.sign < 0 })
        else { return nil }
        let share = heights[above] / (heights[above] - heights[below])
        let between = Corner(
            zip(simplex[above].point, simplex[below].point).map { ($0 + share * ($1 - $0)).reduced }, network)
        var (first, second) = (simplex, simplex)
        first[below] = between
        second[above] = between
        return (first, second)
    }
}
