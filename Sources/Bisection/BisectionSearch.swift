/// The search for the first bad commit of a line of commits, some of which cannot be asked.
///
/// Commits are numbered from 0, the first after the good one; the last is known to be bad. A commit is bad if it, or one before
/// it, is the culprit. Law: whatever is asked, the culprit lies in `culprits`, and where `next` is `nil` no more can be told.
public struct BisectionSearch: Sendable, Hashable {
    public enum Answer: String, Sendable, Hashable, CaseIterable, Encodable {
        case good, bad
        /// Does not build, or cannot read the question.
        case skip
    }

    /// Commits after the good one.
    public let count: Int
    /// The last that is known to be good; −1 is the good one itself.
    public private(set) var lastGood = -1
    /// The first that is known to be bad.
    public private(set) var firstBad: Int
    public private(set) var skipped = Set<Int>()

    /// - Parameter count: at least 1.
    public init(count: Int) {
        precondition(count > 0, "there is a bad commit")
        self.count = count
        firstBad = count - 1
    }

    /// Commits that can be asked and would tell something.
    private var open: [Int] { ((lastGood + 1)..<max(firstBad, lastGood + 1)).filter { !skipped.contains($0) } }

    /// What to ask next: the middle of what can be asked, so that either answer leaves half of it. `nil`: the search is over.
    public var next: Int? {
        let open = open
        return open.isEmpty ? nil : open[open.count / 2]
    }

    /// How many questions are left at most, if every commit can be asked: ⌈log₂(open + 1)⌉.
    public var stepsLeft: Int { Int.bitWidth - open.count.leadingZeroBitCount }

    /// Among these is the culprit; of one, it is that.
    public var culprits: ClosedRange<Int> { (lastGood + 1)...firstBad }

    /// Takes an answer about a commit between the last good and the first bad one; others tell nothing new and are ignored.
    public mutating func take(_ answer: Answer, at commit: Int) {
        guard commit > lastGood, commit < firstBad else { return }
        switch answer {
        case .good: lastGood = commit
        case .bad: firstBad = commit
        case .skip: skipped.insert(commit)
        }
    }
}
