/// The choice of the ReLU to split, where domains are bounded by ascent.
extension BranchAndBound {
    /// The halves of every domain along the ReLU that the rule chooses.
    mutating func split(_ domains: [BranchDomain]) -> [BranchDomain] {
        guard settings.rule == .lookAhead else {
            return domains.flatMap {
                [$0.half($0.candidates[0].unit, .active), $0.half($0.candidates[0].unit, .inactive)]
            }
        }
        var children = [BranchDomain]()
        var trials = [(domain: Int, candidate: (unit: Int, score: Float))]()
        for (index, domain) in domains.enumerated() {
            let chosen = shortList(domain)
            if chosen.count == 1 {
                for side in [Split.active, .inactive] {
                    var half = domain.half(chosen[0].unit, side)
                    half.estimated = (chosen[0], domain.bound)
                    children.append(half)
                }
            } else {
                trials += chosen.map { (index, $0) }
            }
        }
        return children + lookAhead(trials, domains)
    }

    /// The candidates worth a trial: those of the best pseudo-costs, and those without. A single one where pseudo-costs have
    /// become reliable.
    private func shortList(_ domain: BranchDomain) -> [(unit: Int, score: Float)] {
        guard settings.reliability > 0 else { return Array(domain.candidates.prefix(settings.candidates)) }
        let ranked = domain.candidates.map { (candidate: $0, estimate: pseudoCosts.estimate($0) ?? .infinity) }
            .enumerated().sorted { ($0.element.estimate, $1.offset) > ($1.element.estimate, $0.offset) }
            .prefix(settings.candidates).map(\.element.candidate)
        let areReliable = ranked.allSatisfy { pseudoCosts.count($0.unit) >= settings.reliability }
        return areReliable ? Array(ranked.prefix(1)) : ranked
    }

    /// Of all trials of a domain, the halves of the one that improves its bound most after a few steps.
    private mutating func lookAhead(
        _ trials: [(domain: Int, candidate: (unit: Int, score: Float))], _ domains: [BranchDomain]
    ) -> [BranchDomain] {
        let ascent = settings.ascent(steps: settings.lookAheadSteps)
        var chosen = [Int: (score: Float, halves: [BranchDomain])]()
        let pairs = batch.capacity / 2
        for start in stride(from: 0, to: trials.count, by: pairs) {
            let chunk = trials[start..<min(start + pairs, trials.count)]
            let halves = chunk.flatMap { trial in
                [Split.active, .inactive].map {
                    DomainHalf(domain: trial.domain, unit: trial.candidate.unit, split: $0)
                }
            }
            batch.load(halves[...], of: domains)
            _ = ascent.run(batch, objective)
            for (position, trial) in chunk.enumerated() {
                let domain = domains[trial.domain]
                let bounds = (0..<2).map { batch.bestBounds[2 * position + $0] }
                let gains = bounds.map { gain($0, over: domain.bound) }
                pseudoCosts.note(trial.candidate, active: gains[0], inactive: gains[1])
                let score = zip(gains, bounds).reduce(Float(1)) { $0 * $1.0 * ($1.1 > Float(threshold) ? 2 : 1) }
                // The first trial stands whatever its score, so that no domain is lost.
                if let present = chosen[trial.domain], !(score > present.score) { continue }
                let children = (0..<2).map { side in
                    var child = domain.half(trial.candidate.unit, side == 0 ? .active : .inactive)
                    child.multipliers = batch.bestMultipliers(2 * position + side)
                    child.bound = max(domain.bound, bounds[side])
                    return child
                }
                chosen[trial.domain] = (score, children)
            }
        }
        return chosen.sorted { $0.key < $1.key }.flatMap(\.value.halves)
    }

    /// Tells the pseudo-costs what the splits made on them have gained, now that the halves, next to each other in `domains`,
    /// have been bounded; `left` are the columns that did not close.
    mutating func updatePseudoCosts(from domains: ArraySlice<BranchDomain>, left: [Int]) {
        var bounds = [Float](repeating: .infinity, count: domains.count)
        for column in left { bounds[batch.origins[column]] = batch.bestBounds[column] }
        for position in stride(from: 0, to: domains.count - 1, by: 2) {
            guard let split = domains[domains.startIndex + position].estimated else { continue }
            pseudoCosts.note(
                split.candidate, active: gain(bounds[position], over: split.parentBound),
                inactive: gain(bounds[position + 1], over: split.parentBound))
        }
    }

    /// By how much a bound is better than its parent's, as far as that matters.
    private func gain(_ bound: Float, over parent: Float) -> Float {
        let threshold = Float(threshold)
        return max(min(bound, threshold) - min(parent, threshold), 1e-6)
    }
}

extension SearchSettings {
    /// Candidates kept per domain.
    var poolSize: Int { rule == .lookAhead ? max(pool, candidates) : 1 }

    /// An ascent of so many steps.
    func ascent(steps: Int) -> DualAscent {
        DualAscent(steps: steps, alphaStep: alphaStep, betaStep: betaStep, decay: decay)
    }
}
