import Questions

/// Laws of brackets of minimum distortions.
struct DistanceLaws {
    let distances: DistanceModel
    let catalog: MethodCatalog

    private static let slack = 1 + 1e-9

    func check() -> [LawResult] { [bracketLaw()] + orderLaws() }

    /// No size is certified that reaches a witness, whoever found it.
    private func bracketLaw() -> LawResult {
        var law = LawResult(statement: "certified size < distance of every witness")
        for row in distances.model.rows {
            let columns = distances.columns(in: row)
            for certifying in columns where certifying.certifies {
                for attacking in columns {
                    for sample in row.samples.indices {
                        guard let lower = certifying.brackets[sample]?.lower, lower > 0,
                            let upper = attacking.brackets[sample]?.upper
                        else { continue }
                        law.comparisons += 1
                        // Distances of witnesses are rounded up, so a size that reaches one is surely too large.
                        if lower >= upper {
                            law.violations.append(
                                violation(
                                    row, sample,
                                    "\(certifying.method.title) certifies \(lower), \(attacking.method.title) reaches "
                                        + "\(upper)"))
                        }
                    }
                }
            }
        }
        return law
    }

    /// What a looser method certifies, a tighter one does not fail to.
    private func orderLaws() -> [LawResult] {
        let methods = distances.model.methods
        // A method that also answers for single precision certifies less than one that does not.
        return methods.filter { !$0.descriptor.coversSinglePrecision }.flatMap { tight in
            methods.compactMap { loose -> LawResult? in
                let below = catalog.dominated(by: tight.descriptor.name, on: distances.model.suite.norm)
                guard below.contains(loose.descriptor.name) else { return nil }
                var law = LawResult(statement: "size certified by \(loose.title) ≤ by \(tight.title), to the tolerance")
                for row in distances.model.rows {
                    guard let above = distances.column(tight, in: row), let below = distances.column(loose, in: row)
                    else { continue }
                    for sample in row.samples.indices {
                        guard let high = above.brackets[sample], let low = below.brackets[sample],
                            above.endings[sample] == .finished
                        else { continue }
                        law.comparisons += 1
                        guard let failing = high.uncertified, failing * Self.slack < low.lower else { continue }
                        law.violations.append(
                            violation(
                                row, sample,
                                "\(loose.title) certifies \(low.lower), \(tight.title) fails at \(failing)"))
                    }
                }
                return law
            }
        }
    }

    private func violation(_ row: ReportRow, _ sample: Int, _ detail: String) -> LawResult.Violation {
        .init(network: row.network, epsilon: 0, epsilonText: "-", sample: row.samples[sample], detail: detail)
    }
}
