import Bisection
import Questions
import Runner

/// What a bisection found, for people and programs.
struct BisectResult: Encodable {
    enum Outcome: String, Encodable { case found, undecided, notReproduced }

    /// A commit that was asked.
    struct Step: Encodable {
        var commit: Commit
        var answer: BisectionSearch.Answer
        /// Why it was skipped.
        var reason: String?
        /// The build included.
        var seconds = 0.0
    }

    let good: Commit
    let bad: Commit
    /// What the bad end shows of what is flagged, in words.
    var findings = [String]()
    /// In the order in which they were asked, the ends left out.
    var steps = [Step]()
    /// One of these is it; empty where the ends do not differ.
    var culprits = [Commit]()
    var seconds = 0.0

    private enum CodingKeys: CodingKey { case outcome, good, bad, findings, steps, culprits, seconds }

    init(_ line: CommitLine) {
        good = line.good
        bad = line.commits.last ?? line.good
    }

    func encode(to encoder: any Encoder) throws {
        var container = encoder.container(keyedBy: CodingKeys.self)
        try container.encode(outcome, forKey: .outcome)
        try container.encode(good, forKey: .good)
        try container.encode(bad, forKey: .bad)
        try container.encode(findings, forKey: .findings)
        try container.encode(steps, forKey: .steps)
        try container.encode(culprits, forKey: .culprits)
        try container.encode(seconds, forKey: .seconds)
    }

    var outcome: Outcome { culprits.isEmpty ? .notReproduced : culprits.count == 1 ? .found : .undecided }

    var exitStatus: ExitStatus {
        switch outcome {
        case .found: .success
        case .undecided: .undecided
        case .notReproduced: .notReproduced
        }
    }

    var text: String {
        let asked = "\(Wording.counted(steps.count, "commit")) asked between them, \(TextFormat.duration(seconds))"
        switch outcome {
        case .notReproduced:
            return "not reproduced: \(bad.short) answers what is flagged no worse than \(good.short) (\(asked))"
        case .found:
            let commit = culprits[0]
            return (["found: \(commit.short) \(commit.subject) (\(asked))"] + findings.map { "  \($0)" })
                .joined(separator: "\n")
        case .undecided:
            let skipped = steps.filter { $0.answer == .skip }.map { "  skipped \($0.commit.short): \($0.reason ?? "")" }
            return
                (["undecided: one of these commits (\(asked))"]
                + culprits.map { "  \($0.short) \($0.subject)" } + skipped + findings.map { "  \($0)" })
                .joined(separator: "\n")
        }
    }
}
