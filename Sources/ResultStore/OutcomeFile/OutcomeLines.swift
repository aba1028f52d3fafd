import Questions

/// Puts outcomes together from their lines, each of which leans on the one before.
struct OutcomeLines {
    private let keys: LineKeys
    /// Whose outcomes these are where lines name no run, and how many runs lines may name.
    private let header: RunRecord
    private let runs: Int?
    private let cells: [RunCell]
    /// Per cell, in the order of its list.
    private let samples: [[StoredSample]]
    /// Parallel to the cells.
    private(set) var outcomes: [OutcomeList]
    private var cell: Int?
    private var nextSample = 0
    private var recordedAt: String?
    /// What the line before named.
    private var run: Int?
    /// Pixels that witnesses may still have: packed, a line can hold millions.
    private var pixelAllowance: Int

    init(
        keys: LineKeys, run: RunRecord, runs: Int?, cells: [RunCell], samples: [[StoredSample]], pixelAllowance: Int
    ) {
        self.keys = keys
        header = run
        self.runs = runs
        self.pixelAllowance = pixelAllowance
        self.cells = cells
        self.samples = samples
        // Lists of the same samples share their names.
        var empty = [[SampleID]: OutcomeList]()
        outcomes = zip(cells, samples).map { cell, samples in
            let list = empty[cell.samples] ?? OutcomeList(over: samples)
            empty[cell.samples] = list
            return list
        }
    }

    /// Reads one line.
    mutating func read(_ scanner: JSONLineScanner) throws(LineFault) {
        var scanner = scanner
        var line = OutcomeLine()
        let keys = keys
        try scanner.object { (scanner, name) throws(LineFault) in try line.read(name, &scanner, keys) }
        if let number = line.cell {
            guard cells.indices.contains(number), number > cell ?? -1 else {
                throw LineFault(message: "cell \(number) is out of order, or there is none")
            }
            cell = number
            nextSample = 0
        }
        guard let cell else { throw LineFault(message: "the first outcome names no cell") }
        let position = line.sample ?? nextSample
        guard position >= nextSample, position < samples[cell].count else {
            throw LineFault(message: "sample \(position) of the cell is out of order, or there is none")
        }
        nextSample = position + 1
        recordedAt = line.recordedAt ?? recordedAt
        guard let recordedAt else { throw LineFault(message: "the first outcome has no time") }
        let sample = samples[cell][position]
        guard line.pixelCount ?? 0 <= pixelAllowance else {
            throw LineFault(message: "the witnesses have more pixels than a file of this size may hold")
        }
        pixelAllowance -= line.pixelCount ?? 0
        outcomes[cell].append(
            StoredOutcome(
                sample: sample.id, label: sample.label, outcome: try line.complete(keys), attempt: line.attempt,
                recordedAt: recordedAt, fingerprint: line.fingerprint, run: try run(of: line, recordedAt)))
    }

    private mutating func run(of line: OutcomeLine, _ recordedAt: String) throws(LineFault) -> Int? {
        guard let runs else {
            guard line.run == nil else { throw LineFault(message: "a run is named, but the header lists none") }
            return header.canHaveRecorded(at: recordedAt) ? 0 : nil
        }
        run = line.run ?? run
        guard let run else { throw LineFault(message: "the first outcome names no run") }
        guard run == OutcomeFile.unknownRun || (0..<runs).contains(run) else {
            throw LineFault(message: "the header lists no run \(run)")
        }
        return run == OutcomeFile.unknownRun ? nil : run
    }
}
