import DataFormats
import Foundation
import Robustness

/// Puts outcomes together from their lines, each of which leans on the one before.
struct OutcomeLines {
    private let cells: [RunCell]
    /// Per cell, in the order of its list.
    private let samples: [[StoredSample]]
    /// Parallel to the cells.
    private(set) var outcomes: [[StoredOutcome]]
    private var cell: Int?
    private var nextSample = 0
    private var recordedAt: String?
    /// Pixels that witnesses may still have: packed, a line can hold millions.
    private var pixelAllowance: Int

    init(cells: [RunCell], samples: [[StoredSample]], pixelAllowance: Int) {
        self.pixelAllowance = pixelAllowance
        self.cells = cells
        self.samples = samples
        outcomes = cells.map { _ in [] }
    }

    /// Reads one line.
    mutating func read(_ scanner: JSONLineScanner) throws(LineFault) {
        var scanner = scanner
        var fields = OutcomeFields()
        try scanner.object { (scanner, name) throws(LineFault) in try fields.read(name, &scanner) }
        if let number = fields.cell {
            guard cells.indices.contains(number), number > cell ?? -1 else {
                throw LineFault(message: "cell \(number) is out of order, or there is none")
            }
            cell = number
            nextSample = 0
        }
        guard let cell else { throw LineFault(message: "the first outcome names no cell") }
        let position = fields.sample ?? nextSample
        guard position >= nextSample, position < samples[cell].count else {
            throw LineFault(message: "sample \(position) of the cell is out of order, or there is none")
        }
        nextSample = position + 1
        recordedAt = fields.recordedAt ?? recordedAt
        guard let recordedAt else { throw LineFault(message: "the first outcome has no time") }
        let sample = samples[cell][position]
        guard fields.pixelCount ?? 0 <= pixelAllowance else {
            throw LineFault(message: "the witnesses have more pixels than a file of this size may hold")
        }
        pixelAllowance -= fields.pixelCount ?? 0
        outcomes[cell].append(
            StoredOutcome(
                sample: sample.id, label: sample.label, outcome: try fields.complete(), attempt: fields.attempt,
                recordedAt: recordedAt, fingerprint: fields.fingerprint))
    }
}

/// The values of one line.
private struct OutcomeFields {
    var cell: Int?
    var sample: Int?
    var recordedAt: String?
    var attempt = 1
    var fingerprint: PixelFingerprint?
    private var outcome = Outcome(verdict: .unknown)
    private var witness = Witness(pixels: [], adversarialClass: 0)
    private var packed: Data?
    private(set) var pixelCount: Int?
    /// A bit per key.
    private var seen: UInt32 = 0

    private func has(_ key: OutcomeKey) -> Bool { seen & (1 << UInt32(key.rawValue)) != 0 }

    mutating func read(_ name: String, _ scanner: inout JSONLineScanner) throws(LineFault) {
        guard let key = OutcomeKey.byName[name] else {
            throw LineFault(message: "unknown key “\(name)” of an outcome")
        }
        guard !has(key) else { throw LineFault(message: "“\(name)” twice") }
        seen |= 1 << UInt32(key.rawValue)
        switch key {
        case .cell: cell = try scanner.count()
        case .sample: sample = try scanner.count()
        case .at: recordedAt = try scanner.string()
        case .attempt:
            attempt = try scanner.count()
            guard attempt > 0 else { throw LineFault(message: "attempts are counted from 1") }
        case .verdict: outcome.verdict = try Self.word(scanner.string(), Verdict.init(rawValue:), "verdict")
        case .reason: outcome.reason = try Self.word(scanner.string(), UnknownReason.init(rawValue:), "reason")
        case .implied: outcome.impliedBy = try scanner.string()
        case .lower: outcome.marginLower = try scanner.double()
        case .upper: outcome.marginUpper = try scanner.double()
        case .distance: outcome.distanceLower = try scanner.double()
        case .adversarial: witness.adversarialClass = try scanner.count()
        case .single: witness.marginFloat = try scanner.double()
        case .double: witness.marginDouble = try scanner.double()
        case .witness:
            fingerprint = try Self.word(scanner.string(), PixelFingerprint.init(hexadecimal:), "fingerprint")
        case .pixels: packed = try Self.word(scanner.string(), { Data(base64Encoded: $0) }, "base64 text")
        case .count: pixelCount = try scanner.count()
        default: try readCost(key, &scanner)
        }
    }

    private mutating func readCost(_ key: OutcomeKey, _ scanner: inout JSONLineScanner) throws(LineFault) {
        switch key {
        case .wall: outcome.measurements.wallSeconds = try scanner.double()
        case .cpu: outcome.measurements.cpuSeconds = try scanner.double()
        case .peak: outcome.measurements.peakMemoryBytes = try scanner.count()
        case .lps: outcome.measurements.lpSolves = try scanner.count()
        case .fallbacks: outcome.measurements.lpFallbacks = try scanner.count()
        case .iterations: outcome.measurements.simplexIterations = try scanner.count()
        case .nodes: outcome.measurements.nodes = try scanner.count()
        case .unstable: outcome.measurements.unstableByLayer = try scanner.counts()
        case .phases: outcome.measurements.phases = try scanner.doubles()
        default: outcome.note = try scanner.string()
        }
    }

    /// The outcome, if nothing is missing.
    func complete() throws(LineFault) -> Outcome {
        guard has(.verdict) else { throw LineFault(message: "an outcome without a verdict") }
        var outcome = outcome
        if has(.adversarial) {
            outcome.witness = witness
            outcome.witness?.pixels = try pixels()
        } else if has(.single) || has(.double) || has(.witness) || has(.pixels) || has(.count) {
            throw LineFault(message: "a witness without a class")
        }
        outcome.measurements = outcome.measurements.withKeptDigits
        return outcome
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

    private static func word<Value>(
        _ text: String, _ read: (String) -> Value?, _ what: String
    ) throws(LineFault) -> Value {
        guard let value = read(text) else { throw LineFault(message: "“\(text)” is no \(what)") }
        return value
    }
}
