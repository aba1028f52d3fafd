import Questions
import Tables

extension Report {
    /// The first paragraph, in plain words on one line.
    var headline: String { PlainText.line(sentences.joined(separator: " ")) }

    private var sentences: [String] {
        let rows = model.rows
        let networks = Set(rows.map(\.network)).count
        var sentences = [
            "\(Wording.counted(networks, "network")), \(Wording.counted(rows.count, "pair")) of network and ε, "
                + "\(imagesPhrase) each (\(model.dataPhrase), \(model.setPhrase))."
        ]
        sentences += gapSentences
        if model.looseProofs > 0 {
            let proofs = Wording.counted(model.looseProofs, "robust verdict rests", "robust verdicts rest")
            sentences.append("\(proofs) on a solver's tolerances alone (\(MethodColumn.toleranceMark)).")
        }
        if model.outcomesUnanswered > 0 {
            sentences.append(
                "The run is not finished: \(model.outcomesUnanswered) of \(model.outcomesExpected) questions are unanswered "
                    + "and count as neither proved nor falsified.")
        }
        if model.isOtherSuite { sentences.append("The suite asks other questions by now than this run did.") }
        sentences.append(laws.sentence)
        return sentences
    }

    private var gapSentences: [String] {
        let rows = model.rows
        var sentences = [String]()
        let gaps = rows.compactMap { row in model.bestBracket(in: row).map { (row, $0) } }
        if let (row, bracket) = gaps.max(by: { $0.1.gap < $1.1.gap }) {
            if bracket.gap > 0 {
                sentences.append(
                    "All methods together leave the widest gap on \(row.title) at ε = \(row.epsilonText): the robust "
                        + "error lies between \(percent(bracket.lower)) and \(percent(bracket.upper)) % of its "
                        + "\(bracket.n) images" + (row.unanswered > 0 ? " (\(row.unansweredText))." : "."))
            } else if gaps.allSatisfy({ $0.1.gap == 0 }) {
                let ending =
                    model.looseProofs > 0
                    ? ", as far as a solver's tolerances go." : ": each robust error is known exactly."
                sentences.append("All methods together close every gap" + ending)
            }
        }
        let contradicted = gaps.count { $0.1.gap < 0 }
        if contradicted > 0 {
            sentences.append(
                "For \(Wording.counted(contradicted, "pair")) the lower bound exceeds the upper one: answers contradict each other."
            )
        }
        if openQueries > 0 {
            let queries = rows.reduce(0) { $0 + $1.samples.count }
            let closed = gaps.count { $0.1.gap == 0 }
            sentences.append(
                "\(openQueries) of \(queries) queries are open; the gap is closed for \(closed) of \(rows.count) pairs."
            )
        }
        return sentences
    }

    private var imagesPhrase: String {
        let counts = model.rows.map(\.samples.count)
        let (low, high) = (counts.min() ?? 0, counts.max() ?? 0)
        return low == high ? Wording.counted(high, "image") : "\(low) to \(high) images"
    }

    private func percent(_ value: Double) -> String { model.percentFormat.text(value) }
}

extension [LawResult] {
    /// Whether any is broken, in a sentence.
    var sentence: String {
        if comparisons == 0 { return "No law could be checked: the run has nothing to compare." }
        return violations == 0
            ? "No law is broken in \(Wording.counted(comparisons, "comparison"))."
            : "\(Wording.counted(violations, "law violation")) in \(Wording.counted(comparisons, "comparison")): do not trust these figures."
    }
}
