import ExactArithmetic
import LinearAlgebra
import Networks
import Questions

/// The worst margin at a point.
struct PointMargin: Sendable {
    /// f_y − f_k, ≤ 0 exactly if the point is a witness, as far as that can be told.
    var margin: Double
    /// The class k that has it.
    var adversarial: Int
    /// Whether the sign is told by more than double precision wherever that may be wrong.
    var isSure = true

    /// The margin where it is a number, for outcomes.
    var finite: Double? { margin.isFinite ? margin : nil }
    /// Why a point that is no witness leaves the query unknown.
    var reason: UnknownReason { margin.isFinite ? .noWitnessFound : .outsideRange }
}

/// Worst margins at given points: in double precision, and where that may not tell their sign, or the network is not of ordinary
/// scales, upper bounds by intervals and exact numbers.
struct PointMargins: Sendable {
    private let evaluator: Evaluator<Double>
    private let lowered: LoweredNetwork

    /// Margins above this share of the largest logit are positive as far as an attack needs to know.
    private static let clearance = 1e-6

    init(_ network: Network) {
        evaluator = Evaluator<Double>(network)
        lowered = network.lowered
    }

    /// The smallest margin f_y − f_k at every point and the class k that has it.
    func worst(_ points: [(pixels: [Float], label: Int)]) -> [PointMargin] {
        let images = Matrix<Double>(
            rows: points.count, columns: evaluator.network.inputShape.count,
            elements: points.flatMap { $0.pixels.map(Double.init) })
        let logits = evaluator.logits(images)
        return points.indices.map { index in
            let values = logits.row(index)
            let (margin, adversarial) = PointMargins.worst(values, label: points[index].label)
            let scale = values.reduce(0) { max($0, abs($1)) }
            let found = PointMargin(margin: margin, adversarial: adversarial)
            guard !(margin > Self.clearance * scale) || !lowered.hasOrdinaryScales else { return found }
            return settled(points[index].pixels, label: points[index].label)
                ?? PointMargin(margin: margin, adversarial: adversarial, isSure: false)
        }
    }

    /// The smallest margin among `logits`; NaN counts as smallest.
    static func worst<Scalar: BLASScalar>(
        _ logits: [Scalar], label: Int
    ) -> (margin: Scalar, adversarial: Int) {
        var worst = (margin: Scalar.infinity, adversarial: label)
        for (index, logit) in logits.enumerated() where index != label {
            let margin = logits[label] - logit
            if !(margin >= worst.margin) { worst = (margin, index) }
        }
        return worst
    }

    /// The margin with its sign made sure; `nil` where the network is too large for exact numbers and intervals do not
    /// tell.
    private func settled(_ pixels: [Float], label: Int) -> PointMargin? {
        if let enclosed = enclosed(pixels, label: label) { return enclosed }
        guard let logits = ExactPoint.logits(of: lowered, at: pixels) else { return nil }
        let margins = MarginObjectives.classes(lowered, label: label).map { (logits[label] - logits[$0], $0) }
        guard let (margin, adversarial) = margins.min(by: { $0.0 < $1.0 }) else { return nil }
        // Rounding must take neither the sign nor the number away.
        let (least, largest) = (Double.leastNonzeroMagnitude, Double.greatestFiniteMagnitude)
        let rounded = min(max(margin.rounded, -largest), largest)
        return PointMargin(
            margin: margin.sign > 0 ? max(rounded, least) : margin.sign < 0 ? min(rounded, -least) : 0,
            adversarial: adversarial)
    }

    /// The same where interval arithmetic tells the sign.
    private func enclosed(_ pixels: [Float], label: Int) -> PointMargin? {
        let point = pixels.map(Double.init)
        var layers = LayerwiseBounds(lowered, InputRegion(Box(lower: point, upper: point)))
        layers.propagateAll()
        guard layers.isInRange else { return nil }
        let classes = MarginObjectives.classes(lowered, label: label)
        let margins = IntervalArithmetic.bounds(
            of: MarginObjectives.matrix(lowered, label: label, classes: classes),
            at: lowered.stages[lowered.outputStage], from: layers.values)
        guard let place = margins.upper.indices.min(by: { margins.upper[$0] < margins.upper[$1] }) else { return nil }
        if margins.upper[place] <= 0 { return PointMargin(margin: margins.upper[place], adversarial: classes[place]) }
        guard margins.lower.allSatisfy({ $0 > 0 }) else { return nil }
        return PointMargin(margin: margins.upper[place], adversarial: classes[place])
    }
}
