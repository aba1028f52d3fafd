import Questions
import SuiteFiles

/// Two answers, one of each run, that cannot both be right. Always fatal, and never let pass.
public struct Contradiction: Sendable, Hashable, Encodable {
    /// An answer that takes part in it.
    public struct Answer: Sendable, Hashable, Encodable {
        public var run: Side
        public var cell: SuiteCell
        /// The method that it was derived from; `nil` where `cell.method` ran itself.
        public var impliedBy: String?
        /// What it says: `robust at 0.1`, `falsified at 0.05`, `certified up to 0.031`, `witness at 0.03`,
        /// `margins at least 0.2 at 0.1`, `a margin of 0.1 at 0.1`.
        public var claim: String
        /// Commands that ask it again, with the check of its proof or witness where there is one.
        public var check: String
    }

    public var sample: SampleID
    /// Answers that exclude an adversarial point, and answers that have one.
    public var proved: [Answer]
    public var found: [Answer]

    /// The network by the suite's id.
    public var network: String { proved.first?.cell.network ?? "" }

    /// A query by the suite's ids.
    struct Place: Hashable {
        var cell: SuiteCell
        var sample: SampleID

        init(_ cell: SuiteCell, _ sample: SampleID) {
            self.cell = cell
            self.sample = sample
        }
    }

    /// The queries whose answers take part.
    var answers: [Place] { (proved + found).map { Place($0.cell, sample) } }

    /// In one line: network, image, what is said.
    public var summary: String {
        func words(_ answers: [Answer]) -> String {
            answers.map { answer in
                let derived = answer.impliedBy.map { " (from \($0))" } ?? ""
                return "\(answer.run.rawValue) \(answer.cell.method)\(derived): \(answer.claim)"
            }.joined(separator: ", ")
        }
        return "\(network) \(sample): \(words(proved)); \(words(found))"
    }
}
