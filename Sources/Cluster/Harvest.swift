import Questions
import ResultStore

/// Puts the journals of a wave together as one run, whatever order they come in and however often.
///
/// The run is the wave's; what another machine answered is of a run that differs from it by the machine alone.
public struct Harvest: Sendable {
    private struct Place: Hashable {
        var cell: Int
        var position: Int
    }

    /// The wave's run with its cells and samples; outcomes are of what was taken so far.
    public private(set) var snapshot: RunSnapshot
    /// Outcomes that were taken.
    public private(set) var count = 0
    /// Outcomes of run keys that the wave does not ask.
    public private(set) var strangers = 0
    /// Lines that could not be read.
    public private(set) var damagedLines = 0
    private let digests: [Digest: StoredSample]
    private let cells: [Digest: Int]
    private var seen = Set<RunKey>()

    /// - Parameters:
    ///   - record: the wave's.
    ///   - cells: of the whole suite, with all their samples.
    public init(record: RunRecord, samples: [StoredSample], cells: [RunCell]) {
        snapshot = RunSnapshot(run: record, samples: samples, cells: cells, outcomes: cells.map { _ in [] })
        digests = Dictionary(samples.map { ($0.digest, $0) }, uniquingKeysWith: { first, _ in first })
        self.cells = Dictionary(
            cells.enumerated().map { ($1.configuration.digest, $0) }, uniquingKeysWith: { first, _ in first })
    }

    /// Takes what a journal holds; of a run key the first outcome stays.
    public mutating func take(_ journal: Journal) {
        damagedLines += journal.damagedLines.count
        let run = position(of: journal.header.machine)
        for entry in journal.entries { take(entry, run: run) }
    }

    /// Takes outcomes that are nobody's but the wave's own.
    public mutating func take(_ entries: [Journal.Entry]) {
        for entry in entries { take(entry, run: 0) }
    }

    private mutating func take(_ entry: Journal.Entry, run: Int) {
        guard let cell = cells[entry.configuration], let sample = digests[entry.sample] else {
            strangers += 1
            return
        }
        guard seen.insert(entry.key).inserted else { return }
        count += 1
        let witness = entry.outcome.witness.flatMap { $0.pixels.isEmpty ? nil : PixelFingerprint(of: $0.pixels) }
        snapshot.outcomes[cell].append(
            StoredOutcome(
                sample: sample.id, label: sample.label, outcome: entry.outcome, attempt: 1,
                recordedAt: entry.recordedAt, fingerprint: witness, run: run))
    }

    /// Forgets the outcomes that were taken, but not which: what is added to a store need not be kept.
    public mutating func clear() {
        for cell in snapshot.outcomes.indices { snapshot.outcomes[cell] = [] }
    }

    private mutating func position(of machine: String) -> Int {
        if let known = snapshot.runs.firstIndex(where: { $0.machine == machine }) { return known }
        var record = snapshot.run
        record.machine = machine
        snapshot.runs.append(record)
        return snapshot.runs.count - 1
    }
}
