import LinearAlgebra
import Networks
import Questions

/// Tries inputs of relaxations as witnesses, and descends from the best of them.
struct WitnessSearch: Sendable {
    /// A point with its smallest margin.
    typealias Found = (margin: Double, witness: Witness)

    private let query: Query
    private let evaluator: Evaluator<Float>
    private let candidates: WitnessCandidates
    private let lower: [Float]
    private let upper: [Float]
    /// Of the set, per input.
    private let extents: [Float]
    /// The set for p = 2.
    private let ball: TwoBallPull?

    /// Points of a batch from which the attack starts.
    private static let starts = 8
    private static let steps = 12
    /// How far the gradient is smoothed at first, so that it sees past dead ReLUs.
    private static let smoothing: Float = 0.2

    init(_ query: Query, _ network: Network) {
        self.query = query
        evaluator = network.evaluator
        candidates = WitnessCandidates(query, network)
        (lower, upper) = query.perturbation.innerBox(around: query.sample.pixels)
        extents = zip(lower, upper).map { $1 - $0 }
        ball = TwoBallPull(query.perturbation, around: query.sample.pixels)
    }

    /// One point, evaluated in double precision.
    func evaluate(_ point: [Double]) -> (margin: Double, witness: Witness) { candidates.evaluate(point) }

    /// The minimising inputs of the given columns, those of the smallest margins, and what gradient steps make of them.
    func look(
        at batch: DualBatch, _ objective: DualObjective, columns: [Int]
    ) -> (margin: Double, witness: Witness)? {
        let margins = batch.exactMargins(objective)
        let chosen = columns.sorted { (margins[$0], $0) < (margins[$1], $1) }.prefix(Self.starts)
        var images = Matrix<Float>(rows: chosen.count, columns: lower.count)
        for (row, column) in chosen.enumerated() {
            for input in lower.indices {
                images[row, input] = min(
                    max(batch.inputs[input * batch.width + column], lower[input]), upper[input])
            }
        }
        return descend(from: images)
    }

    /// Projected gradient descent on the smallest margin, each step a smaller share of the set; the best point on the way.
    private func descend(from images: Matrix<Float>) -> (margin: Double, witness: Witness)? {
        var images = images
        var least: (margin: Float, point: [Float])?
        for step in 0...Self.steps {
            let trace = evaluator.trace(images)
            var cotangent = Matrix<Float>(rows: images.rows, columns: trace.logits.columns)
            for row in 0..<images.rows {
                let worst = PointMargins.worst(trace.logits.row(row), label: query.label)
                if worst.margin < least?.margin ?? .infinity { least = (worst.margin, images.row(row)) }
                cotangent[row, query.label] = 1
                cotangent[row, worst.adversarial] = -1
            }
            guard step < Self.steps, least?.margin ?? 1 > 0 else { break }
            let left = Float(Self.steps - step) / Float(Self.steps)
            let gradient = evaluator.pullback(cotangent, through: trace, smoothing: Self.smoothing * left)
            for row in 0..<images.rows { move(&images, row, along: gradient, by: 0.4 * left) }
        }
        return least.map { candidates.evaluate($0.point.map(Double.init)) }
    }

    /// One image against its gradient, by a share of the set's radius, and back into the set.
    private func move(_ images: inout Matrix<Float>, _ row: Int, along gradient: Matrix<Float>, by share: Float) {
        let range = row * lower.count..<(row + 1) * lower.count
        guard let ball else {
            BoxStep.move(
                &images.elements, in: range, along: gradient.elements, by: -(share * 0.5), times: extents, lower: lower,
                upper: upper)
            return
        }
        let slopes = gradient.row(row).map(Double.init)
        let length = slopes.reduce(0) { $0 + $1 * $1 }.squareRoot()
        guard length > 0, length.isFinite else { return }
        let step = Double(share) * query.perturbation.epsilon / length
        images.elements.replaceSubrange(
            range, with: ball.nearest(zip(images.row(row), slopes).map { Double($0) - step * $1 }))
    }
}
