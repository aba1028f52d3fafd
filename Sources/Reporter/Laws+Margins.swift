import Questions

extension LawChecker {
    /// For every pair of which the catalogue says that one is never looser: its lower bound is at least the other's.
    ///
    /// Complete verifiers, and every method that was asked for a verdict only, stop once a query is decided. Of them
    /// it is only asked that they prove what the looser method proves, and only where they came to an end.
    func boundLaws() -> [LawResult] {
        var laws = [LawResult]()
        for stronger in model.methods {
            let below = catalog.dominated(by: stronger.descriptor.name, on: model.suite.norm)
            for weaker in model.methods where below.contains(weaker.descriptor.name) {
                // Less what single precision can lose, which depends on the bounds of every neuron, none dominates another.
                guard !stronger.descriptor.coversSinglePrecision else { continue }
                let bySign = stronger.claim == .exact || model.rows.contains { $0.measures[stronger.id] == .verdict }
                let statement =
                    bySign
                    ? "what \(weaker.title) proves, \(stronger.title) proves"
                    : "bounds: \(weaker.title) ≤ \(stronger.title)"
                var law = LawResult(statement: statement)
                for row in model.rows {
                    guard let low = row.outcomes[weaker.id], let high = row.outcomes[stronger.id] else { continue }
                    for sample in row.samples.indices {
                        guard let low = low[sample], let high = high[sample], low.impliedBy == nil,
                            high.impliedBy == nil, high.hasEnded
                        else { continue }
                        compare(low, high, bySign, row, sample, &law)
                    }
                }
                laws.append(law)
            }
        }
        return laws
    }

    private func compare(
        _ low: Outcome, _ high: Outcome, _ bySign: Bool, _ row: ReportRow, _ sample: Int, _ law: inout LawResult
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
                let own = methods.compactMap { method, outcomes in
                    outcomes[sample].flatMap { $0.impliedBy == nil ? (method, $0) : nil }
                }
                for (finder, found) in own {
                    let checked = found.witness?.marginDouble
                    guard let upper = checked ?? found.marginUpper else { continue }
                    let tolerance = (checked == nil ? Self.singleTolerance : Self.tolerance) * (1 + abs(upper))
                    for (prover, proved) in own where prover.isRigorous {
                        guard let lower = proved.marginLower else { continue }
                        law.comparisons += 1
                        if !(lower <= upper + tolerance) {
                            law.violations.append(
                                violation(
                                    row, sample,
                                    "\(prover.title) proves \(lower), \(finder.title) found a point with \(upper)"))
                        }
                    }
                }
            }
        }
        return law
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
