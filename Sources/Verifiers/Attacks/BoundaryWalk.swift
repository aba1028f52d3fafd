import LinearAlgebra
import Networks
import Questions

/// The state of a batched walk along decision boundaries: one walker per sample and target.
struct BoundaryWalk {
    /// How a walk goes: α_max, η − 1 and β of the paper.
    struct Pace: Sendable {
        var bias: Double
        var overshoot: Double
        var backward: Double
    }

    private(set) var nearest: NearestWitnesses
    private let slopes: MarginSlopes
    private let paths: WitnessPaths
    private let pace: Pace
    private let wantsNearest: Bool
    /// Classes that are walked to, per query; `[nil]` for the nearest at every step.
    private let targets: [[Int?]]
    private var walkers: [Walker] = []
    /// Walkers of this run that have nowhere to go.
    private var stopped: [Walker] = []

    private struct Walker {
        let query: Int
        var place: MarginSlopes.Place
        var best: (point: [Float], distance: Double)?
    }

    /// Of walks to finish: projections on the boundary at the nearest witness.
    private static let finalProjections = 3
    /// How far these go beyond the linearised boundary.
    private static let finalReach = 1.1

    init(_ queries: [Query], on network: Network, targets count: Int, pace: Pace, wantsNearest: Bool) {
        nearest = NearestWitnesses(queries)
        slopes = MarginSlopes(evaluator: network.evaluator)
        paths = WitnessPaths(network)
        self.pace = pace
        self.wantsNearest = wantsNearest
        targets = Self.targets(queries, network, count)
    }

    /// The classes of smallest margin at every sample.
    private static func targets(_ queries: [Query], _ network: Network, _ count: Int) -> [[Int?]] {
        guard count > 0 else { return queries.map { _ in [nil] } }
        let images = Matrix<Float>(
            rows: queries.count, columns: network.inputShape.count, elements: queries.flatMap(\.sample.pixels))
        let logits = network.evaluator.logits(images)
        return queries.enumerated().map { row, query in
            let values = logits.row(row)
            let others = values.indices.filter { $0 != query.label }
            return Array(others.sorted { (values[$1], $0) < (values[$0], $1) }.prefix(count))
        }
    }

    var isFinished: Bool { walkers.isEmpty }

    /// Puts walkers to the samples, or to random points within half of the nearest witness's distance.
    mutating func start(atSample: Bool, seed: UInt64) {
        stopped = []
        walkers = []
        for (index, query) in nearest.queries.enumerated() where !nearest.isSettled(index, wantsNearest: wantsNearest) {
            let space = nearest.spaces[index]
            let own = query.sample.digest.bytes.prefix(8).reduce(seed) { $0 &* 31 &+ UInt64($1) }
            for target in targets[index] {
                var generator = SeededGenerator(seed: own &+ UInt64(target ?? 0))
                let radius = min(nearest.distances[index], query.perturbation.epsilon) / 2
                let point = atSample ? space.centre : space.randomPoint(within: radius, &generator)
                walkers.append(
                    Walker(query: index, place: .init(point: point, space: space, label: query.label, target: target)))
            }
        }
    }

    /// Goes back from witnesses, then one step along every linearised boundary.
    mutating func step() {
        var trace = slopes.trace(walkers.map(\.place))
        if goBack(trace) {
            dropSettled()
            trace = slopes.trace(walkers.map(\.place))
        }
        let boundaries = slopes.boundaries(of: walkers.map(\.place), through: trace)
        var going = [Walker]()
        for (walker, boundary) in zip(walkers, boundaries) {
            guard let boundary, let point = next(walker.place, boundary), point != walker.place.point else {
                stopped.append(walker)
                continue
            }
            going.append(walker)
            going[going.count - 1].place.point = point
        }
        walkers = going
    }

    /// Notes witnesses among the places and goes back from them; whether there were any.
    private mutating func goBack(_ trace: Evaluator<Float>.Trace) -> Bool {
        var isAny = false
        for row in walkers.indices {
            let place = walkers[row].place
            guard PointMargins.worst(trace.logits.row(row), label: place.label).margin <= 0 else { continue }
            isAny = true
            let distance = place.space.distance(place.point)
            if distance < walkers[row].best?.distance ?? .infinity { walkers[row].best = (place.point, distance) }
            let offsets = zip(place.point, place.space.centre).map { pace.backward * (Double($0) - Double($1)) }
            walkers[row].place.point = place.space.moved(place.space.centre, by: offsets)
        }
        return isAny
    }

