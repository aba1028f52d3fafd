import LinearAlgebra
import Networks

/// Shortens ways that end at a witness, all of them at once: where does a way first meet one?
struct WitnessPaths {
    /// A way through the domain; at 1 it ends.
    struct Path {
        let label: Int
        let point: (Double) -> [Float]
    }

    private let evaluator: Evaluator<Double>
    /// Halvings of every way.
    private static let halvings = 22

    init(_ network: Network) { evaluator = Evaluator<Double>(network) }

    /// For every path the witness next to its beginning, as far as halving finds it; `nil` where its end is none.
    ///
    /// - Complexity: a forward pass in double precision per halving.
    func nearest(_ paths: [Path]) -> [[Float]?] {
        let ends = paths.map { $0.point(1) }
        let labels = paths.map(\.label)
        let hits = witnesses(ends, labels)
        var (near, far) = (Array(repeating: 0.0, count: paths.count), Array(repeating: 1.0, count: paths.count))
        var found: [[Float]?] = paths.indices.map { hits[$0] ? ends[$0] : nil }
        let open = paths.indices.filter { hits[$0] }
        guard !open.isEmpty else { return found }
        for _ in 0..<Self.halvings {
            let middles = open.map { near[$0] + (far[$0] - near[$0]) / 2 }
            let points = zip(open, middles).map { paths[$0].point($1) }
            for (place, hit) in witnesses(points, open.map { labels[$0] }).enumerated() {
                if hit {
                    far[open[place]] = middles[place]
                    found[open[place]] = points[place]
                } else {
                    near[open[place]] = middles[place]
                }
            }
        }
        return found
    }

    /// Whether some class ties with the label or beats it; what is no number is no witness.
    private func witnesses(_ points: [[Float]], _ labels: [Int]) -> [Bool] {
        guard !points.isEmpty else { return [] }
        let images = Matrix<Double>(
            rows: points.count, columns: points[0].count, elements: points.flatMap { $0.map(Double.init) })
        let logits = evaluator.logits(images)
        return labels.indices.map { PointMargins.worst(logits.row($0), label: labels[$0]).margin <= 0 }
    }
}
