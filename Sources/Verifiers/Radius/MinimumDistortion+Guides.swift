import Networks
import Questions

extension MinimumDistortion {
    /// What cheaper methods know, as far as it holds for this one.
    func guide(
        _ result: inout Result, _ query: Query, on network: Network, until deadline: Deadline
    ) {
        for (guide, descriptor) in guides.methods {
            // A bound as finely as if it were asked alone: no costlier one certifies less.
            let cheap = MinimumDistortion(
                guide, descriptor, tolerance: descriptor.claim == .attack ? guides.tolerance : tolerance, judge: judge)
            // Sizes that are certified need no attack.
            let known = RadiusBracket(lower: result.bracket.lower)
            let found = cheap.search(
                query, on: network, from: known, until: deadline.part(1 / guides.parts))
            result.measurements.add(found.measurements)
            result.bracket.lower = max(result.bracket.lower, found.bracket.lower)
            guard let upper = found.bracket.upper, descriptor.claim == .attack else { continue }
            if self.descriptor.claim == .exact {
                (result.bracket.upper, result.bracket.witness) = (upper, found.bracket.witness)
            } else {
                // What holds a witness, no bound certifies.
                result.bracket.uncertified = upper
            }
        }
    }

    /// Where the method takes the size as its objective, as far as half of the time goes.
    func minimiseSize(
        _ result: inout Result, _ query: Query, on network: Network, until deadline: Deadline
    ) {
        guard let minimiser = verifier as? any SizeMinimiser, minimiser.minimisesSize else { return }
        let largest = min(query.perturbation.epsilon, result.bracket.upper ?? .infinity)
        guard largest > 0, result.bracket.lower < largest * (1 - tolerance) else { return }
        result.questions += 1
        let answer = minimiser.minimiseSize(
            query.ofSize(largest), on: network, judge: judge, until: deadline.part(1 / 2))
        result.measurements.add(answer.measurements)
        if let nearest = answer.nearest, nearest.distance < result.bracket.upper ?? .infinity {
            (result.bracket.upper, result.bracket.witness) = (nearest.distance, nearest.witness)
        }
        // As near to the claim, or to the witness, as sizes are told apart.
        let part = query.ofSize(min(answer.claimed, result.bracket.upper ?? .infinity) * (1 - tolerance / 4))
        guard part.perturbation.epsilon > result.bracket.lower else { return }
        guard let confirmer = minimiser.claimConfirmer else {
            result.bracket.lower = part.perturbation.epsilon
            return
        }
        let share = deadline.part(1 / 2)
        guard let confirmed = confirmer.verify([part], on: network, until: share).first else { return }
        result.measurements.add(confirmed.measurements)
        if judge.settle(confirmed, part).verdict == .robust { result.bracket.lower = part.perturbation.epsilon }
    }

    /// Where the answer probably lies.
    func guess(
        _ query: Query, on network: Network, until deadline: Deadline, _ result: inout Result
    ) -> RadiusSearch.Guess? {
        var guess = RadiusSearch.Guess.near(result.bracket.lower)
        for precursor in guides.precursors where precursor.fits(network, query.perturbation.norm) {
            let found = MinimumDistortion(precursor.verifier, precursor.descriptor, tolerance: tolerance, judge: judge)
                .search(
                    query, on: network, from: result.bracket, guess: guess,
                    until: deadline.part(1 / guides.precursorParts))
            result.measurements.add(found.measurements)
            result.bracket.lower = max(result.bracket.lower, found.bracket.lower)
            guess = .beyond(result.bracket.lower, tolerance: tolerance)
        }
        // Exact methods are asked next to witnesses.
        if !guides.precursors.isEmpty { return descriptor.claim == .lowerBound ? guess : nil }
        guard let (verifier, descriptor) = guides.guess else { return nil }
        let found = MinimumDistortion(verifier, descriptor, tolerance: guides.tolerance, judge: judge)
            .search(query, on: network, until: deadline.part(1 / guides.parts))
        result.measurements.add(found.measurements)
        return .near(found.bracket.lower)
    }
}