    /// Ends the walks of queries that a witness of this run has settled.
    private mutating func dropSettled() {
        let settled = Set(
            walkers.filter { walker in
                guard let best = walker.best else { return false }
                if best.distance == 0 { return true }
                let isVerdict = !wantsNearest && nearest.queries[walker.query].measure == .verdict
                return isVerdict && walker.place.space.surelyContains(best.point)
            }.map(\.query))
        guard !settled.isEmpty else { return }
        stopped += walkers.filter { settled.contains($0.query) }
        walkers.removeAll { settled.contains($0.query) }
    }

    /// (1 − α)(x + η δ) + α (x₀ + η δ₀) in the domain, with δ and δ₀ the moves of place and sample on the linearised boundary and
    /// α = min(‖δ‖ / (‖δ‖ + ‖δ₀‖), α_max); `nil` where neither moves.
    private func next(_ place: MarginSlopes.Place, _ boundary: MarginSlopes.Boundary) -> [Float]? {
        let (space, here) = (place.space, place.point)
        let move = space.projection(of: here, on: boundary, margin: boundary.margin)
        let own = space.projection(
            of: space.centre, on: boundary, margin: boundary.margin(at: space.centre, from: here))
        let (length, ownLength) = (space.length(move), space.length(own))
        guard length + ownLength > 0 else { return nil }
        let share = min(length / (length + ownLength), pace.bias)
        let eta = 1 + pace.overshoot
        let offsets = here.indices.map { index in
            let back = Double(space.centre[index]) - Double(here[index])
            return (1 - share) * eta * move[index] + share * (back + eta * own[index])
        }
        return space.moved(here, by: offsets)
    }

    /// Brings the nearest witness of every walk of this run nearer, and keeps it.
    mutating func finish() {
        _ = goBack(slopes.trace(walkers.map(\.place)))
        let walks = (stopped + walkers).filter { $0.best != nil }
        (walkers, stopped) = ([], [])
        var places = walks.map { walker in
            var place = walker.place
            place.point = walker.best?.point ?? place.point
            place.target = nil
            return place
        }
        var kept = straightened(places)
        for round in 0...Self.finalProjections {
            for (walker, point) in zip(walks, kept) { if let point { nearest.offer(point, to: walker.query) } }
            guard round < Self.finalProjections else { return }
            for row in places.indices { places[row].point = kept[row] ?? places[row].point }
            kept = straightened(projected(places))
        }
    }

    /// The first witnesses on the straight ways from the samples to points.
    private func straightened(_ places: [MarginSlopes.Place]) -> [[Float]?] {
        paths.nearest(
            places.map { place in
                WitnessPaths.Path(label: place.label) { place.space.shrunk(place.point, to: $0) }
            })
    }

    /// The first witnesses on the ways of the samples to the boundaries as they are at points; the points themselves where there
    /// are none, or none nearer.
    private func projected(_ places: [MarginSlopes.Place]) -> [MarginSlopes.Place] {
        guard !places.isEmpty else { return places }
        let trace = slopes.trace(places)
        let aimed = places.indices.map { row in
            var place = places[row]
            place.target = PointMargins.worst(trace.logits.row(row), label: place.label).adversarial
            return place
        }
        let boundaries = slopes.boundaries(of: aimed, through: trace)
        let found = paths.nearest(
            zip(places, boundaries).map { place, boundary in
                let margin = boundary?.margin(at: place.space.centre, from: place.point) ?? 0
                return WitnessPaths.Path(label: place.label) { share in
                    guard let boundary else { return place.space.centre }
                    let move = place.space.projection(
                        of: place.space.centre, on: boundary, margin: Self.finalReach * share * margin)
                    return place.space.moved(place.space.centre, by: move)
                }
            })
        return zip(places, found).map { place, point in
            var nearer = place
            if let point, place.space.distance(point) < place.space.distance(place.point) { nearer.point = point }
            return nearer
        }
    }
}

extension AttackSpace {
    /// The shortest move of a point on the boundary inside the domain, from either side.
    fileprivate func projection(
        of point: [Float], on boundary: MarginSlopes.Boundary, margin: Double
    ) -> [Double] {
        guard margin.isFinite else { return Array(repeating: 0, count: point.count) }
        if margin >= 0 { return move(point, against: boundary.slope, by: margin).offsets }
        return move(point, against: boundary.slope.map { -$0 }, by: -margin).offsets
    }
}
