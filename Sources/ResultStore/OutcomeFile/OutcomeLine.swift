import DataFormats
import Foundation
import Questions

/// The values of one line.
struct OutcomeLine {
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
