import Networks
import Questions

/// The state of a batched DeepFool: where every sample is that has not met a boundary yet.
struct DeepFoolWalk {
    private(set) var nearest: NearestWitnesses
    private let slopes: MarginSlopes
    private let paths: WitnessPaths
    private let overshoot: Double
    /// Queries under way, and where they are.
    private var walkers: [Walker]
    /// Those that have met a boundary.
    private var arrived: [Walker] = []

    private struct Walker {
        let query: Int
        var place: MarginSlopes.Place
        var last: Step?
    }

    /// The step that led to a place.
    private struct Step {
        let start: [Float]
        let slope: [Float]
        let amount: Double
    }

    init(_ queries: [Query], on network: Network, overshoot: Double) {
        let nearest = NearestWitnesses(queries)
        slopes = MarginSlopes(evaluator: network.evaluator)
        paths = WitnessPaths(network)
        self.overshoot = overshoot
        self.nearest = nearest
        walkers = queries.indices.map { index in
            let (space, label) = (nearest.spaces[index], queries[index].label)
            return Walker(query: index, place: MarginSlopes.Place(point: space.centre, space: space, label: label))
        }
    }

    var isFinished: Bool { walkers.isEmpty }

    /// Moves every sample on its way to the nearest of its boundaries, as they are at its place.
    mutating func step() {
        let trace = look()
        let boundaries = slopes.boundaries(of: walkers.map(\.place), through: trace)
        walkers = zip(walkers, boundaries).compactMap { walker, boundary in
            guard let boundary else { return nil }
            var moved = walker
            let amount = (1 + overshoot) * boundary.margin
            moved.last = Step(start: walker.place.point, slope: boundary.slope, amount: amount)
            moved.place.point = Self.end(moved.last, in: walker.place.space, share: 1)
            // Where nothing moves, nothing ever will.
            return moved.place.point == walker.place.point ? nil : moved
        }
    }

    /// Takes those that have met a boundary off the way; the evaluation of the others.
    private mutating func look() -> Evaluator<Float>.Trace {
        let trace = slopes.trace(walkers.map(\.place))
        let hits = walkers.indices.map { row in
            PointMargins.worst(trace.logits.row(row), label: walkers[row].place.label).margin <= 0
        }
        guard hits.contains(true) else { return trace }
        arrived += zip(walkers, hits).filter(\.1).map(\.0)
        walkers = zip(walkers, hits).filter { !$0.1 }.map(\.0)
        return trace.selectingRows(hits.indices.filter { !hits[$0] })
    }

    private static func end(_ step: Step?, in space: AttackSpace, share: Double) -> [Float] {
        guard let step else { return space.centre }
        let move = space.move(step.start, against: step.slope, by: share * step.amount)
        return space.moved(step.start, by: move.offsets)
    }

    /// Shortens the last steps of those that have met a boundary, then the straight ways from the samples.
    mutating func finish() {
        _ = look()
        let last = paths.nearest(
            arrived.map { walker in
                WitnessPaths.Path(label: walker.place.label) {
                    Self.end(walker.last, in: walker.place.space, share: $0)
                }
            })
        let met = zip(arrived, last).compactMap { walker, point in point.map { (walker, $0) } }
        let straight = paths.nearest(
            met.map { walker, point in
                WitnessPaths.Path(label: walker.place.label) { walker.place.space.shrunk(point, to: $0) }
            })
        for ((walker, point), nearer) in zip(met, straight) { nearest.offer(nearer ?? point, to: walker.query) }
    }
}
