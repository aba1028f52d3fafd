import Questions

/// An outcome in `verify --json`: every part that there is, and of it every field under its name, also counts of 0.
package struct OutcomeAnswer: Encodable {
    var outcome: Outcome
    /// Distance of the witness from the sample in the query's norm.
    var witnessDistance: Double?
    var fields = OutcomeFields.current

    package init(_ outcome: Outcome, witnessDistance: Double? = nil) {
        self.outcome = outcome
        self.witnessDistance = witnessDistance
    }

    package func encode(to encoder: any Encoder) throws {
        var object = encoder.container(keyedBy: FieldKey.self)
        try encode(into: &object)
    }

    func encode(into object: inout KeyedEncodingContainer<FieldKey>) throws {
        for part in OutcomePart.allCases where part != .witness || outcome.witness != nil {
            guard let name = part.object else {
                try encode(part, into: &object)
                continue
            }
            var inner = object.nestedContainer(keyedBy: FieldKey.self, forKey: FieldKey(name))
            try encode(part, into: &inner)
            if part == .witness { try inner.encodeIfPresent(witnessDistance, forKey: "distance") }
        }
    }

    private func encode(_ part: OutcomePart, into object: inout KeyedEncodingContainer<FieldKey>) throws {
        for field in fields.all where field.part == part {
            if let value = field.value(of: outcome) { try object.encode(value, forKey: FieldKey(field.name)) }
        }
    }
}
