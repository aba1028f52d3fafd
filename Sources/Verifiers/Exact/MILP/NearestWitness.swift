import Networks
import Questions

/// The nearest witness seen while a size is minimised.
///
/// Programs ask for points that are witnesses up to a tolerance, so the point they end at is often none yet: it is moved
/// outwards from the sample, by less than sizes are told apart.
final class NearestWitness: SearchObserver {
    let inputCount: Int
    let isDecisive = false
    private let query: Query
    private let candidates: WitnessCandidates
    private let judge: WitnessJudge
    private(set) var found: (distance: Double, witness: Witness)?

    /// How far points are moved outwards, as shares of their distance.
    private static let stretches = [0, 1e-5, 1e-4, 4e-4]

    init(_ query: Query, _ network: Network, judge: WitnessJudge) {
        inputCount = network.lowered.inputCount
        self.query = query
        self.judge = judge
        candidates = WitnessCandidates(query, network)
    }

    /// +∞ without one.
    var distance: Double { found?.distance ?? .infinity }

    func consider(_ input: [Double]) {
        guard !input.isEmpty else { return }
        let centre = query.sample.pixels
        for stretch in Self.stretches {
            let point = input.indices.map { Double(centre[$0]) + (input[$0] - Double(centre[$0])) * (1 + stretch) }
            let candidate = candidates.evaluate(point)
            guard candidate.margin <= 0 else { continue }
            let outcome = judge.settle(Outcome(verdict: .falsified, witness: candidate.witness), query)
            guard outcome.verdict == .falsified, let witness = outcome.witness else { continue }
            let distance = judge.distance(witness, query)
            if distance < self.distance { found = (distance, witness) }
            return
        }
    }
}
