import Questions

extension LawChecker {
    /// A verdict agrees with the bounds that come with it.
    func verdictLaw() -> LawResult {
        var law = LawResult(statement: "verdicts agree with their bounds")
        for row in model.rows {
            for (method, outcomes) in methods(in: row) {
                for sample in row.samples.indices {
                    // What an external tool calls robust comes without bounds.
                    guard let outcome = outcomes[sample], outcome.verdict.isDecided,
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
            let methods = methods(in: row)
            for sample in row.samples.indices {
                var (robust, falsified) = ([String](), [String]())
                for (method, outcomes) in methods {
                    switch outcomes[sample]?.verdict {
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
        forEachPair { large, small, sampleInLarge, sampleInSmall in
            for method in model.methods where method.isRigorous {
                guard large.outcomes[method.id]?[sampleInLarge]?.verdict == .robust,
                    let outcome = small.outcomes[method.id]?[sampleInSmall], outcome.hasEnded
                else { continue }
                law.comparisons += 1
                guard outcome.verdict != .robust else { continue }
                law.violations.append(
                    violation(
                        small, sampleInSmall,
                        "\(method.title): \(outcome.verdict.rawValue), but robust at \(large.epsilonText)"))
            }
        }
        return law
    }

    /// What anybody proves at an ε, nobody falsifies at a smaller one.
    func radiusLaw() -> LawResult {
        var law = LawResult(statement: "robust at ε ⇒ falsified at no smaller ε (any methods)")
        forEachPair { large, small, sampleInLarge, sampleInSmall in
            let provers = methods(in: large).filter { $0.outcomes[sampleInLarge]?.verdict == .robust }
            guard !provers.isEmpty else { return }
            law.comparisons += 1
            let finders = methods(in: small).filter { $0.outcomes[sampleInSmall]?.verdict == .falsified }
            guard let finder = finders.first, let prover = provers.first else { return }
            law.violations.append(
                violation(
                    small, sampleInSmall,
                    "falsified by \(finder.method.title), but robust at \(large.epsilonText) by \(prover.method.title)")
            )
        }
        return law
    }

    /// Every image under two ε of one network.
    private func forEachPair(_ body: (_ large: ReportRow, _ small: ReportRow, Int, Int) -> Void) {
        for large in model.rows {
            for small in model.rows where small.network == large.network && small.epsilon < large.epsilon {
                let position = Dictionary(uniqueKeysWithValues: small.samples.enumerated().map { ($1, $0) })
                for (index, sample) in large.samples.enumerated() {
                    if let place = position[sample] { body(large, small, index, place) }
                }
            }
        }
    }
}
