import Questions
import SuiteFiles

/// A query that one run settled, or at least answered, and the other did not.
public struct VerdictChange: Sendable, Hashable, Encodable {
    public var cell: SuiteCell
    public var sample: SampleID
    /// The verdict with what explains it: `robust`, `unknown (boundTooLoose)`, `unanswered`.
    public var before: String
    public var after: String
}

/// Verdicts that were lost or won.
///
/// Settled is what is decided; of plain classification also what is surely correct, of a minimum distortion a search that came
/// to its end. Lost is as well what a method came to its end with, decided or not, where the other run has no answer, or one that
/// limits or a crash cut off. Answers that another method's made unnecessary (`decidedElsewhere`) are neither lost nor won: the method was
/// not asked. `robust` against `falsified` is a contradiction and not listed here.
struct VerdictChanges {
    private(set) var opened = [VerdictChange]()
    private(set) var closed = [VerdictChange]()

    init(_ pairing: Pairing) {
        for pair in pairing.cells {
            for query in pair.queries {
                guard query.base?.reason != .decidedElsewhere, query.new?.reason != .decidedElsewhere else { continue }
                let (before, after) = (pair.standing(query.base), pair.standing(query.new))
                guard before != after else { continue }
                let change = VerdictChange(
                    cell: pair.cell, sample: query.sample, before: pair.word(query.base), after: pair.word(query.new))
                if before > after { opened.append(change) } else { closed.append(change) }
            }
        }
    }
}

extension CellPair {
    /// 2 where it is settled, 1 where the method came to its end, 0 where it did not.
    fileprivate func standing(_ outcome: Outcome?) -> Int {
        if isSettled(outcome) { return 2 }
        return outcome.map { $0.ending.isCutOff } ?? true ? 0 : 1
    }

    func isSettled(_ outcome: Outcome?) -> Bool {
        guard let outcome else { return false }
        if goal.isRadius { return outcome.ending == .finished }
        return descriptor.isFinal(outcome.verdict, outcome.reason)
    }

    /// The verdict in words; `unanswered` where there is none.
    func word(_ outcome: Outcome?) -> String {
        guard let outcome else { return "unanswered" }
        if goal.isRadius, outcome.ending != .finished { return "search ended by \(outcome.ending.rawValue)" }
        if goal.isRadius { return "search finished" }
        if isPoint, outcome.verdict == .falsified { return "misclassified" }
        if isPoint, isSettled(outcome) { return "correct" }
        return outcome.verdict.rawValue + (outcome.reason.map { " (\($0.rawValue))" } ?? "")
    }
}
