import Networks
import Questions

/// The best point seen while a query is searched, whatever its class.
final class Incumbent: SearchObserver {
    let inputCount: Int
    private let candidates: WitnessCandidates
    private let stopsAtWitness: Bool
    private(set) var best: (margin: Double, witness: Witness)?

    /// - Parameter stopsAtWitness: whether any witness is enough, or the smallest margin is wanted.
    init(_ query: Query, _ network: Network, stopsAtWitness: Bool) {
        inputCount = network.lowered.inputCount
        candidates = WitnessCandidates(query, network)
        self.stopsAtWitness = stopsAtWitness
    }

    /// The margin of the best point, +∞ without one.
    var margin: Double { best?.margin ?? .infinity }

    /// Nothing is left to be searched.
    var isDecisive: Bool { stopsAtWitness && margin <= 0 }

    /// Takes the point nearest to `input` inside the set, if it is better.
    func consider(_ input: [Double]) {
        let found = candidates.evaluate(input)
        if found.margin < margin { best = found }
    }

    /// Takes the best point of a gradient attack: 3 runs of 40 steps of ε/8 on the margin, all but the first from random
    /// points.
    func attack(_ query: Query, on network: Network, until deadline: Deadline) {
        var query = query
        query.measure = stopsAtWitness ? .verdict : .margin
        var search = PGDSearch([query], evaluator: network.evaluator)
        for run in 0..<3 as Range<UInt64> where !search.isFinished && !deadline.hasPassed {
            search.start(atSample: run == 0, seed: run)
            for _ in 0..<40 where !search.isFinished {
                search.step(by: Float(query.perturbation.epsilon / 8), loss: .margin, noting: true)
            }
            if !search.isFinished { search.look() }
        }
        consider(search.best[0].map(Double.init))
    }
}
