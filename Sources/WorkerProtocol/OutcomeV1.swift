import Foundation
import Questions

/// An outcome on the wire: an object with the `key` of each field that tells something, those of a witness in an object of
/// their own. A run sends hundreds of thousands.
public struct OutcomeV1: Sendable, Hashable {
    public var outcome: Outcome

    public init(_ outcome: Outcome) { self.outcome = outcome }
}

extension OutcomeV1: Codable {
    private static let witness = FieldKey(OutcomePart.witness.object ?? "")

    public func encode(to encoder: any Encoder) throws {
        let fields = encoder.userInfo[.outcomeFields] as? OutcomeFields ?? .current
        var object = encoder.container(keyedBy: FieldKey.self)
        for field in fields.all where field.part != .witness { try object.encode(field, of: outcome) }
        guard outcome.witness != nil else { return }
        var witness = object.nestedContainer(keyedBy: FieldKey.self, forKey: Self.witness)
        for field in fields.witness { try witness.encode(field, of: outcome) }
    }

    public init(from decoder: any Decoder) throws {
        let fields = decoder.userInfo[.outcomeFields] as? OutcomeFields ?? .current
        var outcome = OutcomeFields.blank
        let object = try decoder.container(keyedBy: FieldKey.self)
        if object.contains(Self.witness) {
            try object.nestedContainer(keyedBy: FieldKey.self, forKey: Self.witness)
                .decode(fields, ofWitness: true, besides: [PixelNames.countKey], into: &outcome)
        } else {
            outcome.witness = nil
        }
        try object.decode(fields, ofWitness: false, besides: [Self.witness.stringValue], into: &outcome)
        self.outcome = outcome
    }
}
