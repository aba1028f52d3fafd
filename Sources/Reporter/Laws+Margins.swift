import Questions

extension LawChecker {
    /// For every pair of which the catalogue says that one is never looser: its lower bound is at least the other's.
    ///
    /// Complete verifiers, and every method that was asked for a verdict only, stop once a query is decided. Of them
    /// it is only asked that they prove what the looser method proves, and only where they came to an end.
    func boundLaws() -> [LawResult] {
        var pairs = [(weaker: MethodColumn, stronger: MethodColumn, bySign: Bool)]()
        for stronger in model.methods {
            let below = catalog.dominated(by: stronger.descriptor.name, on: model.suite.norm)
            for weaker in model.methods where below.contains(weaker.descriptor.name) {
                // Less what single precision can lose, which depends on the bounds of every neuron, none dominates another.
                guard !stronger.descriptor.coversSinglePrecision else { continue }
                let bySign = stronger.claim == .exact || model.rows.contains { $0.measures[stronger.id] == .verdict }
                pairs.append((weaker, stronger, bySign))
            }
        }
        var laws = pairs.map { weaker, stronger, bySign in
            LawResult(
                statement: bySign
                    ? "what \(weaker.title) proves, \(stronger.title) proves"
                    : "bounds: \(weaker.title) ≤ \(stronger.title)")
        }
        for row in model.rows {
            // Every method's part in all of the laws, unpacked once.
            let claims = row.outcomes.mapValues { outcomes in outcomes.indices.map { BoundClaim(outcomes, $0) } }
            for (number, pair) in pairs.enumerated() {
                guard let low = claims[pair.weaker.id], let high = claims[pair.stronger.id] else { continue }
                for sample in row.samples.indices {
                    guard let low = low[sample], let high = high[sample], high.hasEnded else { continue }
                    compare(low, high, pair.bySign, row, sample, &laws[number])
                }
            }
        }
        return laws
    }

    private func compare(
        _ low: BoundClaim, _ high: BoundClaim, _ bySign: Bool, _ row: ReportRow, _ sample: Int, _ law: inout LawResult
    ) {
        if bySign {
            guard low.verdict == .robust else { return }
            law.comparisons += 1
            if high.verdict != .robust {
                law.violations.append(violation(row, sample, "robust, but \(high.verdict.rawValue)"))
            }
            return
        }
        guard let below = low.marginLower, let above = high.marginLower else { return }
        law.comparisons += 1
        // Negated, so that a NaN breaks the law.
        if !(below <= above + Self.tolerance * (1 + abs(below))) {
            law.violations.append(violation(row, sample, "\(below) > \(above)"))
        }
    }

    /// No lower bound in rigorous arithmetic exceeds the margin of a point that was found.
    func attackLaw() -> LawResult {
        var law = LawResult(statement: "lower bounds ≤ margins of points found")
        for row in model.rows {
            let methods = methods(in: row)
            for sample in row.samples.indices {
                let own = methods.indices.compactMap { number in
                    methods[number].outcomes.isOwn(sample) == true
                        ? methods[number].outcomes.claim(sample).map { (number: number, claim: $0) } : nil
                }
                for (finder, found) in own {
                    let checked = found.witness?.marginDouble
                    guard let upper = checked ?? found.marginUpper else { continue }
                    let tolerance = (checked == nil ? Self.singleTolerance : Self.tolerance) * (1 + abs(upper))
                    for (prover, proved) in own where methods[prover].method.isRigorous {
                        guard let lower = proved.marginLower else { continue }
                        law.comparisons += 1
                        if !(lower <= upper + tolerance) {
                            law.violations.append(
                                violation(
                                    row, sample,
                                    "\(methods[prover].method.title) proves \(lower), \(methods[finder].method.title) found a "
                                        + "point with \(upper)"))
                        }
                    }
                }
            }
        }
        return law
    }
}

/// What a method itself says of a query, as far as bounds are compared.
private struct BoundClaim {
    var verdict: Verdict
    var hasEnded: Bool
    var marginLower: Double?

    /// `nil` where it has not answered, or another method's answer implies its own.
    init?(_ outcomes: RowOutcomes, _ place: Int) {
        guard outcomes.isOwn(place) == true, let claim = outcomes.claim(place) else { return nil }
        (verdict, hasEnded, marginLower) = (claim.verdict, claim.hasEnded, claim.marginLower)
    }
}

extension Outcome {
    /// Whether the method came to its own end, so that its silence means something.
    var hasEnded: Bool {
        switch verdict {
        case .robust, .falsified: true
        case .unknown: reason == .boundTooLoose
        case .timeout, .outOfMemory, .crashed, .unsupported, .witnessRejected: false
        }
    }
}
