import Questions

/// What single precision says where verdicts speak of real numbers.
extension ReportModel {
    /// Witnesses of the run, misclassified images included, that were evaluated in single precision, and those among them whose margin is
    /// > 0 there: a network that runs in single precision classifies them rightly, in this order of summation.
    var singlePrecision: (witnesses: Int, disagreements: Int) {
        rows.reduce((0, 0)) { counts, row in
            var counts = counts
            for (method, outcomes) in row.outcomes {
                for (place, verdict) in (row.verdicts[method] ?? []).enumerated() where verdict == .falsified {
                    guard let outcome = outcomes.claim(place), outcome.impliedBy == nil,
                        let margin = outcome.witness?.marginFloat
                    else { continue }
                    counts = (counts.0 + 1, counts.1 + (margin > 0 ? 1 : 0))
                }
            }
            return counts
        }
    }

    /// The same in words, with whose arithmetic verdicts speak of.
    var arithmeticSentence: String {
        let (witnesses, disagreements) = singlePrecision
        let base = "Verdicts speak of the function of real numbers that the stored weights define."
        guard witnesses > 0 else { return base }
        return base + " In single precision \(disagreements) of \(witnesses) witnesses have a margin > 0 "
            + "(witness_margin_float in results.csv)."
    }
}
