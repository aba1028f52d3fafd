import Networks
import Questions

/// The nearest witness found of every query so far, wherever in the domain it lies.
struct NearestWitnesses {
    let queries: [Query]
    let spaces: [AttackSpace]
    private(set) var points: [[Float]?]
    private(set) var distances: [Double]

    init(_ queries: [Query]) {
        self.queries = queries
        spaces = queries.map(AttackSpace.init)
        points = Array(repeating: nil, count: queries.count)
        distances = Array(repeating: .infinity, count: queries.count)
    }

    /// Keeps a witness of a query if it is the nearest.
    mutating func offer(_ point: [Float], to index: Int) {
        let distance = spaces[index].distance(point)
        guard distance < distances[index] || (points[index] == nil && distance.isFinite) else { return }
        (points[index], distances[index]) = (point, distance)
    }

    /// Whether nothing more is to be found out about a query: its verdict, or that no witness is nearer.
    func isSettled(_ index: Int, wantsNearest: Bool) -> Bool {
        guard let point = points[index] else { return false }
        if distances[index] == 0 { return true }
        return !wantsNearest && queries[index].measure == .verdict && spaces[index].surelyContains(point)
    }

    /// `falsified` where a witness lies in the set; else the margin at the point of the set next to a witness, or at the sample.
    func outcomes(on network: Network, _ stopwatch: Stopwatch, timedOut: Bool) -> [Outcome] {
        let tried = queries.indices.map { index in points[index].map(spaces[index].projected) }
        let margins = PointMargins(network)
        let there = margins.worst(queries.indices.map { (tried[$0] ?? queries[$0].sample.pixels, queries[$0].label) })
        let here = margins.worst(queries.map { ($0.sample.pixels, $0.label) })
        return queries.indices.map { index in
            let isThere = there[index].margin < here[index].margin
            let worst = isThere ? there[index] : here[index]
            var outcome = Outcome(verdict: timedOut ? .timeout : .unknown, marginUpper: worst.finite)
            if worst.margin <= 0 {
                let pixels = isThere ? tried[index] : nil
                outcome.verdict = .falsified
                outcome.witness = Witness(
                    pixels: pixels ?? queries[index].sample.pixels, adversarialClass: worst.adversarial)
            } else if !timedOut {
                outcome.reason = worst.reason
            }
            stopwatch.stop(&outcome.measurements, shares: queries.count)
            return outcome
        }
    }
}
