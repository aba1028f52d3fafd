import Questions
import Tables

/// A comparison in a few lines of plain text.
public struct ComparisonSummary {
    /// Gates that are named one by one.
    private static let limit = 20

    private let comparison: RunComparison
    private let judgement: Judgement

    public init(_ comparison: RunComparison, _ judgement: Judgement) {
        self.comparison = comparison
        self.judgement = judgement
    }

    /// One line: the verdict, then how much of what was found.
    public var headline: String {
        var counts = [String]()
        func add(_ count: Int, _ noun: String, _ plural: String? = nil) {
            if count > 0 { counts.append(Wording.counted(count, noun, plural)) }
        }
        add(comparison.contradictions.count, "contradiction")
        add(comparison.newlyOpen.count, "query newly open", "queries newly open")
        add(comparison.looser.count, "looser bound")
        add(comparison.weaker.count, "weaker attack")
        add(comparison.work.count { $0.after > $0.before }, "cell with more work", "cells with more work")
        add(comparison.time.slower(than: judgement.gates.time).count, "method slower", "methods slower")
        add(comparison.newlyClosed.count, "query newly closed", "queries newly closed")
        add(comparison.tighter.count, "tighter bound")
        add(comparison.stronger.count, "stronger attack")
        add(comparison.work.count { $0.after < $0.before }, "cell with less work", "cells with less work")
        add(comparison.time.faster(than: judgement.gates.time).count, "method faster", "methods faster")
        let found = counts.isEmpty ? "nothing differs" : counts.joined(separator: ", ")
        let queries =
            comparison.lost == 0
            ? Wording.counted(comparison.queries, "query", "queries")
            : "\(comparison.queries) of \(comparison.queries + comparison.lost) queries of the base"
        let compared = "\(queries) in \(Wording.counted(comparison.cells, "cell"))"
        return PlainText.line(
            "\(judgement.verdict.rawValue): \(judgement.verdict == .notComparable ? reason : found) (\(compared) compared)"
        )
    }

    private var reason: String {
        comparison.refused.isEmpty
            ? "the runs have no query in common" : "what both asked differs in more than limits and revisions"
    }

    /// What did not pass, what was let pass, what time is and is not said of: a sentence each.
    public var remarks: [String] {
        let failures = judgement.failures
        var lines = failures.prefix(Self.limit).map { "not passed: \($0.text)" }
        if failures.count > Self.limit { lines.append("not passed: and \(failures.count - Self.limit) more") }
        if judgement.acknowledged > 0 {
            lines.append("\(Wording.counted(judgement.acknowledged, "change")) for the worse acknowledged")
        }
        lines += judgement.expired.map { "acknowledgement expired: \(Words.place($0))" }
        lines += judgement.unused.map { "acknowledgement without use: \(Words.place($0))" }
        if judgement.gates != .strict { lines.append("gates: \(Words.gates(judgement.gates))") }
        if let reason = comparison.time.notJudged { lines.append("CPU time: not comparable: \(reason)") }
        if comparison.time.lacksMethods {
            lines.append(
                "CPU time: fewer than \(TimeRule.fewestMethods) methods to hold against each other: only beyond × "
                    + "\(NumberFormat.shortest.text(TimeRule.commonFactor))")
        }
        if comparison.otherwise > 0 {
            lines.append(
                "work and attacks of \(Wording.counted(comparison.otherwise, "cell")) not compared: other limits or revisions"
            )
        }
        if comparison.boundsUnjudged > 0 {
            lines.append(
                "\(Wording.counted(comparison.boundsUnjudged, "bound")) not judged: limits cut them off, or the search of "
                    + "another revision stopped there")
        }
        func alone(_ cells: [LoneCell], _ run: String) {
            let queries = cells.reduce(0) { $0 + $1.queries }
            guard queries > 0 else { return }
            lines.append(
                "only in \(run): \(Wording.counted(cells.count, "cell")), \(Wording.counted(queries, "query", "queries"))"
            )
        }
        alone(comparison.onlyBase, "the base")
        alone(comparison.onlyNew, "the new run")
        return lines.map(PlainText.line)
    }

    /// Which runs these are.
    public var runs: [String] {
        [
            "suite \(comparison.new.suite)", "base: \(Words.run(comparison.base))",
            "new:  \(Words.run(comparison.new))",
        ].map(PlainText.line)
    }
}
