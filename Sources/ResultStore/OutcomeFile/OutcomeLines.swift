import DataFormats
import Foundation
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
    private(set) var outcomes: [[StoredOutcome]]
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
        outcomes = cells.map { _ in [] }
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

/// The values of one line.
private struct OutcomeLine {
    var cell: Int?
    var sample: Int?
    var recordedAt: String?
    var attempt = 1
    var run: Int?
    var fingerprint: PixelFingerprint?
    private(set) var pixelCount: Int?
    private var outcome = OutcomeFields.blank
    private var packed: Data?
    /// The bits of `LineKeys`.
    private var seen: UInt64 = 0

    mutating func read(_ name: String, _ scanner: inout JSONLineScanner, _ keys: LineKeys) throws(LineFault) {
        guard let (key, bit) = keys[name] else {
            throw LineFault(message: "unknown key “\(name)” of an outcome")
        }
        guard seen & bit == 0 else { throw LineFault(message: "“\(name)” twice") }
        seen |= bit
        switch key {
        case .cell: cell = try scanner.count()
        case .sample: sample = try scanner.count()
        case .at: recordedAt = try scanner.string()
        case .attempt:
            attempt = try scanner.count()
            guard attempt > 0 else { throw LineFault(message: "attempts are counted from 1") }
        case .run: run = try scanner.integer()
        case .count: pixelCount = try scanner.count()
        case .fingerprint:
            let text = try scanner.string()
            fingerprint = PixelFingerprint(hexadecimal: text)
            guard fingerprint != nil else { throw LineFault(message: "“\(text)” is no fingerprint") }
        case .field(let position): try read(keys.fields.all[position], &scanner)
        }
    }

    private mutating func read(_ field: OutcomeField, _ scanner: inout JSONLineScanner) throws(LineFault) {
        let value: FieldValue
        switch field.form {
        case .number, .seconds: value = .number(try scanner.double())
        case .count: value = .count(try scanner.count())
        case .word, .text: value = .text(try scanner.string())
        case .counts: value = .counts(try scanner.counts())
        case .secondsByName: value = .numbers(try scanner.doubles())
        case .pixels:
            let text = try scanner.string()
            packed = Data(base64Encoded: text)
            guard packed != nil else { throw LineFault(message: "“\(text)” is no base64 text") }
            return
        }
        guard field.set(field.kept(value), in: &outcome) else {
            throw LineFault(message: "“\(value)” is no \(field.name)")
        }
    }

    /// The outcome, if nothing is missing.
    func complete(_ keys: LineKeys) throws(LineFault) -> Outcome {
        try require(keys.required, keys, of: "an outcome")
        var outcome = outcome
        if seen & keys.ofWitness == 0 {
            outcome.witness = nil
        } else {
            try require(keys.requiredOfWitness, keys, of: "a witness")
            outcome.witness?.pixels = try pixels()
        }
        return outcome
    }

    private func require(_ bits: UInt64, _ keys: LineKeys, of what: String) throws(LineFault) {
        let missing = bits & ~seen
        guard missing != 0 else { return }
        throw LineFault(message: "\(what) without a \(keys.names(missing).first ?? "field")")
    }

    private func pixels() throws(LineFault) -> [Float] {
        guard packed != nil || pixelCount != nil else { return [] }
        guard let packed, let pixelCount, let pixels = PackedFloats.unpack(Array(packed), count: pixelCount) else {
            throw LineFault(message: "a witness's pixels do not unpack")
        }
        guard PixelFingerprint(of: pixels) == fingerprint else {
            throw LineFault(message: "a witness's pixels do not have its fingerprint")
        }
        return pixels
    }
}
