import Networks
import Questions

/// Turns solver points into witness candidates: clipped to the floats inside the set, then evaluated.
struct WitnessCandidates: Sendable {
    private let query: Query
    private let margins: PointMargins
    private let lower: [Float]
    private let upper: [Float]

    init(_ query: Query, _ network: Network) {
        self.query = query
        margins = PointMargins(network)
        let box = query.perturbation.innerBox(around: query.sample.pixels)
        lower = box.lower
        upper = box.upper
    }

    /// The point nearest to `input` that an l∞ witness may be, and its smallest margin.
    func evaluate(_ input: [Double]) -> (margin: Double, witness: Witness) {
        let pixels = input.indices.map { min(max(Float(input[$0]), lower[$0]), upper[$0]) }
        let worst = margins.worst([(pixels, query.label)])[0]
        return (worst.margin, Witness(pixels: pixels, adversarialClass: worst.adversarial))
    }
}
