import Questions
import ResultStore

extension Plan {
    /// Restricts the plan to a part of its queries: positions by cell. Batches keep their places, so that a part asks what the whole
    /// would.
    ///
    /// Traps where a position is not of its cell.
    public mutating func restrict(to positions: [Int: [Int]]) {
        for index in cells.indices {
            var asked = [Bool](repeating: false, count: cells[index].samples.count)
            for position in positions[index] ?? [] { asked[position] = true }
            cells[index].asked = asked
        }
    }

    /// Leaves queries out that somebody else is at.
    public mutating func leaveOut(_ keys: Set<RunKey>) {
        guard !keys.isEmpty else { return }
        for index in cells.indices {
            for position in cells[index].samples.indices where keys.contains(runKey(cell: index, position: position)) {
                if cells[index].asked == nil {
                    cells[index].asked = Array(repeating: true, count: cells[index].samples.count)
                }
                cells[index].asked?[position] = false
            }
        }
    }

    /// Takes outcomes of a journal for answers, as `consult` takes those of a store.
    public mutating func take(_ entries: [Journal.Entry]) {
        let places = Dictionary(grouping: cells.indices) { cells[$0].digest }
        var positions = [Int: [Digest: Int]]()
        for entry in entries {
            for index in places[entry.configuration] ?? [] {
                if positions[index] == nil {
                    let digests = cells[index].samples.enumerated().map { (samples[$1].digest, $0) }
                    positions[index] = Dictionary(digests, uniquingKeysWith: { first, _ in first })
                }
                guard let position = positions[index]?[entry.sample] else { continue }
                cells[index].answers[position] = Answer(entry.outcome)
            }
        }
    }

    /// One hash over the run keys at positions of cells: two plans that agree on it ask the same.
    ///
    /// Traps where a position is not of its cell.
    public func digest(of slices: [(cell: Int, positions: [Int])]) -> Digest {
        Digest(
            of: slices.flatMap { slice in
                slice.positions.flatMap { runKey(cell: slice.cell, position: $0).digest.bytes }
            })
    }
}

extension Answer {
    /// What an outcome says, as far as planning needs it.
    init(_ outcome: Outcome) {
        self.init(
            verdict: outcome.verdict, reason: outcome.reason, impliedBy: outcome.impliedBy,
            marginLower: outcome.marginLower, marginUpper: outcome.marginUpper, distanceLower: outcome.distanceLower,
            endedBy: outcome.endedBy)
    }
}
