import LinearAlgebra
import Networks
import Questions

/// The state of a batched gradient attack: one current point per sample that is still being attacked.
struct PGDSearch {
    let queries: [Query]
    let manner: Manner
    private let evaluator: Evaluator<Float>
    let boxes: [(lower: [Float], upper: [Float])]
    /// The sets of queries for p = 1.
    let oneBalls: [OneBallProjection?]
    /// Positions in `queries` of the rows of `points`.
    private var active: [Int]
    var points: Matrix<Float>
    /// The point of smallest margin seen so far, per query.
    private(set) var best: [[Float]]
    private var bestMargin: [Float]

    init(_ queries: [Query], evaluator: Evaluator<Float>, manner: Manner = .pixels) {
        self.manner = manner
        self.queries = queries
        self.evaluator = evaluator
        boxes = queries.map { query in
            let set = query.perturbation
            return set.innerBox(around: query.sample.pixels)
        }
        oneBalls = queries.map { query in
            let set = query.perturbation
            return set.norm == .one ? OneBallProjection(set, around: query.sample.pixels) : nil
        }
        active = Array(queries.indices)
        points = Matrix(rows: 0, columns: evaluator.network.inputShape.count)
        best = queries.map(\.sample.pixels)
        bestMargin = Array(repeating: .infinity, count: queries.count)
    }

    /// Nothing is left to attack.
    var isFinished: Bool { active.isEmpty }

    /// Whether the best point of a query is a witness in single precision.
    func isWitness(_ index: Int) -> Bool { bestMargin[index] <= 0 }

    /// Puts every active sample to its start: the sample itself, or a point drawn uniformly from the box (projected
    /// onto the ball for p = 1, 2). Seeds depend on the sample, not on its batch.
    mutating func start(atSample: Bool, seed: UInt64) {
        active = queries.indices.filter { !isSettled($0) }
        var elements = [Float]()
        elements.reserveCapacity(active.count * points.columns)
        for index in active {
            guard !atSample else {
                elements += queries[index].sample.pixels
                continue
            }
            let own = queries[index].sample.digest.bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
            var generator = SeededGenerator(seed: seed ^ own)
            let start = zip(boxes[index].lower, boxes[index].upper).map { $0 + generator.unitFloat() * ($1 - $0) }
            elements += projected(start, index)
        }
        points = Matrix(rows: active.count, columns: points.columns, elements: elements)
    }

    /// Moves each current point along the gradient of the loss and back into its set; looks at it first if asked to. See
    /// `Evaluator.pullback` for `smoothing`.
    mutating func step(by size: Float, loss: PGDAttack.Loss, smoothing: Float = 0, noting notesPoints: Bool) {
        let trace = evaluator.trace(points)
        if notesPoints { note(trace.logits) }
        let gradient = evaluator.pullback(cotangent(trace.logits, loss), through: trace, smoothing: smoothing)
        for (row, index) in active.enumerated() { move(row, of: index, along: gradient, by: size) }
        dropSettled()
    }

    /// Looks at the current points without moving them.
    mutating func look() {
        note(evaluator.logits(points))
        dropSettled()
    }

    private func isSettled(_ index: Int) -> Bool {
        queries[index].measure == .verdict && bestMargin[index] <= 0
    }

    private mutating func dropSettled() {
        guard active.contains(where: isSettled) else { return }
        let kept = active.indices.filter { !isSettled(active[$0]) }
        points = points.selectingRows(kept)
        active = kept.map { active[$0] }
    }

    private mutating func note(_ logits: Matrix<Float>) {
        for (row, index) in active.enumerated() {
            let margin = PointMargins.worst(logits.row(row), label: queries[index].label).margin
            if margin < bestMargin[index] {
                bestMargin[index] = margin
                best[index] = points.row(row)
            }
        }
    }

    /// Gradient of the loss with respect to the logits, batch × classes.
    private func cotangent(_ logits: Matrix<Float>, _ loss: PGDAttack.Loss) -> Matrix<Float> {
        var result = Matrix<Float>(rows: logits.rows, columns: logits.columns)
        for (row, index) in active.enumerated() {
            let values = logits.row(row)
            let label = queries[index].label
            switch loss {
            case .crossEntropy:
                let largest = values.max() ?? 0
                let exponentials = values.map { Float.exp($0 - largest) }
                let sum = exponentials.reduce(0, +)
                for column in values.indices { result[row, column] = exponentials[column] / sum }
            case .margin:
                result[row, PointMargins.worst(values, label: label).adversarial] = 1
            }
            result[row, label] -= 1
        }
        return result
    }
}
