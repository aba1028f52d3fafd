import DataFormats
import Foundation
import Questions

extension JSONLineWriter {
    /// Puts all that an outcome tells, field by field. Of a witness the fingerprint always, its pixels only on demand.
    mutating func put(
        _ outcome: Outcome, _ fingerprint: PixelFingerprint?, _ fields: OutcomeFields, witnesses: Bool
    ) {
        for field in fields.all {
            guard let value = field.telling(outcome) else { continue }
            switch field.kept(value) {
            case .number(let value): put(field.key, value)
            case .count(let value): put(field.key, value)
            case .text(let value): put(field.key, value)
            case .counts(let values): put(field.key, values)
            case .numbers(let values): put(field.key, values)
            case .pixels(let pixels): put(pixels, fingerprint, field.key, witnesses: witnesses)
            }
        }
    }

    private mutating func put(_ pixels: [Float], _ fingerprint: PixelFingerprint?, _ key: String, witnesses: Bool) {
        let print = pixels.isEmpty ? fingerprint : PixelFingerprint(of: pixels)
        if let print { put(PixelNames.fingerprintKey, print.description) }
        guard witnesses, !pixels.isEmpty else { return }
        put(key, Data(PackedFloats.pack(pixels)).base64EncodedString())
        put(PixelNames.countKey, pixels.count)
    }
}
