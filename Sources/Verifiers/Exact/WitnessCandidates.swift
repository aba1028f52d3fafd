import Networks
import Questions

/// Turns solver points into witness candidates: brought to floats inside the set, then evaluated.
struct WitnessCandidates: Sendable {
    private let query: Query
    private let margins: PointMargins
    private let lower: [Float]
    private let upper: [Float]
    /// The set for p = 1.
    private let oneBall: OneBallProjection?
    /// The set for p = 2.
    private let twoBall: TwoBallPull?

    init(_ query: Query, _ network: Network) {
        self.query = query
        margins = PointMargins(network)
        let (set, pixels) = (query.perturbation, query.sample.pixels)
        (lower, upper) = set.innerBox(around: pixels)
        oneBall = set.norm == .one ? OneBallProjection(set, around: pixels) : nil
        twoBall = TwoBallPull(set, around: pixels)
    }

    /// The point nearest to `input` that a witness may be, up to rounding, and its smallest margin.
    func evaluate(_ input: [Double]) -> (margin: Double, witness: Witness) {
        var pixels = input.indices.map { min(max(Float(input[$0]), lower[$0]), upper[$0]) }
        if let oneBall { pixels = oneBall.project(pixels) }
        if let twoBall { pixels = twoBall.nearest(input) }
        let worst = margins.worst([(pixels, query.label)])[0]
        return (worst.margin, Witness(pixels: pixels, adversarialClass: worst.adversarial))
    }
}
