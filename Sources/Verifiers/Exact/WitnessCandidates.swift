import LinearAlgebra
import Networks
import Robustness

/// Turns solver points into witness candidates: clipped to the floats inside the set, then evaluated.
struct WitnessCandidates: Sendable {
    private let query: Query
    private let evaluator: Evaluator<Double>
    private let lower: [Float]
    private let upper: [Float]

    init(_ query: Query, _ network: Network) {
        self.query = query
        evaluator = Evaluator<Double>(network)
        let box = query.perturbation.innerBox(around: query.sample.pixels)
        lower = box.lower
        upper = box.upper
    }

    /// The point nearest to `input` that an l∞ witness may be, and its smallest margin.
    func evaluate(_ input: [Double]) -> (margin: Double, witness: Witness) {
        let pixels = input.indices.map { min(max(Float(input[$0]), lower[$0]), upper[$0]) }
        let logits = evaluator.logits(
            Matrix(rows: 1, columns: pixels.count, elements: pixels.map(Double.init)))
        let worst = PointMargins.worst(logits.row(0), label: query.label)
        return (worst.margin, Witness(pixels: pixels, adversarialClass: worst.adversarial))
    }
}
