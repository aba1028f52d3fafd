import Questions

extension LawChecker {
    /// A verdict agrees with the bounds that come with it.
    func verdictLaw() -> LawResult {
        var law = LawResult(statement: "verdicts agree with their bounds")
        for row in model.rows {
            for (method, outcomes) in methods(in: row) {
                for (sample, verdict) in (row.verdicts[method.id] ?? []).enumerated() where verdict?.isDecided ?? false
                {
                    // What an external tool calls robust comes without bounds.
                    guard let outcome = outcomes.claim(sample),
                        !method.isExternal || outcome.verdict == .falsified,
                        outcome.impliedBy == nil || outcome.impliedBy == method.id
                    else {
                        continue
                    }
                    law.comparisons += 1
                    if let detail = disagreement(in: outcome, at: row.epsilon) {
                        law.violations.append(violation(row, sample, "\(method.title): \(detail)"))
                    }
                }
            }
        }
        return law
    }

    private func disagreement(in outcome: Outcome, at epsilon: Double) -> String? {
        if outcome.verdict == .robust {
            if let distance = outcome.distanceLower {
                return distance > epsilon ? nil : "robust at distance \(distance)"
            }
            if let margin = outcome.marginLower { return margin > 0 ? nil : "robust with margin bound \(margin)" }
            // A sample of a target class: the property asks for nothing.
            return model.suite.form.property == .allClasses ? "robust without a bound" : nil
        }
        guard let margin = outcome.witness?.marginDouble ?? outcome.marginUpper else {
            return "falsified without a margin"
        }
        return margin <= 0 ? nil : "falsified with margin \(margin)"
    }

    /// No query is both robust and falsified.
    func contradictionLaw() -> LawResult {
        var law = LawResult(statement: "no query is both robust and falsified")
        for row in model.rows {
            let methods = verdicts(in: row)
            for sample in row.samples.indices {
                var (robust, falsified) = ([String](), [String]())
                for (method, verdicts) in methods {
                    switch verdicts[sample] {
                    case .robust: robust.append(method.title)
                    case .falsified: falsified.append(method.title)
                    default: break
                    }
                }
                if row.isWrong(sample) { falsified.append("classification") }
                guard robust.count + falsified.count > 1 else { continue }
                law.comparisons += 1
                guard !robust.isEmpty, !falsified.isEmpty else { continue }
                law.violations.append(
                    violation(
                        row, sample,
                        "robust by \(robust.joined(separator: ", ")), falsified by \(falsified.joined(separator: ", "))"
                    ))
            }
        }
        return law
    }

    /// What a rigorous method proves at an ε, it proves at every smaller ε.
    func monotonicityLaw() -> LawResult {
        var law = LawResult(statement: "robust at ε ⇒ robust at every smaller ε (same method)")
        forEachPair { large, small, places in
            for method in model.methods where method.isRigorous {
                guard let proved = large.verdicts[method.id], let verdicts = small.verdicts[method.id],
                    let outcomes = small.outcomes[method.id]
                else { continue }
                for (inLarge, inSmall) in places where proved[inLarge] == .robust {
                    if verdicts[inSmall] == .robust {
                        law.comparisons += 1
                        continue
                    }
                    guard let outcome = outcomes.claim(inSmall), outcome.hasEnded else { continue }
                    law.comparisons += 1
                    law.violations.append(
                        violation(
                            small, inSmall,
                            "\(method.title): \(outcome.verdict.rawValue), but robust at \(large.epsilonText)"))
                }
            }
        }
        return law
    }

    /// What anybody proves at an ε, nobody falsifies at a smaller one.
    func radiusLaw() -> LawResult {
        var law = LawResult(statement: "robust at ε ⇒ falsified at no smaller ε (any methods)")
        forEachPair { large, small, places in
            let (provers, finders) = (verdicts(in: large), verdicts(in: small))
            for (inLarge, inSmall) in places {
                guard let prover = provers.first(where: { $0.verdicts[inLarge] == .robust }) else { continue }
                law.comparisons += 1
                guard let finder = finders.first(where: { $0.verdicts[inSmall] == .falsified }) else { continue }
                law.violations.append(
                    violation(
                        small, inSmall,
                        "falsified by \(finder.method.title), but robust at \(large.epsilonText) by "
                            + prover.method.title))
            }
        }
        return law
    }

    private func verdicts(in row: ReportRow) -> [(method: MethodColumn, verdicts: [Verdict?])] {
        model.methods.compactMap { method in row.verdicts[method.id].map { (method, $0) } }
    }

    /// Two ε of one network, with the places of every image that both rows have.
    private func forEachPair(
        _ body: (_ large: ReportRow, _ small: ReportRow, _ places: [(inLarge: Int, inSmall: Int)]) -> Void
    ) {
        for large in model.rows {
            for small in model.rows where small.network == large.network && small.epsilon < large.epsilon {
                if small.samples == large.samples {
                    body(large, small, small.samples.indices.map { ($0, $0) })
                    continue
                }
                let position = Dictionary(uniqueKeysWithValues: small.samples.enumerated().map { ($1, $0) })
                body(
                    large, small,
                    large.samples.enumerated().compactMap { index, sample in position[sample].map { (index, $0) } })
            }
        }
    }
}
